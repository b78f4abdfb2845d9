// How fast the journal may leave, so that a thousand kiosks that come back together do not bury the
// hub. Pure: time is an argument.

/** `at` in ms of a clock that is never set. */
export type Pace = { rows: number; at: number }

/** What happens in a minute goes at once. */
const MOST_AT_ONCE = 100
const ROWS_A_SECOND = 20
/** Fewer are not worth a message; nobody waits longer than half a second for it. */
const WORTH_SENDING = 10

export const atRest = (now: number): Pace => ({ rows: MOST_AT_ONCE, at: now })

/** With what has become free since. */
export const pacedAt = ({ rows, at }: Pace, now: number): Pace => ({
  rows: Math.min(MOST_AT_ONCE, rows + ((now - at) * ROWS_A_SECOND) / 1000),
  at: now,
})

/** Milliseconds before which none may go; 0 = now. */
export const waitOf = ({ rows }: Pace): number =>
  Math.max(0, Math.ceil(((WORTH_SENDING - rows) * 1000) / ROWS_A_SECOND))

export const spend = (pace: Pace, rows: number): Pace => ({
  ...pace,
  rows: pace.rows - rows,
})
