// Answers what would happen at a door: for whoever sets hours and rules, from this machine.
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Explained, explainEntry } from '../registry/explain.ts'
import type { ApiOptions } from './app.ts'
import type { App } from './app-type.ts'
import type { Explanation } from './client.ts'
import { onlyFromHere } from './from-here.ts'
import { problem } from './problem.ts'

const yesNo = z
  .enum(['yes', 'no'], 'expected yes or no')
  .transform((word) => word === 'yes')
const wallTime = /^(?:20\d\d|2100)-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/

const isWallTime = (text: string): boolean => {
  try {
    return wallTime.test(text) && Temporal.PlainDateTime.from(text) !== undefined
  } catch {
    return false
  }
}

const query = z.object({
  branch: z.string('expected the id of a branch').max(40),
  at: z
    .string('expected a wall time such as 2026-12-24T21:55')
    .refine(isWallTime, 'expected a wall time such as 2026-12-24T21:55'),
  age: z.coerce
    .number()
    .int('expected whole years 0–120')
    .min(0, 'expected whole years 0–120')
    .max(120, 'expected whole years 0–120')
    .default(30),
  agreement: yesNo.default(true),
  blocked: yesNo.default(false),
  member: yesNo.default(true),
  pin: yesNo.default(true),
})

export const explain = (app: App, { store }: ApiOptions): void => {
  app.get('/api/explain', onlyFromHere, async (context) => {
    const asked = query.safeParse(context.req.query())
    if (!asked.success) {
      const errors = asked.error.issues.map(({ path, message }) => ({
        at: path.join('.'),
        expected: message,
      }))
      return problem(context, { status: 422, title: 'This is no such question', errors })
    }
    const { branch, at, age, agreement, blocked, member, pin } = asked.data
    const patron = {
      ...{ age, hasAgreement: agreement, isBlocked: blocked },
      ...{ isMember: member, pinMatches: pin },
    }
    const explained = await explainEntry(store.db, { branch, at, patron })
    if (explained !== undefined) return context.json(toldOf(explained))
    return problem(context, { status: 404, title: 'There is no such branch' })
  })
}

const toldOf = ({ branch, at, opening, day, ...rest }: Explained): Explanation => {
  const moment = (instant: number | null): string | null =>
    instant === null
      ? null
      : Temporal.Instant.fromEpochMilliseconds(instant)
          .toZonedDateTimeISO(at.timeZoneId)
          .toString({ timeZoneName: 'never' })
  const { name, mode, own, since, until, modeUntil } = opening
  return {
    branch: branch.id,
    name: branch.name,
    at: at.toString({ timeZoneName: 'never' }),
    opening: {
      ...{ name, mode, own },
      since: moment(since),
      until: moment(until),
      modeUntil: moment(modeUntil),
    },
    day: {
      from: day.from,
      red: day.red.map((one) => one.name),
      hours: [...day.hours],
    },
    minimumAge: branch.minimum_age,
    decision: rest.decision,
    steps: [...rest.steps],
  }
}
