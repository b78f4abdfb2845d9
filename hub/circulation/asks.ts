// Answers what a kiosk asks of the built-in library system. Each runs inside one transaction.
import type { AnswerOf, Destination, RequestOf } from '../protocol/asks.ts'
import { branchOf } from '../registry/branches.ts'
import type { Place } from '../registry/place.ts'
import { patronOfSession } from '../registry/session.ts'
import type { Tx } from '../store/store.ts'
import { findItem, type Item } from './items.ts'
import { lend, objectionsOf } from './lending.ts'
import { openLoanOf } from './loans.ts'
import { destinationOf } from './received.ts'
import type { Standing } from './whereabouts.ts'

/** Lends an item that lies on the pad. When the transaction is committed the loan stands. */
export const answerCheckout = async (
  tx: Tx,
  { session, item: ref, parts }: RequestOf<'checkout'>,
  at: Place,
): Promise<AnswerOf<'checkout'>> => {
  const patron = await patronOfSession(tx, session, at)
  if (patron === null) return { ok: false, reason: 'no-session' }
  const item = await findItem(tx, ref, at.branch)
  if (item === undefined) return { ok: false, reason: 'unknown-item' }
  const branch = await branchOf(tx, at.branch)
  const seen = { branch: at.branch, kiosk: at.kiosk, time: at.now }
  const lending = { item, patron, parts, branch, seen }
  const [reason] = await objectionsOf(tx, lending)
  if (reason !== undefined)
    return { ok: false, reason, title: item.name, ...(await dueIf(tx, item, reason)) }
  const { loan, due } = await lend(tx, lending)
  return { ok: true, loan, title: item.name, due }
}

/** Only the borrower is told how long the loan lasts. */
const dueIf = async (tx: Tx, item: Item, reason: string): Promise<{ due?: string }> => {
  const loan = reason === 'already-yours' ? await openLoanOf(tx, item) : null
  return loan === null ? {} : { due: loan.due }
}

/** What the item is, and where it would go if it came in here. Changes nothing. */
export const answerItem = async (
  tx: Tx,
  { item: ref }: RequestOf<'item'>,
  at: Place,
): Promise<AnswerOf<'item'>> => {
  const item = await findItem(tx, ref, at.branch)
  if (item === undefined) return { ok: false, reason: 'unknown-item' }
  const destination = await named(tx, await destinationOf(tx, item, at.branch))
  return { ok: true, title: item.name, parts: item.parts, owner: item.owner, destination }
}

const named = async (tx: Tx, to: Standing): Promise<Destination> => {
  if (to.place !== 'transit') return { kind: to.place }
  const { name } = await branchOf(tx, to.branch)
  return { kind: 'transit', branch: to.branch, branchName: name }
}
