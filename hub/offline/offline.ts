// What the hub does so that kiosks can decide without it, put together: proofs, lists, strikes.
import type { Registry } from '../registry/registry.ts'
import type { PinSet, PinWish } from '../registry/set-pin.ts'
import { createLists, type Lists } from './lists.ts'
import { type Heard, heardBy, openProofs } from './proofs.ts'
import { openStrikes, type StrikesOptions } from './strikes.ts'

export type Offline = AsyncDisposable & {
  lists: Lists
  /** The same registry; whom it lets in is prepared for the lists. */
  listeningTo(registry: Registry): Registry
  /** The same; the card whose PIN is set is prepared for the lists. */
  listeningToPins(set: SetPin): SetPin
  /** From now on kiosks are told at once whose row counts no more. */
  tellBy(line: StrikesOptions['line']): AsyncDisposable
}

type SetPin = (wish: PinWish) => Promise<PinSet>

type OfflineOptions = Omit<StrikesOptions, 'line'> & {
  /** Cards and PINs that have just been imported. */
  imported: readonly Heard[]
}

export const openOffline = ({ imported, ...options }: OfflineOptions): Offline => {
  const proofs = openProofs(options.store, options.hubKey, options.log)
  for (const heard of imported) proofs.heard(heard)
  return {
    lists: createLists({ ...options, imported: proofs.idle() }),
    listeningTo: (registry) => heardBy(registry, proofs),
    listeningToPins: (set) => async (wish) => {
      const done = await set(wish)
      const { card, pin } = wish
      if (done.ok) proofs.heard({ card, pin, now: options.clock.now() })
      return done
    },
    tellBy: (line) => openStrikes({ ...options, line }),
    [Symbol.asyncDispose]: () => proofs[Symbol.asyncDispose](),
  }
}
