// A rehearsal as `b24 sim prepare` makes it: its hub as a process of its own, on either broker.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FleetPapers, readPapers } from '../../device/simulator/fleet/papers.ts'
import { prepareRehearsal } from '../../hub/rehearsal/rehearsal.ts'
import { openStore, type Store } from '../../hub/store/store.ts'
import type { BrokerName } from './brokers.ts'
import { freePorts } from './free-port.ts'
import { type Mosquitto, startMosquitto } from './mosquitto.ts'
import { launch, type Program } from './program.ts'

export type Rehearsal = AsyncDisposable & {
  readonly folder: string
  /** Path of the papers' file. */
  readonly papersFile: string
  readonly url: string
  readonly hub: Program
  /** What the hub took until it was ready. */
  readonly startSeconds: number
  /** Only where the broker is a Mosquitto. */
  readonly mosquitto: Mosquitto | undefined
  papers(kiosks?: number): Promise<FleetPapers>
  /** Breaks the broker off without a word; with the one inside, the hub with it. */
  breakBroker(): Promise<void>
  startBroker(): Promise<void>
  /** Stops the hub and looks into its store. */
  inspect<T>(look: (store: Store) => Promise<T>): Promise<T>
}

export type RehearsalOptions = {
  kiosks: number
  broker: BrokerName
  /** For the hub's Node. */
  env?: Readonly<Record<string, string>>
  made?: (kiosks: number) => void
}

export const openRehearsal = async (options: RehearsalOptions): Promise<Rehearsal> => {
  const { kiosks, made = () => {}, env = {} } = options
  const broker = options.broker === 'Mosquitto' ? 'mosquitto' : 'inside'
  const outer = await mkdtemp(join(tmpdir(), 'b24-rehearsal-'))
  const folder = join(outer, 'rehearsal')
  const [port = 0] = await freePorts(1)
  const at = { host: '127.0.0.1', port, httpPort: 0 }
  const files = await prepareRehearsal(
    { folder, kiosks, broker, fresh: false, ...at },
    made,
  )
  const startHub = () =>
    launch({
      script: 'hub/main.ts',
      args: ['--config', files.hub],
      log: join(outer, 'hub.log'),
      env: { LOG_LEVEL: 'warn', ...env },
    })
  const mosquitto =
    broker === 'mosquitto' ? await startMosquitto(join(folder, 'mosquitto')) : undefined
  const began = performance.now()
  let hub = await startHub()
  const startSeconds = (performance.now() - began) / 1000
  return {
    folder,
    papersFile: files.papers,
    url: `mqtts://127.0.0.1:${port}`,
    get hub() {
      return hub
    },
    startSeconds,
    mosquitto,
    papers: async (most = kiosks) => {
      const read = readPapers(await readFile(files.papers, 'utf8'), most)
      if (!read.ok) throw new Error(read.problem)
      return read.papers
    },
    breakBroker: async () => {
      await (mosquitto ?? hub).end('SIGKILL')
    },
    startBroker: async () => {
      if (mosquitto === undefined) hub = await startHub()
      else await mosquitto.start()
    },
    inspect: async (look) => {
      await hub.end()
      const store = await openStore(join(folder, 'hub', 'hub.sqlite'))
      try {
        return await look(store)
      } finally {
        await store.close()
      }
    },
    [Symbol.asyncDispose]: async () => {
      await hub.end()
      await mosquitto?.[Symbol.asyncDispose]()
      await rm(outer, { recursive: true, force: true })
    },
  }
}
