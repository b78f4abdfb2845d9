// A kiosk that decides by its list, with a real journal and a real hub's registry and lists behind a link
// that can be cut. What passes on the wire itself is shown elsewhere.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import pino from 'pino'
import { createListeners } from '../../device/drivers/listeners.ts'
import { openJournal } from '../../device/journal/journal.ts'
import type { Asked } from '../../device/link/questions.ts'
import { silent } from '../../device/log.ts'
import { type Claim, startOffline } from '../../device/offline/offline.ts'
import { ALONE } from '../../hub/duty.ts'
import type { BranchOffline } from '../../hub/offline/policy.ts'
import { policyOf } from '../../hub/offline/policy.ts'
import { openStrikes } from '../../hub/offline/strikes.ts'
import type { AnswerOf, AskKind, RequestOf } from '../../hub/protocol/asks.ts'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import { strikeMessage, struckRows } from '../../hub/protocol/envelope.ts'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { open } from '../../hub/protocol/seal.ts'
import { branchOf, kioskConfiguration } from '../../hub/registry/branches.ts'
import { holdPin } from '../../hub/registry/pin.ts'
import { createRegistry } from '../../hub/registry/registry.ts'
import { EVENING, KEY, openLibrary } from './library.ts'
import { openLists, setPolicy } from './lists.ts'
import { until } from './until.ts'

export const CARD = '21080000000015'
export const PIN = '2468'
const HOUR_MS = 3_600_000
const NOTHING = { ok: false, reason: 'no-answer' } as const

