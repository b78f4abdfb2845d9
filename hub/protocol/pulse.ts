// Whether whoever is at the other end of a connection still lives: half open, it looks well for a
// quarter of an hour. Pure. It counts looks and asks no clock, so that neither a step of the clock
// nor a sleep of our own is taken for silence.

/** Both ends ask the broker for it; should it tell another, we look no less often. */
export const KEEPALIVE_SECONDS = 20

/** Looks in one keepalive. */
export const LOOKS = 4
/** Silent for so many, the other end is asked; for so many, it is dead: after 1–1.25 keepalives. */
const ASK_AT = 2
const DEAD_AT = 5

export type Pulse = {
  /** Anything at all was received. */
  heard(): void
  /** To be called `LOOKS` times in a keepalive. `ask`: say something that must be answered. */
  look(): 'well' | 'ask' | 'dead'
}

export const createPulse = (): Pulse => {
  let silent = 0
  return {
    heard: () => {
      silent = 0
    },
    look: () => {
      silent += 1
      if (silent >= DEAD_AT) return 'dead'
      return silent === ASK_AT ? 'ask' : 'well'
    },
  }
}
