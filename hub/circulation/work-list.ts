// What was settled without staff and should be seen by them. Names items, never patrons.
import type { CheckoutRefusal } from '../protocol/asks.ts'
import type { Tx } from '../store/store.ts'

export type WorkKind =
  /** Lent while the hub was gone, against this rule. */
  | `lent-${CheckoutRefusal}`
  | 'lent-by-unknown-patron'
  /** Lent from a hold shelf of another branch, which should not look for it. */
  | 'fetched-elsewhere'
  | 'returned-unknown-item'
  /** Told after something newer was told by another kiosk; what is newer stands. */
  | 'late-checkout'
  | 'late-checkin'
  /** The item lay at the branch after all, or was returned as the patron said. */
  | 'found'
  | 'claim-resolved'
  /** A loan that never left: the item must be put away, here or in a box. */
  | 'loan-undone'

/** `item` is its barcode. */
export const noteWork = async (
  tx: Tx,
  kind: WorkKind,
  { item, branch, at }: { item: string; branch: string; at: number },
): Promise<void> => {
  await tx
    .insertInto('work_list')
    .values({ at, branch, kind, body: JSON.stringify({ item }) })
    .execute()
}