export const openWorld = async (policy: Partial<BranchOffline> = { who: 'agreement' }) => {
  const library = await openLibrary()
  const { store, folder } = library
  await setPolicy(store, policy)
  const hub = await openLists(library)
  const kiosk = { branch: 'svardsjo', kiosk: 'svardsjo-1' }
  const now = { ms: EVENING }
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  const { x = '', y = '' } = await exportJWK(pair.publicKey)
  const configuration = async (): Promise<KioskConfiguration> => {
    const row = await branchOf(store.db, 'svardsjo')
    const own = await kioskConfiguration(store.db, 'svardsjo')
    if (own === null) throw new Error('no such branch')
    const keys = { commandKeys: [hub.signer.publicKey], cardKey: { x, y } }
    return { ...own, ...keys, offline: policyOf(row, kiosk.kiosk) }
  }
  const onlines = createListeners<boolean>()
  const strikes = createListeners<string>()
  const told = createListeners<KioskConfiguration>()
  const cut = { isCut: false }
  /** Comes between the hub's answer and the kiosk. */
  const meddle: { with?: (kind: AskKind, answer: unknown) => unknown } = {}
  const answers: Partial<Record<AskKind, (request: never) => Promise<unknown>>> = {
    'offline-list': (request: RequestOf<'offline-list'>) =>
      hub.lists.list(request, { ...kiosk, now: now.ms }),
    'offline-page': (request: RequestOf<'offline-page'>) =>
      hub.lists.page(request, { ...kiosk, now: now.ms }),
  }
  const ask = async <K extends AskKind>(
    _role: unknown,
    kind: K,
    request: RequestOf<K>,
  ): Promise<Asked<K>> => {
    const answer = cut.isCut ? undefined : await answers[kind]?.(request as never)
    if (answer === undefined) return NOTHING
    const changed = (await meddle.with?.(kind, answer)) ?? answer
    return { ok: true, answer: changed as AnswerOf<K> }
  }
  const link = {
    ask,
    get online() {
      return !cut.isCut
    },
    onOnline: onlines.add,
    onStrike: strikes.add,
    onConfiguration: (listener: (configuration: KioskConfiguration) => void) => {
      void configuration().then(listener)
      return told.add(listener)
    },
  }
  /** As the line between them does, which is shown elsewhere. */
  const bring = async (at: { kiosk: string }, _channel: string, body: unknown) => {
    const { n, sealed } = strikeMessage.parse(body)
    if (cut.isCut || at.kiosk !== kiosk.kiosk) return
    const place = { kiosk: at.kiosk, channel: 'command', id: `strike.${n}` }
    const key = hub.kiosks.all[0]?.key
    const opened = key && open(key, place, sealed)
    if (opened?.ok) strikes.tell(struckRows.parse(opened.body).signed)
  }
  const telling = openStrikes({
    ...{ store, hubKey: KEY, kiosks: hub.kiosks, signer: hub.signer },
    ...{ line: { publish: bring }, duty: ALONE, clock: { now: () => now.ms } },
    log: pino({ enabled: false }),
  })
  /** Resolves when a file of the kiosk's list has these words. */
  const onDisk = async (name: string, fits: (text: string) => boolean): Promise<void> => {
    let text = ''
    const watched = {
      now: () => text,
      onChange: (listener: () => void) => {
        const timer = setInterval(() => {
          void readFile(join(folder, 'offline', name), 'utf8').then((read) => {
            text = read
            listener()
          }, listener)
        }, 20)
        return () => clearInterval(timer)
      },
    }
    await until(watched, `${name} on the disk`, fits)
  }
  const registry = createRegistry({ store, key: KEY, alarms: { raise: () => {} } })
  const trust = { isTrusted: true }

  const boot = async () => {
    const journal = await openJournal(join(folder, 'journal.sqlite'))
    const offline = await startOffline({
      ...{ at: kiosk, var: folder, secret: new Uint8Array(32).fill(9), link, journal },
      ...{ clock: { now: () => now.ms }, log: silent, random: () => 0 },
      timeTrusted: () => trust.isTrusted,
    })
    const watched = { now: () => offline.ready, onChange: offline.onReady }
    return {
      offline,
      journal,
      isReady: (wanted = true) => until(watched, `ready ${wanted}`, (is) => is === wanted),
      enter: (card = CARD, pin = PIN, more: Partial<Claim> = {}) =>
        offline.enter({ card, pin, inside: null, ...more }),
      /** Resolves when the journal tells of a list that was not believed, for each of these reasons. */
      told: async (...reasons: string[]) => {
        let rows: readonly KioskEvent[] = []
        const rowsChanged = {
          now: () => rows,
          onChange: (listener: () => void) => {
            const look = () =>
              void journal.batch(500).then((batch) => {
                rows = batch.map(({ event }) => event)
                listener()
              })
            look()
            return journal.onAppend(look)
          },
        }
        const has = (reason: string) =>
          rows.some((row) => row.kind === 'offline-list' && row.refused === reason)
        await until(rowsChanged, `told: ${reasons}`, () => reasons.every(has))
      },
      rows: async () => (await journal.batch(500)).map(({ event }) => event),
      [Symbol.asyncDispose]: async () => {
        await offline[Symbol.asyncDispose]()
        await journal[Symbol.asyncDispose]()
      },
    }
  }
  return {
    ...{ store, folder, hub, now, cut, meddle, trust, boot, configuration },
    add: library.patron,
    offlineFolder: join(folder, 'offline'),
    hours: (hours: number) => {
      now.ms += hours * HOUR_MS
    },
    go: (online: boolean) => {
      cut.isCut = !online
      onlines.tell(online)
    },
    strikes,
    onDisk,
    configured: async () => told.tell(await configuration()),
    /** A patron whose card and PIN the hub has heard. */
    known: async (card = CARD, pin = PIN, more = {}) => {
      const patron = await library.patron(card, { ...(await holdPin(pin)), ...more })
      hub.proofs.heard({ card, pin, patron, branch: 'svardsjo', now: now.ms })
      await hub.proofs.idle()
      return patron
    },
    /** The hub's own word on the same. */
    ask: (card: string, pin: string, inside?: number) => {
      const at = { ...library.at('svardsjo'), now: now.ms }
      const claim = { card, pin, at: now.ms, ...(inside !== undefined && { inside }) }
      return registry.enter(claim, at)
    },
    [Symbol.asyncDispose]: async () => {
      await telling[Symbol.asyncDispose]()
      await library[Symbol.asyncDispose]()
    },
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
