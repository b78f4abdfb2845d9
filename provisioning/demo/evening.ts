// When the demo begins: an evening when nobody works at the branch, so that the whole walk can be walked.
import { Temporal } from 'temporal-polyfill'

const ZONE = 'Europe/Stockholm'
const TIME = Temporal.PlainTime.from('17:42')
/** Svärdsjö has staff on the evenings of Monday and Thursday (profile dalarna). */
const STAFFED_EVENINGS = [1, 4]

/** The last such 17.42 on or before the day of `now`; ms since 1970 UTC. */
export const demoEvening = (now = Date.now()): number => {
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(ZONE)
    .toPlainDate()
  const isStaffed = STAFFED_EVENINGS.includes(today.dayOfWeek)
  const day = isStaffed ? today.subtract({ days: 1 }) : today
  return day.toZonedDateTime({ timeZone: ZONE, plainTime: TIME }).epochMilliseconds
}
