import type { Tx } from '../store/store.ts'

/** Who asks or tells, and when by the hub's clock (ms since 1970 UTC). */
export type Place = { branch: string; kiosk: string; now: number }

/**
 * Where something is asked. `begin` comes first in the transaction that carries it out, and throws when
 * it may not be: then nothing is.
 */
export type AskedPlace = Place & { begin(tx: Tx): Promise<void> }
