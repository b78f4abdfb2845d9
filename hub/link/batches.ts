// A batch of journal rows: opened, taken in, and acknowledged once it is committed.
import { deadLetter } from '../inbox/dead-letters.ts'
import type { Batch, Taken } from '../inbox/inbox.ts'
import { showsManyCards, withCardsRead } from '../inbox/pin-failures.ts'
import { readRows } from '../inbox/rows.ts'
import { isMeddling } from '../protocol/command.ts'
import type { Acked, AckMessage, EventBatch } from '../protocol/envelope.ts'
import { eventRows, type KioskEvent } from '../protocol/events.ts'
import { open, seal } from '../protocol/seal.ts'
import { PROTOCOL_VERSION } from '../protocol/topics.ts'
import { check } from './decode.ts'
import type { IntakeOptions, Unread } from './intake-options.ts'
import type { KnownKiosk } from './kiosks.ts'

type Taking = Pick<IntakeOptions, 'alarms' | 'cards' | 'clock' | 'inbox' | 'line' | 'log'>

const ACK_EXPIRY_SECONDS = 60

const minutesOf = (ms: number): string =>
  `${Math.round(Math.abs(ms) / 60_000)} min ${ms > 0 ? 'ahead' : 'back'}`

const noteMeddling = (alarms: Taking['alarms'], kiosk: string, event: KioskEvent): void => {
  if (event.kind === 'clock' && event.leaptMs !== undefined)
    alarms.raise({ kiosk, kind: 'clock-leapt', detail: minutesOf(event.leaptMs) })
  if (event.kind !== 'command' || event.outcome.is !== 'refused') return
  const { reason } = event.outcome
  if (isMeddling(reason)) alarms.raise({ kiosk, kind: 'command-refused', detail: reason })
}

const NO_CARDS = { hashOf: async () => undefined }

export type TakenEvents = { ok: true; taken: Taken } | ({ ok: false } & Unread)

/**
 * Resolves with how far the batch was taken, or why it could not be read as a whole: then nothing is
 * acknowledged and the kiosk keeps its rows. Rejects when the store cannot commit.
 */
export const takeEvents = async (
  { alarms, cards, clock, inbox, line, log }: Taking,
  { at, key, keyOf, likeness }: KnownKiosk,
  message: EventBatch,
): Promise<TakenEvents> => {
  const { kiosk, branch } = at
  const { epoch, first, last } = message
  const id = `${epoch}.${first}.${last}`
  const boot = keyOf(epoch)
  const opened = open(boot, { kiosk, channel: 'event', id }, message.sealed)
  // Sent again it is sealed anew: only its place tells that it is the same.
  if (!opened.ok) return { ok: false, reason: opened.reason, place: id }
  const bodies = check(eventRows, opened.body)
  if (!bodies.ok) return { ok: false, reason: bodies.reason, place: id }

  const batch: Batch = {
    epoch,
    first,
    oldest: message.oldest === true,
    rows: await withCardsRead(readRows(bodies.message, message), cards ?? NO_CARDS),
    seal: (aside) => deadLetter({ kiosk, key, likeness, channel: 'event' }, aside),
  }
  const place = { branch, kiosk, now: clock.now() }
  const taken = await inbox.take(place, batch)
  const { upTo, rows, bad, lost } = taken
  log.debug({ kiosk, epoch, upTo, rows }, 'events taken in')
  if (rows > 0 && showsManyCards(batch.rows))
    alarms.raise({ kiosk, kind: 'many-cards', detail: 'offline' })
  if (lost)
    alarms.raise({ kiosk, kind: 'rows-lost', detail: `before ${first} of boot ${epoch}` })
  // Of rows told again the alarm was raised when they were new.
  for (const { seq, ...row } of batch.rows)
    if (row.ok && seq > upTo - rows && seq <= upTo) noteMeddling(alarms, kiosk, row.event)
  if (bad > 0) log.warn({ kiosk, epoch, upTo, bad }, 'events set aside')
  const sealedAt = { kiosk, channel: 'ack', id: String(epoch) }
  const sealed = seal(boot, sealedAt, { upTo } satisfies Acked)
  const ack: AckMessage = { v: PROTOCOL_VERSION, epoch, sealed }
  await line.publish(at, 'ack', ack, { expirySeconds: ACK_EXPIRY_SECONDS })
  return { ok: true, taken }
}
