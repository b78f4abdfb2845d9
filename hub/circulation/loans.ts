// Loans: made, closed, and then no longer anybody's.
import type { BranchRow } from '../registry/branches.ts'
import { daysAfter, localDay } from '../rules/local-day.ts'
import { newId } from '../store/id.ts'
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import type { Item } from './items.ts'
import { moveItem, type Seen, whereaboutsOf } from './whereabouts.ts'

export type LoanRow = Tables['loan']

export const findLoan = (tx: Tx, id: string): Promise<LoanRow | undefined> =>
  tx.selectFrom('loan').selectAll().where('id', '=', id).executeTakeFirst()

/** The open loan of an item; null when it is not lent. */
export const openLoanOf = async (tx: Tx, item: Item): Promise<LoanRow | null> => {
  const where = whereaboutsOf(item)
  return where.place === 'loan' ? ((await findLoan(tx, where.loan)) ?? null) : null
}

/** The last day of a loan. A chute takes returns at any hour, so a closed day is as good as another. */
const dueDay = ({ zone, loan_days }: BranchRow, made: number): string =>
  daysAfter(localDay(made, zone), loan_days)

/** Makes the loan; the patron's hold on the title is served by it. Answers loan and due day. */
export const makeLoan = async (
  tx: Tx,
  item: Item,
  { patron, branch, seen }: { patron: string; branch: BranchRow; seen: Seen },
): Promise<{ loan: string; due: string }> => {
  const made = { id: newId(), item: item.id, branch: branch.id, made: seen.time }
  const due = dueDay(branch, seen.time)
  await insertLoan(tx, { ...made, due, patron, closed: null, closed_how: null })
  await moveItem(tx, item.id, { place: 'loan', loan: made.id }, seen)
  await serveHold(tx, { title: item.title, patron, loan: made.id })
  return { loan: made.id, due }
}

/** A loan that was over before the hub heard of it: it is counted, and nobody is named. */
export const recordPastLoan = (
  tx: Tx,
  item: Item,
  { branch, seen }: { branch: BranchRow; seen: Seen },
): Promise<void> =>
  insertLoan(tx, {
    id: newId(),
    item: item.id,
    patron: null,
    branch: branch.id,
    made: seen.time,
    due: dueDay(branch, seen.time),
    closed: item.seen,
    closed_how: 'inferred',
  })

const insertLoan = async (
  tx: Tx,
  loan: Omit<LoanRow, 'renewals' | 'claimed'>,
): Promise<void> => {
  await tx
    .insertInto('loan')
    .values({ ...loan, renewals: 0, claimed: 0 })
    .execute()
}

/** Unless another item waits for the patron already: that one is still hers to fetch. */
const serveHold = async (
  tx: Tx,
  { title, patron, loan }: { title: string; patron: string; loan: string },
): Promise<void> => {
  await tx
    .updateTable('hold')
    .set({ loan })
    .where('title', '=', title)
    .where('patron', '=', patron)
    .where('loan', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('item').select('item.id').whereRef('item.hold', '=', 'hold.id')),
      ),
    )
    .execute()
}

/**
 * Closes a loan: nothing tells any longer who had the item. An undone loan never was, so the hold it
 * served is back in its old place in the queue. The caller moves the item.
 */
export const closeLoan = async (
  tx: Tx,
  loan: string,
  { how, time }: { how: 'returned' | 'undone' | 'inferred'; time: number },
): Promise<void> => {
  await tx
    .updateTable('loan')
    .set({ patron: null, closed: time, closed_how: how })
    .where('id', '=', loan)
    .execute()
  if (how === 'undone')
    await tx.updateTable('hold').set({ loan: null }).where('loan', '=', loan).execute()
  else await tx.deleteFrom('hold').where('loan', '=', loan).execute()
}
