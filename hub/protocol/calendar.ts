// When a branch is open, as data: weeks and seasons, red days and eves, dated exceptions, and what
// sets the hours aside for a while. Days are `2026-12-24`, at the branch.
import { z } from 'zod'

/** Wall time at the branch, `07:00`; `24:00` ends a day. */
export const wallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const day = z.iso.date()

/** What hours make of a branch at an instant; see rules/opening.ts. */
export const OPENING_STATES = [
  'staffed',
  'clearing',
  'self-service',
  'last-call-15',
  'last-call-5',
  'closing',
  'closed',
  'paused',
  'entry-lockdown',
] as const

/** Of a week or of a state of the branch's own. */
export const name = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** Whether anybody works there. */
export const openingMode = z.enum(['staffed', 'self-service'])
export type OpeningMode = z.infer<typeof openingMode>

/**
 * From one wall time up to another; where `to` is not after `from` it is the next day's, and the hours
 * belong to the day they begin on. `own`: a name that the branch has for them, such as `homework-club`.
 */
export const hours = z.object({
  from: wallTime,
  to: wallTime,
  mode: openingMode,
  own: name.optional(),
})
export type Hours = z.infer<typeof hours>

/** Of one day; none = closed all day. */
const dayHours = z.array(hours).max(20)

/**
 * A weekday (ISO: 1 = Monday), or a class of days: on a red day a week's `red` hours hold and no
 * others, on an eve its `eve` hours where it has any.
 */
export const weekDay = z.union([z.int().min(1).max(7), z.enum(['red', 'eve'])])

/** Minutes in no hours are closed. */
const week = z.array(hours.extend({ day: weekDay })).max(100)
export type Week = z.infer<typeof week>

/** ISO 3166-1: whose red days. */
export const COUNTRIES = ['SE', 'NO', 'FI', 'DK'] as const
export const country = z.enum(COUNTRIES)
export type Country = z.infer<typeof country>

export const RED_DAYS = [
  'new-year',
  'epiphany-eve',
  'epiphany',
  'maundy-thursday',
  'good-friday',
  'easter-eve',
  'easter',
  'easter-monday',
  'walpurgis-eve',
  'may-day',
  'ascension',
  'whit-eve',
  'whitsun',
  'whit-monday',
  'norwegian-national-day',
  'danish-constitution-day',
  'swedish-national-day',
  'midsummer-eve',
  'midsummer',
  'all-saints',
  'finnish-independence-day',
  'christmas-eve',
  'christmas',
  'boxing-day',
  'new-years-eve',
] as const
export const redDayName = z.enum(RED_DAYS)
export type RedDayName = z.infer<typeof redDayName>

/** Both days counted. */
const span = z
  .object({ begins: day, ends: day })
  .refine(({ begins, ends }) => begins <= ends, { error: 'begins must not be after ends' })

export const season = span.safeExtend({ week: name })
export const exception = span.safeExtend({ hours: dayHours })

/** Hours of single red days and eves. */
export const namedDays = z.partialRecord(redDayName, dayHours)

/** ms since 1970 UTC; `until` null: until told otherwise. */
const instant = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** `paused`: not open without staff. `entry-lockdown`: nobody is let in, whoever works there. */
export const override = z.object({
  kind: z.enum(['paused', 'entry-lockdown']),
  from: instant,
  until: instant.nullable(),
})

const minutes = z.int().min(0).max(120)

/** A dated exception counts over a named day, that over the season's week, that over the usual week. */
export const calendar = z
  .object({
    /** Null: no day is red. */
    country: country.nullable(),
    /** `usual` is kept when no season says otherwise. */
    weeks: z.record(name, week),
    /** Where two hold, the later in the list counts; so with exceptions. */
    seasons: z.array(season).max(50).default([]),
    namedDays: namedDays.default({}),
    exceptions: z.array(exception).max(300).default([]),
    /** The last day that anybody has planned: after it, closed. Null goes on by rule. */
    through: day.nullable().default(null),
    /** After staff have gone, until who is still inside must have checked in. */
    clearingMinutes: minutes.default(0),
    /** After closing, for whoever is still on the way out. */
    closingMinutes: minutes.default(0),
    overrides: z.array(override).max(50).default([]),
  })
  .refine(({ weeks }) => Object.hasOwn(weeks, 'usual'), {
    error: 'must have a week named usual',
    path: ['weeks'],
  })
  .refine(({ weeks, seasons }) => seasons.every((one) => Object.hasOwn(weeks, one.week)), {
    error: 'must each name one of weeks',
    path: ['seasons'],
  })
export type Calendar = z.infer<typeof calendar>
