// Until when what staff want holds. Pure: `now` by the hub's deciding clock, ms since 1970 UTC.
import { Temporal } from 'temporal-polyfill'
import { MOST_HELD_MS } from '../protocol/command.ts'
import type { OpeningState } from '../rules/opening.ts'

/** The night is over. */
const MORNING_HOUR = 4

/** The next time it is four in the morning there. */
export const morningAfter = (now: number, zone: string): number => {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const days = here.hour < MORNING_HOUR ? 0 : 1
  return here
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: zone, plainTime: { hour: MORNING_HOUR } })
    .epochMilliseconds
}

/** Of a wall time there; undefined when there is none such, or it is past. */
export const instantOf = (wall: string, zone: string, now: number): number | undefined => {
  try {
    const at = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds
    return at > now ? at : undefined
  } catch {
    return undefined
  }
}

/** How long a door may stand open for all: until staff go, where they are there, and four hours. */
export const heldFor = (
  wantedMs: number,
  { mode, modeUntil }: Pick<OpeningState, 'mode' | 'modeUntil'>,
  now: number,
): number => {
  const staffedMs =
    mode === 'staffed' && modeUntil !== null ? Math.max(1000, modeUntil - now) : Infinity
  return Math.min(wantedMs, staffedMs, MOST_HELD_MS)
}
