// How long to wait before the next attempt: full jitter, so that a thousand kiosks that lost the
// hub in the same second do not come back in the same second.

const BASE_MS = 250
const CAP_MS = 10_000
/** Of a spread that was doubled: nobody is away for longer. */
const LONGEST_MS = 120_000

/**
 * What to spread over after so many attempts in a row that found somebody, who did not welcome us in
 * time: he has more to do than was thought, and each of us who comes again so soon adds to it.
 */
export const widened = (spreadMs: number, unwelcome: number): number =>
  Math.min(Math.max(spreadMs, LONGEST_MS), spreadMs * 2 ** unwelcome)

/**
 * Milliseconds before attempt 0, 1, 2 …; `random` gives 0 (included) to 1 (excluded). `spreadMs` is
 * what the hub asks of so many: 0 = nothing. Then the first wait is anything up to it, so that they
 * come evenly when the hub is back at once; each later one is the upper half, since with waits from
 * nothing twice as many would try in a second, and most of them while nobody is there.
 */
export const backOff = (
  attempt: number,
  random: () => number,
  spreadMs: number = 0,
): number => {
  const limit = Math.max(spreadMs, Math.min(CAP_MS, BASE_MS * 2 ** attempt))
  const share = spreadMs > 0 && attempt > 0 ? (1 + random()) / 2 : random()
  return Math.floor(share * limit)
}
