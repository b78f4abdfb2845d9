// What is known of a patron when a door is asked about her, and what of it holds at an instant.
import { ageOn, daysAfter, inForce, type Term, weekdayOf } from './local-day.ts'

/** From the day it was signed, up to and not including the day it was revoked. */
export type Consent = { signed: string; revoked: string | null }

/** The patron's own promise to keep the rules of hours without staff, in the words of one version. */
export type Agreement = Consent & {
  version: number
  /** Of whoever answers for a minor. */
  guardian: Consent | null
}

/**
 * Let in whatever the hour, such as a cleaner or a guard: on those weekdays (ISO: 1 = Monday) of the
 * term, from one wall time up to another; where `to` is not after `from` it is the next day's.
 */
export type Allowed = Term & { days: readonly number[]; from: string; to: string }

/** What a rule may ask of the patron whose card it is. */
export type PatronStanding = {
  /** When the patron's member takes part in the co-operation. */
  membership: readonly Term[]
  /** Those that count at this branch. */
  blocks: readonly Term[]
  born: string
  agreements: readonly Agreement[]
  /** Null: her member has put her in none. */
  category: string | null
  /** What she owes, in the smallest unit of the currency. */
  debt: number
  /** Those that count at this branch. */
  allowed: readonly Allowed[]
}

export const stands = ({ signed, revoked }: Consent, day: string): boolean =>
  signed <= day && (revoked === null || day < revoked)

/** `time`: wall time, `21:55`. */
export const isAllowed = (
  allowed: readonly Allowed[],
  { day, time }: { day: string; time: string },
): boolean =>
  allowed.some((one) => {
    const { from, to } = one
    if (from < to) return begins(one, day) && from <= time && time < to
    return (
      (begins(one, day) && from <= time) || (begins(one, daysAfter(day, -1)) && time < to)
    )
  })

const begins = (one: Allowed, day: string): boolean =>
  inForce([one], day) && one.days.includes(weekdayOf(day))

/** The agreements that stand, of this version or a later one. */
export const agreementsOn = (
  { agreements }: Pick<PatronStanding, 'agreements'>,
  { day, version }: { day: string; version: number },
): readonly Agreement[] =>
  agreements.filter((one) => one.version >= version && stands(one, day))

export const isYounger = (
  { born }: Pick<PatronStanding, 'born'>,
  { day, years }: { day: string; years: number },
): boolean => ageOn(born, day) < years
