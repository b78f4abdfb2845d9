// A whole hub in this process, on free ports and a folder of its own, with the demo's collection.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createClock, type HubClock } from '../../hub/clock.ts'
import { type HubConfig, loadConfig } from '../../hub/config.ts'
import { type Hub, startHub } from '../../hub/hub.ts'
import { openTokens, type Scope } from '../../hub/identity/tokens.ts'
import { openStore, type Store } from '../../hub/store/store.ts'
import { DEMO_BRANCH, hubDemo } from '../../provisioning/demo/collection.ts'
import { until } from './until.ts'

/** Thursday 19 November 2026, 20.00 in Svärdsjö: open, and nobody works there. */
export const THURSDAY_EVENING = Date.UTC(2026, 10, 19, 19)

/** The kiosks that the hub knows. */
const KIOSKS = ['svardsjo-1', 'svardsjo-2'] as const
export type KioskName = (typeof KIOSKS)[number]

export const addressOf = (kiosk: KioskName) => ({
  consortium: 'dalarna',
  branch: DEMO_BRANCH,
  kiosk,
})

export const secretOf = (kiosk: KioskName): Uint8Array =>
  new Uint8Array(32).fill(KIOSKS.indexOf(kiosk) + 1)

export type TestHub = AsyncDisposable & {
  readonly mqtt: string
  /** By TLS, where it was asked for. */
  readonly mqtts: string
  readonly http: string
  /** Of its store, and of its authority in `identity/`. */
  readonly folder: string
  readonly clock: HubClock
  /** The header of a token that may all of this, everything unless told. */
  bearer(scope?: Partial<Scope>): Promise<{ authorization: string }>
  /** Everything logged so far. */
  log(): string
  /** Resolves when a logged line, past or coming, has all these words. */
  logged(...words: string[]): Promise<void>
  /** Stops the hub; the store stays. */
  stop(): Promise<void>
  /** Starts it again on the same store and the same ports. */
  start(): Promise<void>
  /** Stops the hub and looks into its store. */
  inspect<T>(look: (store: Store) => Promise<T>): Promise<T>
}

/** A folder with `hub.json`, which the hub needs to start, and `var` for its store. */
export const folderWithFiles = async (collection: object = hubDemo()): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-hub-'))
  const kiosks = KIOSKS.map((kiosk) => ({
    branch: DEMO_BRANCH,
    kiosk,
    secret: Buffer.from(secretOf(kiosk)).toString('base64url'),
  }))
  await writeFile(
    join(folder, 'hub.json'),
    JSON.stringify({
      consortium: 'dalarna',
      http: { port: 0 },
      mqtt: { port: 0 },
      var: join(folder, 'var'),
      kiosks,
      demo: join(folder, 'collection.json'),
    }),
  )
  await writeFile(join(folder, 'collection.json'), JSON.stringify(collection))
  return folder
}

const configIn = (folder: string): HubConfig => {
  const loaded = loadConfig(['--config', join(folder, 'hub.json')], {})
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.config
}

const portOf = (url: string): number => Number(new URL(url).port)

const openSink = () => {
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const write = (line: string): void => {
    lines.push(line)
    for (const listener of listeners) listener()
  }
  const watched = {
    now: () => lines,
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const logged = async (...words: string[]): Promise<void> => {
    const fits = (line: string): boolean => words.every((word) => line.includes(word))
    await until(watched, `logged: ${words.join(' … ')}`, (all) => all.some(fits))
  }
  return {
    log: pino({ level: 'trace', base: null }, { write }),
    logged,
    text: () => lines.join(''),
  }
}

export type TestHubOptions = {
  /** Patrons, titles and items in place of the demo's. */
  collection?: object
  /** Of the configuration, in place of a plain broker inside. */
  mqtt?: Partial<HubConfig['mqtt']>
  /** What must be there before it starts; told the folder of its store. */
  before?(folder: string): Promise<void>
}

export const startTestHub = async ({
  collection,
  mqtt,
  before,
}: TestHubOptions = {}): Promise<TestHub> => {
  const folder = await folderWithFiles(collection)
  let config = configIn(folder)
  config = { ...config, mqtt: { ...config.mqtt, ...mqtt } }
  await before?.(config.var)
  const clock = createClock()
  clock.set(THURSDAY_EVENING, 1)
  const sink = openSink()
  let hub: Hub | undefined
  let named = 0
  const start = async (): Promise<void> => {
    hub = await startHub({ config, clock, log: sink.log })
    const { tls } = config.mqtt
    config = {
      ...config,
      http: { ...config.http, port: portOf(hub.http) },
      mqtt: {
        ...config.mqtt,
        port: portOf(hub.mqtt),
        tls: tls && { ...tls, port: portOf(hub.mqtts ?? '') },
      },
    }
  }
  const stop = async (): Promise<void> => {
    await hub?.[Symbol.asyncDispose]()
    hub = undefined
  }
  await start()
  return {
    get mqtt() {
      return `mqtt://127.0.0.1:${config.mqtt.port}`
    },
    get mqtts() {
      return `mqtts://127.0.0.1:${config.mqtt.tls?.port}`
    },
    folder: config.var,
    get http() {
      return `http://127.0.0.1:${config.http.port}`
    },
    clock,
    bearer: async ({ branches = ['*'], may = ['*'] } = {}) => {
      const tokens = openTokens(join(config.var, 'identity', 'tokens.jsonl'))
      named += 1
      const now = Date.now()
      const times = { now, until: now + 60 * 60_000 }
      const secret = await tokens.add(`token-${named}`, { branches, may }, times)
      return { authorization: `Bearer ${secret}` }
    },
    log: sink.text,
    logged: sink.logged,
    stop,
    start,
    inspect: async (look) => {
      await stop()
      const store = await openStore(join(config.var, 'hub.sqlite'))
      try {
        return await look(store)
      } finally {
        await store.close()
      }
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
