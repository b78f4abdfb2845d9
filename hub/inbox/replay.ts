// A journal row that was set aside, tried again: taken once, or left as it was.
import type { Place } from '../registry/place.ts'
import { attempt } from '../store/attempt.ts'
import type { Store, Tx } from '../store/store.ts'
import { applyAll, withoutPatron } from './effects.ts'
import { notApplied } from './inbox.ts'
import { SET_ASIDE } from './kept-rows.ts'
import { dropLetter, findLetter } from './letter-list.ts'
import { type IntakeRow, readRow, rowAt } from './rows.ts'

/** `nothing-new`: the hub had it already. The letter is gone in either case. */
export type Replayed =
  | { ok: true; outcome: 'taken' | 'nothing-new' }
  | { ok: false; why: 'no-letter' | 'no-key' | 'not-replayable' | 'rows-before-missing' }
  | { ok: false; why: 'failed-again'; reason: string }

/** The letter to try again, and what it says when opened. */
type RowLetter = { id: number; place: string; text: string }

/** Effect, row and letter change together, so that a second time finds no letter. */
export const replayRow = (
  store: Store,
  at: Place,
  { id, place, text }: RowLetter,
): Promise<Replayed> =>
  store.transaction(async (tx) => {
    const found = rowAt(place)
    if (found === undefined) return { ok: false, why: 'not-replayable' }
    if ((await findLetter(tx, id)) === undefined) return { ok: false, why: 'no-letter' }
    const where = { kiosk: at.kiosk, ...found }
    const row = readRow(parsed(text), found.seq)
    if (!row.ok) return { ok: false, why: 'failed-again', reason: row.reason }
    const wasAside = await isAside(tx, where)
    const failed = wasAside ? await apply(tx, row, at) : undefined
    if (failed !== undefined) return { ok: false, why: 'failed-again', reason: failed }
    if (wasAside) await keepTaken(tx, where, row)
    await dropLetter(tx, id)
    return { ok: true, outcome: wasAside ? 'taken' : 'nothing-new' }
  })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Where = { kiosk: string; epoch: number; seq: number }
type GoodRow = Extract<IntakeRow, { ok: true }>

/** So long ago that the inbox has forgotten its place, the letter itself says that it was never applied. */
const isAside = async (tx: Tx, { kiosk, epoch, seq }: Where): Promise<boolean> => {
  const kept = await tx
    .selectFrom('inbox')
    .select('kind')
    .where('kiosk', '=', kiosk)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return kept === undefined || kept.kind === SET_ASIDE
}

const apply = async (
  tx: Tx,
  { event }: GoodRow,
  at: Place,
): Promise<string | undefined> => {
  const done = await attempt(tx, () => applyAll(tx, [{ event, at }], { late: true }))
  return done.ok ? undefined : notApplied(event, done.error)
}

const keepTaken = async (
  tx: Tx,
  { kiosk, epoch, seq }: Where,
  { event }: GoodRow,
): Promise<void> => {
  await tx
    .updateTable('inbox')
    .set({ kind: event.kind, body: withoutPatron(event) })
    .where('kiosk', '=', kiosk)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .execute()
}
