// Takes in what kiosks tell, each row exactly once and in order: rows of one batch and all they
// bring about are one transaction, and only what is committed is acknowledged.
import type { KioskEvent } from '../protocol/events.ts'
import type { Place } from '../registry/place.ts'
import { attempt } from '../store/attempt.ts'
import type { Store, Tx } from '../store/store.ts'
import { applyEvent, withoutPatron } from './effects.ts'
import { setAside, type Unreadable } from './quarantine.ts'
import type { IntakeRow } from './rows.ts'

/** Rows of one epoch in order, the first of them `first`. */
export type Batch = {
  epoch: number
  first: number
  /** The kiosk cannot send anything before `first` again. */
  oldest: boolean
  rows: readonly IntakeRow[]
  /** Makes of a row what may be set aside. */
  seal: (reason: string, body: unknown) => Promise<Unreadable>
}

export type Taken = {
  /** Highest seq up to which every row is committed; 0 = none. */
  upTo: number
  /** How many rows were new. */
  rows: number
  /** Bad rows that were set aside and count as taken. */
  bad: number
}

/**
 * Rows already taken are passed over; rows after a gap are left, so that the kiosk sends what is
 * missing. Rejects when the store cannot commit: then nothing is acknowledged.
 */
export const takeBatch = (store: Store, at: Place, batch: Batch): Promise<Taken> =>
  store.transaction(async (tx) => {
    const before = await highestTaken(tx, at.kiosk, batch.epoch)
    if (batch.first > before + 1) {
      if (!batch.oldest) return { upTo: before, rows: 0, bad: 0 }
      const lost = `rows ${before + 1}–${batch.first - 1} of epoch ${batch.epoch} are nowhere`
      await setAside(tx, await batch.seal(lost, null))
    }
    const fresh = batch.rows.filter(({ seq }) => seq > before)
    let bad = 0
    for (const row of fresh) if (!(await takeRow(tx, at, batch, row))) bad += 1
    return { upTo: fresh.at(-1)?.seq ?? before, rows: fresh.length, bad }
  })

/** Rows are only ever taken without a gap, so the highest is also how far it goes. */
const highestTaken = async (tx: Tx, kiosk: string, epoch: number): Promise<number> => {
  const { highest } = await tx
    .selectFrom('inbox')
    .select((eb) => eb.fn.max('seq').as('highest'))
    .where('kiosk', '=', kiosk)
    .where('epoch', '=', epoch)
    .executeTakeFirstOrThrow()
  return highest ?? 0
}

/** False when the row had to be set aside: one that can never succeed must not hold up the rest. */
const takeRow = async (
  tx: Tx,
  at: Place,
  { epoch, seal }: Batch,
  row: IntakeRow,
): Promise<boolean> => {
  const { seq } = row
  const failure = row.ok ? await failureOf(tx, row.event, at) : row
  const taken = row.ok && failure === undefined
  await tx
    .insertInto('inbox')
    .values({
      kiosk: at.kiosk,
      epoch,
      seq,
      received: Date.now(),
      kind: taken ? row.event.kind : 'set-aside',
      body: taken ? withoutPatron(row.event) : null,
    })
    .execute()
  if (failure !== undefined) await setAside(tx, await seal(failure.reason, failure.body))
  return taken
}

const failureOf = async (
  tx: Tx,
  event: KioskEvent,
  at: Place,
): Promise<{ reason: string; body: unknown } | undefined> => {
  const done = await attempt(tx, () => applyEvent(tx, event, at))
  if (done.ok) return undefined
  const name = done.error instanceof Error ? done.error.name : 'unknown'
  return { reason: `${event.kind} could not be applied: ${name}`, body: event }
}
