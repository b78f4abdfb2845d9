// Holds on titles, served in the order they were placed. A hold has no state of its own: it is
// ready when its item stands on the hold shelf, on its way when it travels, else queued.
import { newId } from '../store/id.ts'
import type { Tx } from '../store/store.ts'
import type { HoldToFill } from './checkin.ts'

export type QueuedHold = HoldToFill & { patron: string }

/** Holds on a title that no item has been set aside for, first come first. */
export const queueOf = (tx: Tx, title: string): Promise<QueuedHold[]> =>
  tx
    .selectFrom('hold')
    .leftJoin('item', 'item.hold', 'hold.id')
    .select(['hold.id as hold', 'pickup', 'patron'])
    .where('hold.title', '=', title)
    .where('hold.loan', 'is', null)
    .where('item.id', 'is', null)
    .orderBy('queued')
    .orderBy('seq')
    .execute()

export const findHold = (tx: Tx, id: string): Promise<QueuedHold> =>
  tx
    .selectFrom('hold')
    .select(['id as hold', 'pickup', 'patron'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

/** Puts a patron in a title's queue; a second time changes nothing. */
export const placeHold = async (
  tx: Tx,
  hold: { title: string; patron: string; pickup: string; queued: number },
): Promise<void> => {
  await tx
    .insertInto('hold')
    .values({ id: newId(), ...hold, loan: null })
    .onConflict((on) => on.columns(['title', 'patron']).doNothing())
    .execute()
}
