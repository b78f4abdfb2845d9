// Carries the journal to the hub, in order, one batch at a time, and again until the hub has said
// that it is committed there. A PUBACK is not that: a broker may forget what it confirmed.
import type { Acked, EventBatch } from '../../hub/protocol/envelope.ts'
import type { EventRow, KioskEvent } from '../../hub/protocol/events.ts'
import { PROTOCOL_VERSION } from '../../hub/protocol/topics.ts'
import type { Journal, JournalRow } from '../journal/journal.ts'
import type { Logger } from '../log.ts'
import { createBell } from './bell.ts'
import { createDrain } from './drain.ts'
import { atRest, pacedAt, spend, waitOf } from './pace.ts'

/** Rows `first`…`last` of one epoch. */
export type Span = Pick<EventBatch, 'epoch' | 'first' | 'last'>

export type OutboxJournal = Pick<Journal, 'acknowledge' | 'batch' | 'onAppend' | 'unsent'>

export type OutboxOptions = {
  journal: OutboxJournal
  log: Logger
  seal(span: Span, rows: readonly EventRow[]): Promise<string>
  /** False when it cannot be sent now. */
  send(batch: EventBatch, rows: readonly JournalRow[]): boolean
  /** What is told of a row; what stands in the journal unless told. */
  told?: (row: JournalRow) => KioskEvent
  /** Milliseconds that only go forward. */
  now?: () => number
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

/** `again`: when to try again if nothing rings before; undefined = nothing is to be sent. */
type Tried = { sent: boolean; again: number | undefined }

export const openOutbox = (options: OutboxOptions): Outbox => {
  const { journal, log, send } = options
  const now = options.now ?? performance.now.bind(performance)
  const bell = createBell()
  const drain = createDrain(journal)
  /** epoch → highest seq sent: an ack beyond it is false, and takes no row. */
  const reach = new Map<number, number>()
  let pace = atRest(now())
  let awaited = 0
  let closed = false

  const sendOldest = async (): Promise<Tried> => {
    pace = pacedAt(pace, now())
    const wait = waitOf(pace)
    if (wait > 0) return { sent: false, again: wait }
    const most = Math.min(MOST_ROWS, Math.floor(pace.rows))
    const rows = together(await journal.batch(most))
    const batch = await batchOf(rows, options)
    if (batch === undefined || !send(batch, rows)) return { sent: false, again: undefined }
    pace = spend(pace, rows.length)
    reach.set(batch.epoch, Math.max(batch.last, reach.get(batch.epoch) ?? 0))
    awaited = batch.last
    return { sent: true, again: RESEND_MS }
  }
  const run = async () => {
    while (!closed) {
      awaited = 0
      const { sent, again } = await sendOldest().catch((err): Tried => {
        log.error({ err }, 'the journal could not be sent')
        return { sent: false, again: RESEND_MS }
      })
      // A row appended while this was under way goes with the next batch, after the ack.
      if (sent && !closed) bell.hush()
      await bell.heard(again)
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
  { seal, told = ({ event }) => event }: Pick<OutboxOptions, 'seal' | 'told'>,
): Promise<EventBatch | undefined> => {
  const [oldest] = rows
  if (oldest === undefined) return undefined
  const { epoch, seq: first } = oldest
  const last = first + rows.length - 1
  const sealed = await seal(
    { epoch, first, last },
    rows.map((row) => ({ seq: row.seq, event: told(row) })),
  )
  // Acknowledged rows are gone, so nothing before these can ever be sent again.
  return { v: PROTOCOL_VERSION, epoch, first, last, oldest: true, sealed }
}

/** The first of them that fit one message and have no gap between them. */
const together = (rows: readonly JournalRow[]): readonly JournalRow[] => {
  const [{ seq: first } = { seq: 0 }] = rows
  let characters = 0
  return rows.filter((row, n) => {
    characters += JSON.stringify(row).length
    return row.seq === first + n && characters <= MOST_CHARACTERS
  })
}
