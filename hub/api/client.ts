// What programs elsewhere read of the API: the one file of the hub's that its clients may import.
import { z } from 'zod'
import { ENTRY_REFUSALS } from '../protocol/asks.ts'
import { hours, openingMode, redDayName } from '../protocol/calendar.ts'

/** With the branch's own offset from UTC: `2026-12-24T21:55:00+01:00`. */
const moment = z.string().max(40)

/** `GET /api/explain`: who would be let in, and why. */
export const explanation = z.object({
  branch: z.string(),
  name: z.string(),
  at: moment,
  opening: z.object({
    name: z.string(),
    mode: openingMode.nullable(),
    own: z.string().nullable(),
    since: moment.nullable(),
    until: moment.nullable(),
    modeUntil: moment.nullable(),
  }),
  day: z.object({
    /** What the hours come from. */
    from: z.string(),
    red: z.array(redDayName),
    hours: z.array(hours),
  }),
  minimumAge: z.int(),
  /** `granted`, or the reason. */
  decision: z.union([z.literal('granted'), z.enum(ENTRY_REFUSALS)]),
  steps: z.array(
    z.object({
      reason: z.enum(ENTRY_REFUSALS),
      verdict: z.enum(['passed', 'refused', 'not-asked', 'waived']),
    }),
  ),
})
export type Explanation = z.infer<typeof explanation>

/** RFC 9457. */
export const problemBody = z.object({
  title: z.string(),
  errors: z.array(z.object({ at: z.string(), expected: z.string() })).optional(),
})
