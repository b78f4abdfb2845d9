// Chance that can be had again: the same seed gives the same numbers.

export type Chance = {
  readonly seed: number
  /** 0…n-1. */
  below(n: number): number
  pick<T>(all: readonly T[]): T
  /** A new list in another order. */
  shuffle<T>(all: readonly T[]): T[]
}

const FIRST_SEED = 1454502626

/** B24_SEED when it is set, else always the same one; printed, so that what failed can be had again. */
export const seeded = (what: string): number => {
  const seed = Number(process.env.B24_SEED ?? FIRST_SEED)
  console.log(`${what}: B24_SEED=${seed}`)
  return seed
}

/** mulberry32 (Tommy Ettinger, public domain). */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    seed,
    below,
    pick: <T>(all: readonly T[]): T => {
      const one = all[below(all.length)]
      if (one === undefined) throw new RangeError('nothing to pick from')
      return one
    },
    shuffle: (all) =>
      all
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  }
}
