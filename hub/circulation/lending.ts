// Lending an item: gathers what speaks against it, and does it.
import type { BranchRow } from '../registry/branches.ts'
import type { Tx } from '../store/store.ts'
import { type Objection, objectionsTo } from './checkout.ts'
import { countLoans } from './counts.ts'
import { findHold, queueOf } from './holds.ts'
import { countFreeCopies, type Item } from './items.ts'
import { closeLoan, makeLoan, openLoanOf } from './loans.ts'
import { type Seen, whereaboutsOf } from './whereabouts.ts'
import { noteWork } from './work-list.ts'

export type Lending = {
  item: Item
  patron: string
  /** Parts on the pad. */
  parts: number
  branch: BranchRow
  seen: Seen
}

export const objectionsOf = async (
  tx: Tx,
  { item, patron, parts, branch }: Lending,
): Promise<Objection[]> => {
  const loan = await openLoanOf(tx, item)
  const setAside = item.hold === null ? null : await findHold(tx, item.hold)
  const queue = await queueOf(tx, item.title)
  return objectionsTo({
    patron,
    borrower: loan?.patron ?? null,
    setAsideFor: setAside?.patron ?? null,
    queue: queue.map((hold) => hold.patron),
    freeCopies: await countFreeCopies(tx, item.title),
    forLoan: item.for_loan === 1,
    parts: { have: parts, total: item.parts },
    loans: await countLoans(tx, patron),
    loanLimit: branch.loan_limit,
  })
}

/**
 * Lends, whatever was believed of the item: a loan still open is closed as one that must have come
 * back unseen, and staff are told what they would otherwise look for in vain.
 */
export const lend = async (
  tx: Tx,
  { item, patron, branch, seen }: Lending,
): Promise<{ loan: string; due: string }> => {
  const was = whereaboutsOf(item)
  if (was.place === 'loan')
    await closeLoan(tx, was.loan, { how: 'inferred', time: seen.time })
  const note = { item: item.barcode, at: seen.time }
  if (was.place === 'missing') await noteWork(tx, 'found', { ...note, branch: branch.id })
  if (was.place === 'hold-shelf' && was.branch !== branch.id)
    await noteWork(tx, 'fetched-elsewhere', { ...note, branch: was.branch })
  return makeLoan(tx, item, { patron, branch, seen })
}
