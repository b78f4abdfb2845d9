// The kiosk's side of the line to the hub: questions with a limit, the journal's way out, configuration.
import { randomUUID } from 'node:crypto'
import type { AskKind, RequestOf } from '../../hub/protocol/asks.ts'
import type { Outcome } from '../../hub/protocol/command.ts'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import {
  type AckMessage,
  acked,
  type StrikeMessage,
  struckRows,
} from '../../hub/protocol/envelope.ts'
import {
  bootKeys,
  deriveKeys,
  type KioskSecret,
  open,
  seal,
} from '../../hub/protocol/seal.ts'
import {
  type Channel,
  type KioskAddress,
  PROTOCOL_VERSION,
} from '../../hub/protocol/topics.ts'
import { createListeners } from '../drivers/listeners.ts'
import type { Journal, StorageState } from '../journal/journal.ts'
import type { Logger } from '../log.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import type { Role } from '../screen-protocol.ts'
import { putRight } from '../time/stamps.ts'
import { type DesiredMemory, recallDesired } from './desired.ts'
import type { Dial } from './dial.ts'
import { type Incoming, readIncoming } from './incoming.ts'
import { keepLine } from './line.ts'
import { createOnline } from './online.ts'
import { createOrders, type HeardCommand } from './orders.ts'
import { type OutboxJournal, openOutbox } from './outbox.ts'
import { type Asked, createQuestions, type TimeTold } from './questions.ts'
import { createTape, type Traffic } from './tape.ts'

export type { Traffic }

