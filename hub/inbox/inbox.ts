// Takes in what kiosks tell, each row exactly once and in order. Batches that wait at the same time
// are one transaction with all that they bring about, and only what is committed is acknowledged.
import type { KioskEvent } from '../protocol/events.ts'
import type { Place } from '../registry/place.ts'
import { attempt } from '../store/attempt.ts'
import type { Store, Tx } from '../store/store.ts'
import { type Aside, type DeadLetter, setAside } from './dead-letters.ts'
import { applyAll, type Told } from './effects.ts'
import { keepRows } from './kept-rows.ts'
import { type BadRow, type IntakeRow, placeOfRow } from './rows.ts'

/** Rows of one epoch in order, the first of them `first`. */
export type Batch = {
  epoch: number
  first: number
  /** The kiosk cannot send anything before `first` again. */
  oldest: boolean
  rows: readonly IntakeRow[]
  /** Makes of a row what may be set aside. */
  seal: (aside: Aside) => Promise<DeadLetter>
}

export type Taken = {
  /** Highest seq up to which every row is committed; 0 = none. */
  upTo: number
  /** How many rows were new. */
  rows: number
  /** Bad rows that were set aside and count as taken. */
  bad: number
  /** Rows before these are nowhere. */
  lost: boolean
}

/** A batch and who tells it. */
export type Telling = { at: Place; batch: Batch }

/** What of a batch is new, and how far it goes. */
type Fresh = Telling & {
  upTo: number
  rows: readonly IntakeRow[]
  /** Rows that nobody has any more, in words. */
  lost: string | undefined
}

/**
 * Rows already taken are passed over; rows after a gap are left, so that the kiosk sends what is
 * missing. Answers in the order of asking. Rejects when the store cannot commit: then nothing is
 * acknowledged. Of one kiosk there must be one batch at most.
 */
export const takeAll = (store: Store, telling: readonly Telling[]): Promise<Taken[]> =>
  store.transaction(async (tx) => {
    const fresh: Fresh[] = []
    for (const one of telling) fresh.push(await freshOf(tx, one))
    return (await takeTogether(tx, fresh)) ?? takeApart(tx, fresh)
  })

const freshOf = async (tx: Tx, { at, batch }: Telling): Promise<Fresh> => {
  const { epoch, first, oldest, rows } = batch
  const before = await highestTaken(tx, at.kiosk, epoch)
  const isAfterGap = first > before + 1
  if (isAfterGap && !oldest) return { at, batch, upTo: before, rows: [], lost: undefined }
  const lost = isAfterGap
    ? `rows ${before + 1}–${first - 1} of epoch ${epoch} are nowhere`
    : undefined
  const fresh = rows.filter(({ seq }) => seq > before)
  return { at, batch, upTo: fresh.at(-1)?.seq ?? before, rows: fresh, lost }
}

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

/** The usual way: few statements for many rows. Undefined when one of them could not be applied. */
const takeTogether = async (
  tx: Tx,
  fresh: readonly Fresh[],
): Promise<Taken[] | undefined> => {
  const told = fresh.flatMap(({ at, rows }) =>
    rows.flatMap((row) => (row.ok ? [{ event: row.event, at }] : [])),
  )
  const done = await attempt(tx, () => applyAll(tx, told))
  return done.ok ? keep(tx, fresh) : undefined
}

/** Something could not be applied: each batch by itself, and of the one with the fault each row. */
const takeApart = async (tx: Tx, fresh: readonly Fresh[]): Promise<Taken[]> => {
  const taken: Taken[] = []
  for (const one of fresh)
    taken.push(
      ...((await takeTogether(tx, [one])) ?? (await keep(tx, [await sifted(tx, one)]))),
    )
  return taken
}

/** Applies what can be applied; one row that can never succeed must not hold up the rest. */
const sifted = async (tx: Tx, fresh: Fresh): Promise<Fresh> => {
  const rows: IntakeRow[] = []
  for (const row of fresh.rows)
    rows.push(
      row.ok ? await appliedOrBad(tx, { event: row.event, at: fresh.at }, row) : row,
    )
  return { ...fresh, rows }
}

const appliedOrBad = async (tx: Tx, told: Told, row: IntakeRow): Promise<IntakeRow> => {
  const done = await attempt(tx, () => applyAll(tx, [told]))
  if (done.ok) return row
  const { seq } = row
  const reason = notApplied(told.event, done.error)
  return { ok: false, seq, reason, body: { seq, event: told.event } }
}

/** By the error's name alone: its message may bear what was to be written. */
export const notApplied = ({ kind }: KioskEvent, error: unknown): string =>
  `${kind} could not be applied: ${error instanceof Error ? error.name : 'unknown'}`

/** Every row in its place, and the bad ones set aside besides. */
const keep = async (tx: Tx, fresh: readonly Fresh[]): Promise<Taken[]> => {
  await keepRows(tx, fresh)
  const taken: Taken[] = []
  for (const { batch, upTo, rows, lost } of fresh) {
    const bad = rows.filter((row) => !row.ok)
    if (lost !== undefined) {
      const note = { reason: lost, text: '', form: null, place: lost }
      await setAside(tx, await batch.seal(note))
    }
    for (const row of bad) await setAside(tx, await batch.seal(rowAside(row, batch)))
    taken.push({ upTo, rows: rows.length, bad: bad.length, lost: lost !== undefined })
  }
  return taken
}

const rowAside = ({ seq, reason, body }: BadRow, { epoch }: Batch): Aside => ({
  reason,
  text: JSON.stringify(body) ?? '',
  form: 'row',
  place: placeOfRow({ epoch, seq }),
})
