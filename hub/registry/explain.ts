// What would happen at a door: the very rules that decide there, asked of a person who is made up.
import { Temporal } from 'temporal-polyfill'
import type { EntryRules, LoginMethod } from '../protocol/entry-rules.ts'
import { decideEntry, type EntryStep, traceEntry } from '../rules/entry.ts'
import { type DayPlan, planOn } from '../rules/hours.ts'
import type { OpeningState } from '../rules/opening.ts'
import { type RedDay, redDaysOn } from '../rules/red-days.ts'
import type { PatronStanding } from '../rules/standing.ts'
import type { Tx } from '../store/store.ts'
import {
  type BranchRow,
  calendarOfBranch,
  findBranch,
  hoursOf,
  rulesOfBranch,
} from './branches.ts'

/** Somebody who might come; `age` in whole years on that day. */
export type Imagined = {
  age: number
  /** Which version was signed; null: the one that counts there, whichever it is. */
  version: number | null
  hasAgreement: boolean
  hasGuardian: boolean
  isBlocked: boolean
  isMember: boolean
  /** On the branch's allow list at that time. */
  isAllowed: boolean
  pinMatches: boolean
  category: string | null
  /** In the smallest unit of the currency. */
  debt: number
  method: LoginMethod
}

/** `at`: wall time at the branch, `2026-12-24T21:55`; one that autumn repeats is the first. */
export type Question = {
  branch: string
  at: string
  patron: Imagined
  /** People inside; null: nobody counts. */
  inside: number | null
}

export type Explained = {
  branch: BranchRow
  at: Temporal.ZonedDateTime
  opening: OpeningState
  day: DayPlan & { red: readonly RedDay[] }
  rules: EntryRules
  patron: Imagined
  inside: number | null
  decision: 'granted' | EntryStep['reason']
  steps: readonly EntryStep[]
}

/** Undefined when there is no such branch. */
export const explainEntry = async (
  tx: Tx,
  { branch: id, at: wall, patron, inside }: Question,
): Promise<Explained | undefined> => {
  const branch = await findBranch(tx, id)
  if (branch === undefined) return undefined
  const at = Temporal.PlainDateTime.from(wall).toZonedDateTime(branch.zone)
  const { day, time, opening } = hoursOf(branch, at.epochMilliseconds)
  const rules = rulesOfBranch(branch)
  const entry = {
    ...{ day, time, opening, rules, inside },
    patron: standingOf(patron, { day, rules }),
    method: patron.method,
    lockedOut: false,
    pinMatches: patron.pinMatches,
  }
  const decided = decideEntry(entry)
  const planned = calendarOfBranch(branch)
  const red = planned.country === null ? [] : redDaysOn(planned.country, day)
  return {
    branch,
    at,
    opening,
    day: { ...planOn(planned, at.toPlainDate()), red },
    ...{ rules, patron, inside },
    decision: decided.decision === 'granted' ? 'granted' : decided.reason,
    steps: traceEntry(entry),
  }
}

const ALWAYS = { begins: '1970-01-01', ends: null }
const ANY_TIME = { ...ALWAYS, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }
const CONSENT = { signed: '1970-01-01', revoked: null }

const standingOf = (
  patron: Imagined,
  { day, rules }: { day: string; rules: EntryRules },
): PatronStanding => {
  const { age, category, debt } = patron
  const version = patron.version ?? rules.agreement ?? 1
  const guardian = patron.hasGuardian ? CONSENT : null
  return {
    membership: patron.isMember ? [ALWAYS] : [],
    blocks: patron.isBlocked ? [ALWAYS] : [],
    agreements: patron.hasAgreement ? [{ ...CONSENT, version, guardian }] : [],
    allowed: patron.isAllowed ? [ANY_TIME] : [],
    born: Temporal.PlainDate.from(day).subtract({ years: age }).toString(),
    ...{ category, debt },
  }
}