export type Link = {
  /** Answers within 1.5 s and never rejects. The same `id` asked again is answered the same. */
  ask<K extends AskKind>(
    role: Role | 'kiosk',
    kind: K,
    request: RequestOf<K>,
    options?: { id?: string },
  ): Promise<Asked<K>>
  /** See online.ts for what it means. */
  readonly online: boolean
  onOnline(listener: (online: boolean) => void): Unsubscribe
  /** Also called at once with the last known configuration, when there is one. */
  onConfiguration(listener: (configuration: KioskConfiguration) => void): Unsubscribe
  observe(listener: (traffic: Traffic) => void): Unsubscribe
  /** Each answer of the hub tells its time. */
  onTime(listener: (time: TimeTold) => void): Unsubscribe
  /** Asks the hub what time it is; undefined when it does not say so within 1.5 s. */
  askTime(): Promise<TimeTold | undefined>
  /** What came as a command, opened but not yet believed. */
  onCommand(listener: (heard: HeardCommand) => void): Unsubscribe
  /** Rows of the offline list that count no more, as the hub sealed and signed them. */
  onStrike(listener: (signed: string) => void): Unsubscribe
  /** Tells the hub what became of a command, when there is a line. */
  done(id: string, outcome: Outcome): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What the link needs of the kiosk's journal. */
export type LinkJournal = OutboxJournal &
  DesiredMemory &
  Pick<Journal, 'epoch' | 'storage' | 'onStorage'>

export type LinkOptions = {
  at: KioskAddress
  /** `mqtt://` or `mqtts://`, host and port. */
  url: string
  secret: KioskSecret
  journal: LinkJournal
  /** Stamps what is observed. */
  clock: Clock
  log: Logger
  random?: () => number
  /** TCP unless told. */
  dial?: Dial
  /** Whole seconds; the protocol's unless told. */
  keepaliveSeconds?: number
}

/** Resolves as soon as the last configuration is known; the connection comes when it can. */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const { at, journal, log, clock } = options
  const { kiosk } = at
  const { epoch } = journal
  const keyOf = bootKeys(options.secret)
  const { seal: key, password } = deriveKeys(options.secret)
  const desired = await recallDesired({ kiosk, key, journal, log })
  const tape = createTape(clock)
  const random = options.random ?? Math.random
  const times = createListeners<TimeTold>()
  const strikes = createListeners<string>()
  let latest: TimeTold | undefined
  const online = createOnline(() => {
    void questions.ask('kiosk', 'end', { session: NOBODY })
  }, random)

  const questions = createQuestions({
    kiosk,
    epoch,
    key: keyOf(epoch),
    log,
    ready: async (kind, limitMs) =>
      !AFTER_FACTS.has(kind) || !line.connected || outbox.drained(limitMs),
    send: (message, expirySeconds, asking) => {
      const sent = line.send('ask', message, { expirySeconds })
      if (sent) tape.asked(asking)
      return sent
    },
    answered: (asking, ok, ms) => {
      tape.answered(asking, ok, ms)
      online.answered()
      tellRows()
    },
    timed: (time) => {
      latest = time
      times.tell(time)
    },
    unanswered: () => {
      online.unanswered()
      tellRows()
    },
  })
  const orders = createOrders({
    kiosk,
    epoch,
    key: keyOf(epoch),
    send: (message) => line.send('done', message),
  })
  const outbox = openOutbox({
    journal,
    log,
    told: (row) => putRight(row, { boot: epoch, clock }),
    seal: async ({ epoch: of, first, last }, rows) => {
      const id = `${of}.${first}.${last}`
      return seal(keyOf(of), { kiosk, channel: 'event', id }, rows)
    },
    send: (batch, rows) => {
      const sent = isTelling === 'done' && line.send('event', batch)
      if (sent) tape.sentEvents(batch, rows)
      return sent
    },
  })
  let isTelling: 'when-the-time-is-known' | 'now' | 'done' = 'done'
  /** What was stamped by no clock is put right by the first answer, which bears the hub's time. */
  const tellRows = () => {
    const was = isTelling
    isTelling = was === 'when-the-time-is-known' ? 'now' : 'done'
    if (was === 'now') outbox.connected()
  }
  const report = () => {
    const body = { v: PROTOCOL_VERSION, version: desired.version }
    line.send('reported', body, { retain: true })
  }
  /** No broker's word takes a row: only what the hub has sealed. */
  const acknowledged = async ({ epoch: of, sealed }: AckMessage): Promise<void> => {
    const place = { kiosk, channel: 'ack', id: String(of) }
    const opened = open(keyOf(of), place, sealed)
    const ack = acked.safeParse(opened.ok ? opened.body : undefined)
    if (!ack.success)
      return log.warn({ epoch: of }, 'dropped an ack that the hub did not seal')
    const { upTo } = ack.data
    await outbox.acknowledged({ epoch: of, upTo })
    // Told last: whoever hears of an ack may count what is left.
    tape.acknowledged(upTo)
  }
  const struck = async ({ n, sealed }: StrikeMessage): Promise<void> => {
    const opened = open(key, { kiosk, channel: 'command', id: `strike.${n}` }, sealed)
    const told = struckRows.safeParse(opened.ok ? opened.body : undefined)
    if (told.success) return strikes.tell(told.data.signed)
    log.warn({ n }, 'dropped a strike that the hub did not seal')
  }
  const handle = async (incoming: Extract<Incoming, { ok: true }>): Promise<void> => {
    if (incoming.channel === 'answer') return questions.answer(incoming.message)
    if (incoming.channel === 'ack') return acknowledged(incoming.message)
    if (incoming.channel === 'command') return orders.heard(incoming.message)
    if (incoming.channel === 'strike') return struck(incoming.message)
    if (await desired.receive(incoming.message)) report()
    tape.configured(incoming.message.version)
  }
  const receive = (channel: Channel, payload: Uint8Array, isRetained: boolean) => {
    const incoming = readIncoming(channel, payload, isRetained)
    if (!incoming.ok) {
      const bytes = payload.length
      if (channel === 'command') orders.spoiled(incoming.reason)
      return log.warn({ channel, reason: incoming.reason, bytes }, 'dropped a message')
    }
    handle(incoming).catch((err) => log.error({ err, channel }, 'a message failed here'))
  }
  const line = keepLine({
    at,
    hub: new URL(options.url),
    dial: options.dial,
    keepaliveSeconds: options.keepaliveSeconds,
    password,
    epoch,
    storage: () => troubleIn(journal.storage()),
    log,
    random,
    spreadMs: () => desired.spreadMs,
    onMessage: receive,
    onConnected: (connected) => {
      online.connected(connected)
      if (!connected) return questions.giveUp()
      tape.state(troubleIn(journal.storage()) === undefined ? 'ready' : 'reduced')
      report()
      isTelling = clock.trusted === false ? 'when-the-time-is-known' : 'now'
      tellRows()
    },
  })

  const stopTelling = journal.onStorage(line.sayState)

  return {
    ask: (role, kind, request, { id } = {}) => questions.ask(role, kind, request, id),
    get online() {
      return online.now
    },
    onOnline: online.listen,
    onConfiguration: desired.listen,
    observe: tape.listen,
    onTime: times.add,
    askTime: async () => {
      const id = randomUUID()
      await questions.ask('kiosk', 'end', { session: NOBODY }, id)
      return latest?.id === id ? latest : undefined
    },
    onCommand: orders.listen,
    onStrike: strikes.add,
    done: orders.done,
    [Symbol.asyncDispose]: async () => {
      stopTelling()
      questions.giveUp()
      await outbox[Symbol.asyncDispose]()
      await line[Symbol.asyncDispose]()
      online.stop()
    },
  }
}

const troubleIn = (storage: StorageState): StorageState | undefined =>
  storage === 'well' ? undefined : storage

/** Decided by what has happened: a return on its way would else close the loan made after it. */
const AFTER_FACTS: ReadonlySet<AskKind> = new Set(['checkout', 'renew'])

/** `end` of a session that never was changes nothing, so it serves to ask whether the hub hears. */
const NOBODY = '0'.repeat(16)
