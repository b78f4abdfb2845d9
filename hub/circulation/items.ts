// Which item a tag means. A barcode is unique only in its owner's register.
import type { ItemRef } from '../protocol/terms.ts'
import type { Tx } from '../store/store.ts'

export type Item = NonNullable<Awaited<ReturnType<typeof findItem>>>

/** An ISIL is the same in small and capital letters (ISO 15511). */
export const registerOf = (isil: string): string => isil.toUpperCase()

const selectItem = (tx: Tx) =>
  tx
    .selectFrom('item')
    .innerJoin('title', 'title.id', 'item.title')
    .innerJoin('branch', 'branch.id', 'item.home')
    .selectAll('item')
    .select(['title.name as name', 'branch.name as owner'])

/**
 * The item a tag means, read at `branch`. Without an owner on the tag the barcode must be the only
 * one of its kind, or the only one that the branch's own member owns; else the item is not known.
 */
export const findItem = async (tx: Tx, { id, owner }: ItemRef, branch: string) => {
  const called = selectItem(tx).where('barcode', '=', id)
  if (owner !== null)
    return called.where('register', '=', registerOf(owner)).executeTakeFirst()
  const [only, ...others] = await called.limit(100).execute()
  if (others.length === 0) return only
  return called
    .innerJoin('branch as reader', 'reader.member', 'branch.member')
    .where('reader.id', '=', branch)
    .executeTakeFirst()
}

/** Items of a title that could fill a hold now: on a shelf, or on their way home. */
export const countFreeCopies = async (tx: Tx, title: string): Promise<number> => {
  const { count } = await tx
    .selectFrom('item')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('title', '=', title)
    .where('place', 'in', ['shelf', 'transit'])
    .where('hold', 'is', null)
    .where('for_loan', '=', 1)
    .executeTakeFirstOrThrow()
  return count
}
