// Whether it is one of the hours in which nothing is said aloud. Pure.
import { Temporal } from 'temporal-polyfill'

/** `at` in ms since 1970 UTC; from one wall time up to another, over midnight where `to` is not after it. */
export const isQuiet = (
  at: number,
  zone: string,
  quiet: { from: string; to: string } | null,
): boolean => {
  if (quiet === null) return false
  const { from, to } = quiet
  const now = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
  return from < to ? from <= now && now < to : from <= now || now < to
}
