// What a patron has: shown when she identifies herself, and weighed against the loan limit.
import type { Tx } from '../store/store.ts'

export const countLoans = async (tx: Tx, patron: string): Promise<number> => {
  const { count } = await tx
    .selectFrom('loan')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('patron', '=', patron)
    .executeTakeFirstOrThrow()
  return count
}

/** What waits for the patron on the hold shelf of this branch. */
export const countHoldsReady = async (
  tx: Tx,
  patron: string,
  branch: string,
): Promise<number> => {
  const { count } = await tx
    .selectFrom('hold')
    .innerJoin('item', 'item.hold', 'hold.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('patron', '=', patron)
    .where('place', '=', 'hold-shelf')
    .where('branch', '=', branch)
    .executeTakeFirstOrThrow()
  return count
}
