// What would happen at a door: the very rules that decide there, asked of a person who is made up.
import { Temporal } from 'temporal-polyfill'
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
  hasAgreement: boolean
  isBlocked: boolean
  isMember: boolean
  pinMatches: boolean
}

/** `at`: wall time at the branch, `2026-12-24T21:55`; one that autumn repeats is the first. */
export type Question = { branch: string; at: string; patron: Imagined }

export type Explained = {
  branch: BranchRow
  at: Temporal.ZonedDateTime
  opening: OpeningState
  day: DayPlan & { red: readonly RedDay[] }
  decision: 'granted' | EntryStep['reason']
  steps: readonly EntryStep[]
}

/** Undefined when there is no such branch. */
export const explainEntry = async (
  tx: Tx,
  { branch: id, at: wall, patron }: Question,
): Promise<Explained | undefined> => {
  const branch = await findBranch(tx, id)
  if (branch === undefined) return undefined
  const at = Temporal.PlainDateTime.from(wall).toZonedDateTime(branch.zone)
  const { day, time, opening } = hoursOf(branch, at.epochMilliseconds)
  const entry = {
    ...{ day, time, opening, rules: rulesOfBranch(branch) },
    patron: standingOf(patron, day),
    method: 'card-pin' as const,
    inside: null,
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
    decision: decided.decision === 'granted' ? 'granted' : decided.reason,
    steps: traceEntry(entry),
  }
}

const standingOf = (patron: Imagined, day: string): PatronStanding => {
  const always = [{ begins: '1970-01-01', ends: null }]
  const born = Temporal.PlainDate.from(day).subtract({ years: patron.age })
  return {
    membership: patron.isMember ? always : [],
    blocks: patron.isBlocked ? always : [],
    agreements: patron.hasAgreement
      ? [{ version: 1, signed: '1970-01-01', revoked: null, guardian: null }]
      : [],
    born: born.toString(),
    ...{ category: null, debt: 0, allowed: [] },
  }
}
