// Carries the journal to the hub, in order, one batch at a time, and again until the hub has said
// that it is committed there. A PUBACK is not that: a broker may forget what it confirmed.
import type { Acked, EventBatch } from '../../hub/protocol/envelope.ts'
import type { EventRow } from '../../hub/protocol/events.ts'
import { PROTOCOL_VERSION } from '../../hub/protocol/topics.ts'
import type { Journal, JournalRow } from '../journal/journal.ts'
import type { Logger } from '../log.ts'
import { createBell } from './bell.ts'
import { createDrain } from './drain.ts'

/** Rows `first`…`last` of one epoch. */
export type Span = Pick<EventBatch, 'epoch' | 'first' | 'last'>

export type OutboxOptions = {
  journal: Journal
  log: Logger
  seal(span: Span, rows: readonly EventRow[]): Promise<string>
  /** False when it cannot be sent now. */
  send(batch: EventBatch, rows: readonly JournalRow[]): boolean
}

export type Outbox = {
  /** There is a line again: what was on its way is sent anew. */
  connected(): void
  acknowledged(ack: Acked & { epoch: number }): Promise<void>
  /** True as soon as the hub has every row; false when it has not by the limit. */
  drained(limitMs: number): Promise<boolean>
  /** Resolves when the journal is not used any more. */
  [Symbol.asyncDispose](): Promise<void>
}

const MOST_ROWS = 100
/** Of JSON: sealed it grows by a third, and must stay below the protocol's 60 000. */
const MOST_CHARACTERS = 40_000
const RESEND_MS = 3000

type Tried = 'sent' | 'nothing' | 'failed'

export const openOutbox = ({ journal, log, seal, send }: OutboxOptions): Outbox => {
  const bell = createBell()
  const drain = createDrain(journal)
  /** epoch → highest seq sent: an ack beyond it is false, and takes no row. */
  const reach = new Map<number, number>()
  let awaited = 0
  let closed = false

  const sendOldest = async (): Promise<Tried> => {
    const rows = fitting(await journal.batch(MOST_ROWS))
    const batch = await batchOf(rows, seal)
    if (batch === undefined || !send(batch, rows)) return 'nothing'
    reach.set(batch.epoch, Math.max(batch.last, reach.get(batch.epoch) ?? 0))
    awaited = batch.last
    return 'sent'
  }
  const run = async () => {
    while (!closed) {
      awaited = 0
      const tried = await sendOldest().catch((err): Tried => {
        log.error({ err }, 'the journal could not be sent')
        return 'failed'
      })
      // A row appended while this was under way goes with the next batch, after the ack.
      if (tried === 'sent' && !closed) bell.hush()
      await bell.heard(tried === 'nothing' ? undefined : RESEND_MS)
    }
  }
  const running = run()
  const stopListening = journal.onAppend(() => {
    if (awaited === 0) bell.ring()
  })
  return {
    connected: bell.ring,
    acknowledged: async ({ epoch, upTo }) => {
      if (upTo > (reach.get(epoch) ?? 0))
        return log.warn({ epoch, upTo }, 'dropped an ack for rows never sent')
      await journal.acknowledge(epoch, upTo)
      if (upTo === awaited) bell.ring()
      drain.look()
    },
    drained: drain.wait,
    [Symbol.asyncDispose]: async () => {
      closed = true
      drain.giveUp()
      stopListening()
      bell.ring()
      await running
    },
  }
}

const batchOf = async (
  rows: readonly JournalRow[],
  seal: OutboxOptions['seal'],
): Promise<EventBatch | undefined> => {
  const [oldest] = rows
  if (oldest === undefined) return undefined
  const { epoch, seq: first } = oldest
  const last = first + rows.length - 1
  const sealed = await seal(
    { epoch, first, last },
    rows.map(({ seq, event }) => ({ seq, event })),
  )
  // Acknowledged rows are gone, so nothing before these can ever be sent again.
  return { v: PROTOCOL_VERSION, epoch, first, last, oldest: true, sealed }
}

const fitting = (rows: readonly JournalRow[]): readonly JournalRow[] => {
  let characters = 0
  return rows.filter((row) => {
    characters += JSON.stringify(row).length
    return characters <= MOST_CHARACTERS
  })
}
