// A person gets a PIN, or another one: the only way one comes into the store of somebody who is there.
import { randomUUID } from 'node:crypto'
import { add, type Entry } from '../commands/audit.ts'
import type { Store, Tx } from '../store/store.ts'
import { cardHash } from './card.ts'
import { holderOfCard } from './patrons.ts'
import { type HeldPin, holdPin } from './pin.ts'
import { type ChosenPin, type Objection, objectionsTo } from './pin-choice.ts'
import { forgiveCard } from './pin-tries.ts'

/**
 * `card` as it was read; both PINs 4–8 digits. Without one for duress she has none from then on. `who`: the
 * name of the token by which it is asked for.
 */
export type PinWish = Pick<ChosenPin, 'pin' | 'duress'> & { card: string; who: string }

export type PinSet =
  | { ok: true }
  | { ok: false; why: 'unknown-card' }
  | { ok: false; why: 'refused'; objections: readonly Objection[] }

/** Her sessions end, and earlier mistakes are forgotten: whoever sets it has seen who she is. */
export const setPin = async (
  store: Store,
  /** The hub's key for card numbers. */
  key: Uint8Array,
  { card, pin, duress, who }: PinWish,
): Promise<PinSet> => {
  const holder = await holderOfCard(store.db, cardHash(key, card))
  if (holder === null) return { ok: false, why: 'unknown-card' }
  const objections = objectionsTo({ pin, duress, born: holder.born })
  if (objections.length > 0) return { ok: false, why: 'refused', objections }
  const held = await holdPin(pin, duress)
  await store.transaction(async (tx) => {
    await add(tx, auditOf(who))
    await replacePin(tx, holder.key, held)
  })
  return { ok: true }
}

/** Whose PIN it was stands nowhere: the audit names no patron. */
const auditOf = (who: string): Entry => ({
  ...{ who, branch: EVERYWHERE, kiosk: null, command: randomUUID() },
  ...{ what: JSON.stringify({ do: 'set-pin' }), why: '', outcome: 'done' },
})
const EVERYWHERE = '*'

const replacePin = async (tx: Tx, patron: string, held: HeldPin): Promise<void> => {
  await tx
    .insertInto('pin')
    .values({ patron, ...held })
    .onConflict((on) => on.column('patron').doUpdateSet(held))
    .execute()
  await tx.deleteFrom('session').where('patron', '=', patron).execute()
  await forgiveCard(tx, patron)
}
