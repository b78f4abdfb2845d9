// Answers what would happen at a door: for whoever sets hours and rules, from this machine.
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { LOGIN_METHODS } from '../protocol/entry-rules.ts'
import { type Explained, explainEntry, type Imagined } from '../registry/explain.ts'
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

const whole = (least: number, most: number) => {
  const expected = `expected a whole number ${least}–${most}`
  return z.coerce.number(expected).int(expected).min(least, expected).max(most, expected)
}

const query = z.object({
  branch: z.string('expected the id of a branch').max(40),
  at: z
    .string('expected a wall time such as 2026-12-24T21:55')
    .refine(isWallTime, 'expected a wall time such as 2026-12-24T21:55'),
  age: whole(0, 120).default(30),
  agreement: yesNo.default(true),
  blocked: yesNo.default(false),
  member: yesNo.default(true),
  pin: yesNo.default(true),
  guardian: yesNo.default(false),
  allowed: yesNo.default(false),
  version: whole(1, 9999).optional(),
  debt: whole(0, 100_000_000).default(0),
  inside: whole(0, 10_000).optional(),
  category: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'expected 1–40 of a-z 0-9 -')
    .optional(),
  method: z
    .enum(LOGIN_METHODS, `expected one of ${LOGIN_METHODS.join(', ')}`)
    .default('card-pin'),
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
    const { branch, at, inside = null } = asked.data
    const patron = imaginedBy(asked.data)
    const explained = await explainEntry(store.db, { branch, at, patron, inside })
    if (explained !== undefined) return context.json(toldOf(explained))
    return problem(context, { status: 404, title: 'There is no such branch' })
  })
}

const imaginedBy = (asked: z.infer<typeof query>): Imagined => {
  const { age, version = null, category = null, debt, method } = asked
  return {
    ...{ age, version, category, debt, method },
    ...{ hasAgreement: asked.agreement, hasGuardian: asked.guardian },
    ...{ isBlocked: asked.blocked, isMember: asked.member },
    ...{ isAllowed: asked.allowed, pinMatches: asked.pin },
  }
}

const toldOf = ({
  branch,
  at,
  opening,
  day,
  rules,
  patron,
  inside,
  ...rest
}: Explained): Explanation => {
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
    rules,
    person: { ...patron, inside },
    decision: rest.decision,
    steps: [...rest.steps],
  }
}
