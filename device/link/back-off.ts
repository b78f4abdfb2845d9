// How long to wait before the next attempt: full jitter, so that a thousand kiosks that lost the
// hub in the same second do not come back in the same second.

const BASE_MS = 250
const CAP_MS = 10_000

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
