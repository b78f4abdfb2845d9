// Takes in what has happened already at a kiosk. A fact is never refused: what does not fit is
// settled in favour of what is in the patron's hands or on the shelf, and staff are told.
import type { KioskEvent } from '../protocol/events.ts'
import { branchOf } from '../registry/branches.ts'
import type { Place } from '../registry/place.ts'
import type { Tx } from '../store/store.ts'
import { findItem } from './items.ts'
import { lend, objectionsOf } from './lending.ts'
import { closeLoan, findLoan, openLoanOf, recordPastLoan } from './loans.ts'
import { receive } from './received.ts'
import { isLate, trustedTime } from './time.ts'
import type { Seen } from './whereabouts.ts'
import { noteWork, type WorkKind } from './work-list.ts'

type Fact<K extends KioskEvent['kind']> = Extract<KioskEvent, { kind: K }>

/** Runs inside the transaction that takes the event in. Kinds other than loans and returns do nothing. */
export const recordFact = async (tx: Tx, event: KioskEvent, at: Place): Promise<void> => {
  if (event.kind === 'checkout') await recordCheckout(tx, event, at)
  if (event.kind === 'checkout-undone') await recordUndone(tx, event, at)
  if (event.kind === 'checkin') await recordCheckin(tx, event, at)
}

/** Nothing to do for a loan the hub has granted. Else it was made while the hub was gone, and stands. */
const recordCheckout = async (
  tx: Tx,
  event: Fact<'checkout'>,
  at: Place,
): Promise<void> => {
  if (event.loan !== null && (await findLoan(tx, event.loan)) !== undefined) return
  const seen = seenBy(event, at)
  const note = noting(tx, event, seen)
  const item = await findItem(tx, event.item, at.branch)
  if (item === undefined) return note('lent-unknown-item')
  if (!(await isPatron(tx, event.patron))) return note('lent-by-unknown-patron')
  const branch = await branchOf(tx, at.branch)
  const lending = { item, patron: event.patron, parts: event.parts, branch, seen }
  const objections = await objectionsOf(tx, lending)
  if (objections.includes('already-yours')) return
  if (isLate(item, seen)) {
    await recordPastLoan(tx, item, lending)
    return note('late-checkout')
  }
  for (const objection of objections) await note(`lent-${objection}`)
  await lend(tx, lending)
}

/** The item never left. Told twice, or after a return, it changes nothing. */
const recordUndone = async (
  tx: Tx,
  event: Fact<'checkout-undone'>,
  at: Place,
): Promise<void> => {
  const loan = await findLoan(tx, event.loan)
  if (loan === undefined || loan.closed !== null) return
  const seen = seenBy(event, at)
  await closeLoan(tx, loan.id, { how: 'undone', time: seen.time })
  const item = await itemOf(tx, loan.item)
  const to = await receive(tx, item, seen)
  if (to.place !== 'shelf') await noting(tx, event, seen)('loan-undone')
}

const recordCheckin = async (tx: Tx, event: Fact<'checkin'>, at: Place): Promise<void> => {
  const seen = seenBy(event, at)
  const note = noting(tx, event, seen)
  const item = await findItem(tx, event.item, at.branch)
  if (item === undefined) return note('returned-unknown-item')
  if (isLate(item, seen)) return note('late-checkin')
  if (item.place === 'missing') await note('found')
  const loan = await openLoanOf(tx, item)
  if (loan?.claimed === 1) await note('claim-resolved')
  if (loan !== null) await closeLoan(tx, loan.id, { how: 'returned', time: seen.time })
  await receive(tx, item, seen)
}

const seenBy = ({ at }: KioskEvent, { branch, kiosk, now }: Place): Seen => ({
  branch,
  kiosk,
  time: trustedTime(at, now),
})

const noting =
  (tx: Tx, { item }: Fact<'checkout' | 'checkout-undone' | 'checkin'>, seen: Seen) =>
  (kind: WorkKind): Promise<void> =>
    noteWork(tx, kind, { item: item.id, branch: seen.branch, at: seen.time })

const isPatron = async (tx: Tx, key: string): Promise<boolean> => {
  const found = tx.selectFrom('patron').select('key').where('key', '=', key)
  return (await found.executeTakeFirst()) !== undefined
}

const itemOf = (tx: Tx, id: string) =>
  tx.selectFrom('item').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
