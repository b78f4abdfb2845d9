// What programs elsewhere read of the API: the one file of the hub's that its clients may import.
import { z } from 'zod'
import { ENTRY_REFUSALS } from '../protocol/asks.ts'
import { hours, openingMode, redDayName } from '../protocol/calendar.ts'
import { COMMAND_REFUSALS } from '../protocol/command.ts'
import { entryRules, LOGIN_METHODS } from '../protocol/entry-rules.ts'

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
  rules: entryRules,
  /** Who was asked about; `inside`: people there already. */
  person: z.object({
    age: z.int(),
    hasAgreement: z.boolean(),
    version: z.int().nullable(),
    hasGuardian: z.boolean(),
    isBlocked: z.boolean(),
    isMember: z.boolean(),
    isAllowed: z.boolean(),
    pinMatches: z.boolean(),
    category: z.string().nullable(),
    debt: z.int(),
    method: z.enum(LOGIN_METHODS),
    inside: z.int().nullable(),
  }),
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

/** What became of a command at one kiosk; `not-reachable`: nothing waits there for when it is. */
const commandResult = z.object({
  kiosk: z.string(),
  is: z.enum(['done', 'refused', 'unsupported', 'not-reachable']),
  reason: z.enum(COMMAND_REFUSALS).optional(),
})

/** `POST /api/branches/<branch>/commands`; `until` ISO 8601 in UTC, null = until told otherwise. */
export const commandAnswer = z.object({
  id: z.string(),
  branch: z.string(),
  do: z.string(),
  results: z.array(commandResult),
  until: z.string().nullable().optional(),
})
export type CommandAnswer = z.infer<typeof commandAnswer>

/** `GET /api/audit`, newest first; `broken`: the first row that is not as it was written. */
export const auditPage = z.object({
  rows: z.array(
    z.object({
      n: z.int(),
      at: z.string(),
      who: z.string(),
      branch: z.string(),
      kiosk: z.string().nullable(),
      what: z.looseObject({ do: z.string() }),
      why: z.string(),
      command: z.string(),
      outcome: z.string().nullable(),
    }),
  ),
  broken: z.int().nullable(),
})
export type AuditPage = z.infer<typeof auditPage>
