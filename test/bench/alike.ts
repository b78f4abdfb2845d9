// Whether kinds of the same thing take equally long: how far they lie apart, and how far they would if it made
// no difference which is which (a permutation test, stratified by round).

/** Each round has one time of each kind, in ms. */
export type Rounds = readonly (readonly number[])[]

/**
 * Of the two kinds furthest apart. `medians` in ms; `ranks`: their mean ranks among all times, 0…1, from which
 * Mann and Whitney's U is made: 0 where neither takes longer as a rule.
 */
export type Spread = { medians: number; ranks: number }

export const spreadOf = (rounds: Rounds): Spread => {
  const kinds = (rounds[0] ?? []).map((_, kind) => rounds.map((round) => round[kind] ?? 0))
  const medians = kinds.map(median)
  const ranks = meanRanks(kinds)
  return { medians: width(medians), ranks: width(ranks) }
}

/** `times` spreads of the same times, each round's given out anew among the kinds. */
export const shuffledSpreads = (
  rounds: Rounds,
  times: number,
  random: () => number = Math.random,
): readonly Spread[] =>
  Array.from({ length: times }, () =>
    spreadOf(rounds.map((round) => shuffled(round, random))),
  )

const width = (values: readonly number[]): number =>
  Math.max(...values) - Math.min(...values)

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

const meanRanks = (kinds: readonly (readonly number[])[]): number[] => {
  const all = kinds.flatMap((values, kind) => values.map((value) => ({ value, kind })))
  all.sort((a, b) => a.value - b.value)
  const sums = kinds.map(() => 0)
  for (const [rank, { kind }] of all.entries()) sums[kind] = (sums[kind] ?? 0) + rank
  return sums.map((sum, kind) => sum / (kinds[kind]?.length ?? 1) / all.length)
}

const shuffled = (round: readonly number[], random: () => number): readonly number[] => {
  const mixed = [...round]
  for (let n = mixed.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1))
    const [a = 0, b = 0] = [mixed[n], mixed[other]]
    mixed[n] = b
    mixed[other] = a
  }
  return mixed
}
