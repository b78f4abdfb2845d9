// Calendar days at a branch, free of the host's own time zone.
import { Temporal } from 'temporal-polyfill'

/** The calendar day at `at` (ms since 1970 UTC) in an IANA zone, such as `2026-12-17`. */
export const localDay = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()

/** The wall time at `at`, `21:55`. */
export const localTime = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })

/** ISO: 1 = Monday. */
export const weekdayOf = (day: string): number => Temporal.PlainDate.from(day).dayOfWeek

/** The day `days` after `day`; negative counts backwards. */
export const daysAfter = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

/** Whole years lived on `day`. Who is born on 29 February turns on 1 March in a common year. */
export const ageOn = (born: string, day: string): number => {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}

/** Something with a first and a last day, both counted; `ends` null goes on. */
export type Term = { begins: string; ends: string | null }

/** Whether any of the terms holds on `day`. */
export const inForce = (terms: readonly Term[], day: string): boolean =>
  terms.some(({ begins, ends }) => begins <= day && (ends === null || day <= ends))
