// Branches with their rules, and what a kiosk is told of its own.

import { z } from 'zod'
import { premises } from '../protocol/actions.ts'
import { type Calendar, calendar, override } from '../protocol/calendar.ts'
import { type KioskConfiguration, weekPattern } from '../protocol/configuration.ts'
import { type EntryRules, entryRules, rulesByAge } from '../protocol/entry-rules.ts'
import { localDay, localTime } from '../rules/local-day.ts'
import { type OpeningState, openingState } from '../rules/opening.ts'
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

export type BranchRow = Tables['branch']

export const findBranch = (tx: Tx, id: string): Promise<BranchRow | undefined> =>
  tx.selectFrom('branch').selectAll().where('id', '=', id).executeTakeFirst()

/** For a branch that must be there: a kiosk's own, or one that a row names. */
export const branchOf = (tx: Tx, id: string): Promise<BranchRow> =>
  tx.selectFrom('branch').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

export type HoursNow = { day: string; time: string; opening: OpeningState }

/** The branch's calendar day, wall time and opening state at `now`. */
export const hoursOf = (branch: BranchRow, now: number): HoursNow => ({
  ...dayAndTime(branch, now),
  opening: openingState(now, { zone: branch.zone, calendar: calendarOfBranch(branch) }),
})

export const dayAndTime = (
  { zone }: Pick<BranchRow, 'zone'>,
  now: number,
): Pick<HoursNow, 'day' | 'time'> => ({
  day: localDay(now, zone),
  time: localTime(now, zone),
})

/** Who is let in there when nobody works. */
export const rulesOfBranch = ({ entry, minimum_age }: BranchRow): EntryRules =>
  entry === null ? rulesByAge(minimum_age) : entryRules.parse(JSON.parse(entry))

/** With what staff have set aside of it. */
export const calendarOfBranch = ({ calendar: planned, overrides }: BranchRow): Calendar => {
  const read = calendar.parse(JSON.parse(planned))
  const added = z.array(override).parse(JSON.parse(overrides))
  return { ...read, overrides: [...read.overrides, ...added] }
}

/** What the kiosks of a branch run on; null when there is no such branch. */
export const kioskConfiguration = async (
  tx: Tx,
  id: string,
): Promise<KioskConfiguration | null> => {
  const branch = await findBranch(tx, id)
  if (branch === undefined) return null
  const { isil } = await tx
    .selectFrom('member')
    .select('isil')
    .where('id', '=', branch.member)
    .executeTakeFirstOrThrow()
  const { name, member, zone, phone, emergency } = branch
  return {
    version: branch.version,
    branch: { id, name, member, isil, zone, phone, emergency },
    week: weekPattern.parse(JSON.parse(branch.week)),
    calendar: calendarOfBranch(branch),
    ...(branch.premises !== null && {
      premises: premises.parse(JSON.parse(branch.premises)),
    }),
    unlockMs: branch.unlock_ms,
    extendedUnlockMs: branch.extended_ms,
    minimumAge: branch.minimum_age,
    entry: rulesOfBranch(branch),
    loanDays: branch.loan_days,
  }
}
