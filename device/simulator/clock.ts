// The simulated time of day: set it, let it run faster, and every opening rule follows.
import type { Clock, Unsubscribe } from '../ports.ts'

export type SettableClock = Clock & {
  /** Simulated milliseconds for each real one. */
  readonly speed: number
  /** Milliseconds since 1970 UTC, from now on at `speed`. */
  set(now: number, speed: number): void
  /** Called after each `set`. */
  onSet(listener: (clock: { now: number; speed: number }) => void): Unsubscribe
}

/** Starts at the machine's own time and speed; never jumps when the machine's clock is set. */
export const createClock = (start = Date.now()): SettableClock => {
  const listeners = new Set<(clock: { now: number; speed: number }) => void>()
  let base = start
  let since = performance.now()
  let speed = 1
  const now = (): number => Math.round(base + (performance.now() - since) * speed)
  return {
    now,
    get speed() {
      return speed
    },
    set: (to, at) => {
      base = to
      since = performance.now()
      speed = at
      for (const listener of listeners) listener({ now: to, speed: at })
    },
    onSet: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
