// The hub's end of the line, as a test wants it: it opens and seals with the kiosk's own key.
import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Journal, openJournal } from '../../../device/journal/journal.ts'
import { type Link, openLink } from '../../../device/link/link.ts'
import { openLog } from '../../../device/log.ts'
import type { AskMessage } from '../../../hub/protocol/envelope.ts'
import {
  bootKeys,
  deriveKeys,
  open,
  type SealedAt,
  type SealKey,
  seal,
} from '../../../hub/protocol/seal.ts'
import { type Channel, type KioskAddress, topicOf } from '../../../hub/protocol/topics.ts'
import { type Published, startBroker, type TestBroker } from '../../support/broker.ts'

export const AT: KioskAddress = { consortium: 'dalarna', branch: 'mora', kiosk: 'mora-1' }
export const SECRET = new Uint8Array(32).fill(7)

export const topic = (channel: Channel): string => topicOf(AT, channel)

export type StandIn = {
  /** Answers each question from now on; undefined = says nothing. */
  answers(by: (ask: AskMessage, request: unknown) => unknown): void
  /** Seals with the kiosk's key of the boot it has told last, or a wrong one. */
  seal(at: Omit<SealedAt, 'kiosk'>, body: unknown, wrong?: 'wrong key'): Promise<string>
  open(at: Omit<SealedAt, 'kiosk'>, sealed: string): Promise<unknown>
  /** Has every row up to this one. */
  ack(epoch: number, upTo: unknown): Promise<void>
  say(channel: Channel, body: unknown, retain?: boolean): Promise<void>
}

const standIn = async (broker: TestBroker): Promise<StandIn> => {
  const { seal: lasting } = deriveKeys(SECRET)
  const { seal: wrongKey } = deriveKeys(new Uint8Array(32))
  const keyOf = bootKeys(SECRET)
  let epoch = 0
  const keyFor = (channel: string): SealKey | Promise<SealKey> =>
    channel === 'config' ? lasting : keyOf(epoch)
  let answerTo: (ask: AskMessage, request: unknown) => unknown = () => ({ ok: true })
  const hub: StandIn = {
    answers: (by) => {
      answerTo = by
    },
    seal: async (at, body, wrong) => {
      const key = wrong === undefined ? await keyFor(at.channel) : wrongKey
      return seal(key, { kiosk: AT.kiosk, ...at }, body)
    },
    ack: async (of, upTo) => {
      const place = { kiosk: AT.kiosk, channel: 'ack', id: String(of) }
      const sealed = seal(keyOf(of), place, { upTo })
      await hub.say('ack', { v: 1, epoch: of, sealed })
    },
    open: async (at, sealed) => {
      const opened = await open(
        await keyFor(at.channel),
        { kiosk: AT.kiosk, ...at },
        sealed,
      )
      return opened.ok ? opened.body : opened.reason
    },
    say: (channel, body, retain) =>
      broker.publish(topic(channel), JSON.stringify(body), retain),
  }
  const hear = async (message: Published): Promise<void> => {
    if (message.topic === topic('state')) epoch = JSON.parse(message.payload).epoch
    if (message.topic !== topic('ask')) return
    const ask: AskMessage = JSON.parse(message.payload)
    const { id, n, sealed } = ask
    const body = answerTo(ask, await hub.open({ channel: 'ask', id: `${n}.${id}` }, sealed))
    if (body === undefined) return
    const answer = await hub.seal({ channel: 'answer', id }, body)
    await hub.say('answer', { v: 1, id, sealed: answer })
  }
  broker.onPublish((message) => void hear(message))
  return hub
}

export type Scene = {
  broker: TestBroker
  hub: StandIn
  journal: Journal
  link: Link
  /** Everything the kiosk has logged. */
  log(): string
  /** Resolves when the kiosk has logged it. */
  logged(text: string): Promise<void>
  /** Resolves when the hub's acks have left so many rows in the journal. */
  rowsLeft(rows: number): Promise<void>
  /** Another link on the same journal; the test ends it. */
  relink(url: string): Promise<Link>
}

/** A broker, a hub, a journal (or what `by` makes of it) and a link; all gone afterwards. */
export const scene = async (
  run: (scene: Scene) => Promise<void>,
  before?: (broker: TestBroker, hub: StandIn) => Promise<void> | void,
  by: (journal: Journal) => Journal = (journal) => journal,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-link-'))
  const events = new EventEmitter()
  let lines = ''
  const write = (line: string) => {
    lines += line
    events.emit('change')
  }
  const log = openLog({ level: 'debug', to: { write } })
  try {
    await using broker = await startBroker()
    const hub = await standIn(broker)
    await before?.(broker, hub)
    await using journal = await openJournal(join(folder, 'journal.sqlite'), log)
    const told: Journal = {
      ...by(journal),
      acknowledge: async (epoch, upTo) => {
        await journal.acknowledge(epoch, upTo)
        events.emit('change')
      },
    }
    const relink = (url: string) =>
      openLink({
        at: AT,
        url,
        secret: SECRET,
        journal: told,
        clock: { now: () => 1_000 },
        log,
        random: () => 0.01,
      })
    await using link = await relink(broker.url)
    const logged = async (text: string) => {
      while (!lines.includes(text)) await once(events, 'change')
    }
    const rowsLeft = async (rows: number) => {
      while ((await journal.unsent()) !== rows) await once(events, 'change')
    }
    await run({
      broker,
      hub,
      journal,
      link,
      log: () => lines,
      logged,
      rowsLeft,
      relink,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Resolves when the link is (or is no longer) online. */
export const online = (link: Link, wanted = true): Promise<void> =>
  new Promise((resolve) => {
    if (link.online === wanted) return resolve()
    const leave = link.onOnline((now) => {
      if (now !== wanted) return
      leave()
      resolve()
    })
  })
