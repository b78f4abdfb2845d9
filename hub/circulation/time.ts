// Whether to believe a kiosk's clock, and which of two kiosks' events came last. Pure.
import type { Seen } from './whereabouts.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Clocks of kiosks may differ by this. */
const TOLERANCE_MS = 2 * MINUTE
/** No kiosk is out of reach for longer. */
const OLDEST_MS = 400 * DAY

/** The kiosk's time where it can be true; else the hub's. */
export const trustedTime = (at: number, now: number): number =>
  at > now + TOLERANCE_MS || at < now - OLDEST_MS ? now : at

/**
 * Whether another kiosk has seen the item after this event. One kiosk tells its own events in order,
 * whatever its clock says.
 */
export const isLate = (
  item: { seen: number; seen_at: string | null; seen_by: string | null },
  { branch, kiosk, time }: Seen,
): boolean =>
  item.seen_by !== null &&
  (item.seen_at !== branch || item.seen_by !== kiosk) &&
  time + TOLERANCE_MS < item.seen
