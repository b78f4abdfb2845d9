// Where an item is: exactly one place, which its row cannot leave out or say twice.
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

export type Standing =
  | { place: 'shelf'; branch: string }
  /** Waits for the patron of `hold`, at the hold's pickup. */
  | { place: 'hold-shelf'; branch: string; hold: string }
  /** On its way to `branch`: for `hold`, or home when null. */
  | { place: 'transit'; branch: string; hold: string | null }

export type Whereabouts = Standing | { place: 'loan'; loan: string } | { place: 'missing' }

/** Who saw it, and when by the hub's reckoning (see time.ts); `kiosk` null = not a kiosk. */
export type Seen = { branch: string; kiosk: string | null; time: number }

const NOWHERE = { branch: null, loan: null, hold: null, mark: null }

/** Moves an item. On a hold shelf it gets the lowest free mark. */
export const moveItem = async (
  tx: Tx,
  item: string,
  to: Whereabouts,
  { branch, kiosk, time }: Seen,
): Promise<void> => {
  const mark = to.place === 'hold-shelf' ? await freeMark(tx, to.branch, item) : null
  await tx
    .updateTable('item')
    .set({ ...NOWHERE, ...to, mark, seen: time, seen_at: branch, seen_by: kiosk })
    .where('id', '=', item)
    .execute()
}

/** What stands on the shelf where it did keeps its mark. */
const freeMark = async (tx: Tx, branch: string, item: string): Promise<number> => {
  const rows = await tx
    .selectFrom('item')
    .select(['id', 'mark'])
    .where('branch', '=', branch)
    .where('mark', 'is not', null)
    .execute()
  const own = rows.find(({ id }) => id === item)?.mark
  if (typeof own === 'number') return own
  const taken = new Set(rows.map(({ mark }) => mark))
  let mark = 1
  while (taken.has(mark)) mark += 1
  return mark
}

/** Reads an item's row; the database has checked that the columns agree. */
export const whereaboutsOf = (row: Tables['item']): Whereabouts => {
  const { place, branch, loan, hold } = row
  if (place === 'loan' && loan !== null) return { place, loan }
  if (place === 'shelf' && branch !== null) return { place, branch }
  if (place === 'hold-shelf' && branch !== null && hold !== null)
    return { place, branch, hold }
  if (place === 'transit' && branch !== null) return { place, branch, hold }
  return { place: 'missing' }
}
