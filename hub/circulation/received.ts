// An item has come in at a branch: where it goes, and that it stands there now.
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import { decideCheckin, type HoldToFill } from './checkin.ts'
import { findHold, queueOf } from './holds.ts'
import { moveItem, type Seen, type Standing, whereaboutsOf } from './whereabouts.ts'

type ItemRow = Tables['item']

/** Where the item would go if it came in at `here`. Changes nothing. */
export const destinationOf = async (
  tx: Tx,
  item: ItemRow,
  here: string,
): Promise<Standing> => {
  const [first = null] = await queueOf(tx, item.title)
  return decideCheckin({ home: item.home, here, own: await ownHold(tx, item), first })
}

const ownHold = async (tx: Tx, item: ItemRow): Promise<HoldToFill | null> => {
  const where = whereaboutsOf(item)
  return 'hold' in where && where.hold !== null ? findHold(tx, where.hold) : null
}

/** Puts the item where it goes next; a loan of it must have been closed. */
export const receive = async (tx: Tx, item: ItemRow, seen: Seen): Promise<Standing> => {
  const to = await destinationOf(tx, item, seen.branch)
  await moveItem(tx, item.id, to, seen)
  return to
}
