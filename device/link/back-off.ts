// How long to wait before the next attempt: full jitter, so that a thousand kiosks that lost the
// hub in the same second do not come back in the same second.

const BASE_MS = 250
const CAP_MS = 10_000

/** Milliseconds before attempt 0, 1, 2 …; `random` gives 0 (included) to 1 (excluded). */
export const backOff = (attempt: number, random: () => number): number =>
  Math.floor(random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt))
