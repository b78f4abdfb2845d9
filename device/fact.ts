// A fact as a machine tells it, and how it gets its time: machines have no clock.
import type { KioskEvent } from '../hub/protocol/events.ts'

type Timeless<E> = E extends KioskEvent ? Omit<E, 'at'> : never

/** A journal row before it is stamped. */
export type Fact = Timeless<KioskEvent>

export const stamp = (fact: Fact, at: number): KioskEvent => ({ ...fact, at })
