// The clock that decides: opening state, due dates, "today". The demo may set it; what protects
// the wire (expiry, keepalive, last seen) always runs on real time.

/** Decision time in milliseconds since 1970 UTC. */
export type HubClock = {
  now(): number
  /** Goes on from `now` at `speed` times real time (0 stands still). */
  set(now: number, speed: number): void
}

/** Follows the machine's clock until somebody sets it. */
export const createClock = (): HubClock => {
  let set: { now: number; speed: number; since: number } | undefined
  return {
    now: () =>
      set === undefined
        ? Date.now()
        : Math.round(set.now + (performance.now() - set.since) * set.speed),
    set: (now, speed) => {
      set = { now, speed, since: performance.now() }
    },
  }
}
