// How many refused commands are written down: ten in ten minutes, whoever sends how many. Pure but for
// what it is told of time.

const MOST = 10
const WITHIN_MS = 10 * 60_000

export type Tally = {
  /** True: this one is written down. `now` in ms that only go forward. */
  take(now: number): boolean
}

export const createTally = (): Tally => {
  let taken: readonly number[] = []
  return {
    take: (now) => {
      taken = taken.filter((at) => now - at < WITHIN_MS)
      if (taken.length >= MOST) return false
      taken = [...taken, now]
      return true
    },
  }
}
