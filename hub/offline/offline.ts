// What the hub does so that kiosks can decide without it, put together: proofs, lists, strikes.
import type { Registry } from '../registry/registry.ts'
import { createLists, type Lists } from './lists.ts'
import { type Heard, heardBy, openProofs } from './proofs.ts'
import { openStrikes, type StrikesOptions } from './strikes.ts'

export type Offline = AsyncDisposable & {
  lists: Lists
  /** The same registry; whom it lets in is prepared for the lists. */
  listeningTo(registry: Registry): Registry
  /** From now on kiosks are told at once whose row counts no more. */
  tellBy(line: StrikesOptions['line']): AsyncDisposable
}

type OfflineOptions = Omit<StrikesOptions, 'line'> & {
  /** Cards and PINs that have just been imported. */
  imported: readonly Heard[]
}

export const openOffline = ({ imported, ...options }: OfflineOptions): Offline => {
  const proofs = openProofs(options.store, options.hubKey, options.log)
  for (const heard of imported) proofs.heard(heard)
  return {
    lists: createLists(options),
    listeningTo: (registry) => heardBy(registry, proofs),
    tellBy: (line) => openStrikes({ ...options, line }),
    [Symbol.asyncDispose]: () => proofs[Symbol.asyncDispose](),
  }
}
