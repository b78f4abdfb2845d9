// What a profile file may say of a co-operation, and what must agree in it.
import { z } from 'zod'
import { branchOffline } from '../offline/policy.ts'
import { premisesOfFile } from '../protocol/actions.ts'
import {
  country,
  exception,
  hours,
  namedDays,
  OPENING_STATES,
  season,
  weekDay,
} from '../protocol/calendar.ts'
import { someEntryRules } from '../protocol/entry-rules.ts'

/** Id of a co-operation, member or branch; also a part of topics. */
export const profileId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, { error: 'must be 1–40 of a-z 0-9 -' })
const name = z.string().min(1).max(80)

/** Rules of a branch, and what a co-operation has in common. */
export const branchRules = z.object({
  /** Days of a loan. */
  loanDays: z.int().min(1).max(366),
  /** How often one loan may be renewed. */
  renewals: z.int().min(0).max(99),
  /** Open loans a patron may have. */
  loanLimit: z.int().min(1).max(500),
  /** Youngest age let in when nobody works there. */
  minimumAge: z.int().min(0).max(99),
  unlockMs: z.int().min(1000).max(30_000),
  /** The same for a patron who needs longer. */
  extendedUnlockMs: z.int().min(15_000).max(30_000).default(20_000),
  /** What else is asked of whoever comes in when nobody works there; a branch's own count one by one. */
  entry: someEntryRules.optional(),
  /** Whom its doors let in without the hub; nobody unless told. */
  offline: branchOffline.optional(),
})

/** The same hours on several days. */
const onDays = hours.extend({ days: z.array(weekDay).min(1).max(9) })

/** What sets the usual week aside. */
const calendarOfFile = z.object({
  country: country.nullable(),
  seasons: z.array(season).max(50),
  namedDays,
  exceptions: z.array(exception).max(300),
  through: z.iso.date().nullable(),
  clearingMinutes: z.int().min(0).max(120),
  closingMinutes: z.int().min(0).max(120),
})

const member = z.object({
  id: profileId,
  name,
  kind: z.enum(['municipality', 'region', 'hospital', 'university']),
  /** ISIL (ISO 15511) that stands on the tags of the member's items. */
  isil: z.string().regex(/^[A-Z]{1,4}-[A-Za-z0-9/:-]{1,14}$/, { error: 'must be an ISIL' }),
  /** When the member takes part; the last day counts. */
  membership: z
    .array(z.object({ begins: z.iso.date(), ends: z.iso.date().nullable() }))
    .min(1)
    .max(20),
})

const branch = z.object({
  id: profileId,
  member: profileId,
  name,
  phone: z.string().max(30),
  /** Which of `weeks` it keeps. */
  week: z.string(),
  rules: branchRules.partial().optional(),
  calendar: calendarOfFile.partial().optional(),
  /** What it does in each opening state, instead of what the co-operation does. */
  premises: premisesOfFile.optional(),
})

const whole = z.object({
  version: z.literal(1),
  consortium: profileId,
  name,
  zone: z.string().refine((zone) => isZone(zone), { error: 'must be an IANA time zone' }),
  emergency: z.string().min(2).max(10),
  rules: branchRules,
  weeks: z.record(z.string(), z.array(onDays).max(50)),
  /** Of every branch that does not say otherwise. */
  calendar: calendarOfFile.partial().optional(),
  premises: premisesOfFile.optional(),
  members: z.array(member).min(1).max(500),
  branches: z.array(branch).min(1).max(5000),
})
export type ProfileFile = z.infer<typeof whole>

export const profileFile = whole.superRefine((file, context) => {
  for (const [path, message] of inconsistencies(file))
    context.addIssue({ code: 'custom', path: [...path], message })
})

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions() !== undefined
  } catch {
    return false
  }
}

type Inconsistency = readonly [path: readonly (string | number)[], message: string]

function* inconsistencies(file: ProfileFile): Generator<Inconsistency> {
  const { members, branches, weeks, calendar } = file
  const ids = members.map(({ id }) => id)
  yield* repeated(['members', 'id'], ids)
  yield* repeated(
    ['members', 'isil'],
    members.map(({ isil }) => isil.toUpperCase()),
  )
  yield* repeated(
    ['branches', 'id'],
    branches.map(({ id }) => id),
  )
  for (const [index, { member, week }] of branches.entries()) {
    if (!ids.includes(member))
      yield [['branches', index, 'member'], 'must be the id of a member']
    if (!Object.hasOwn(weeks, week))
      yield [['branches', index, 'week'], 'must be one of weeks']
  }
  const seasons = [calendar, ...branches.map((branch) => branch.calendar)].flatMap(
    (one) => one?.seasons ?? [],
  )
  for (const { week } of seasons)
    if (!Object.hasOwn(weeks, week) || week === 'usual')
      yield [['seasons', week], 'must be one of weeks, and not be called usual']
  yield* unknownStates(file)
}

/** A misspelt state would be one in which nothing is done. */
function* unknownStates({
  weeks,
  calendar,
  premises,
  branches,
}: ProfileFile): Generator<Inconsistency> {
  const calendars = [calendar, ...branches.map((branch) => branch.calendar)]
  const hours = [
    ...Object.values(weeks).flat(),
    ...calendars.flatMap((one) => Object.values(one?.namedDays ?? {}).flat()),
    ...calendars.flatMap((one) => one?.exceptions?.flatMap((each) => each.hours) ?? []),
  ]
  const known: readonly (string | undefined)[] = [
    ...OPENING_STATES,
    ...hours.map(({ own }) => own),
  ]
  for (const one of [premises, ...branches.map((branch) => branch.premises)])
    for (const [output, steps] of Object.entries(one?.actions ?? {}))
      for (const state of steps.flatMap((step) => step.in))
        if (!known.includes(state))
          yield [
            ['premises', 'actions', output, state],
            'must be an opening state, or hours of the branch’s own',
          ]
}

function* repeated(
  [list, key]: readonly [string, string],
  values: readonly string[],
): Generator<Inconsistency> {
  for (const [index, value] of values.entries())
    if (values.indexOf(value) !== index) yield [[list, index, key], 'is used twice']
}
