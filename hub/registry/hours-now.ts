// A branch's hours at an instant, for whoever waits at its door: its calendar is read only when it is
// another than last time.
import type { Hours } from '../rules/opening.ts'
import { type OpeningMemory, openingMemory } from '../rules/opening-memory.ts'
import { type BranchRow, calendarOfBranch, dayAndTime, type HoursNow } from './branches.ts'

type Known = { written: string; hours: Hours; openingAt: OpeningMemory }

/** Equal to `hoursOf`. */
export const createHoursNow = (): ((branch: BranchRow, now: number) => HoursNow) => {
  const known = new Map<string, Known>()
  const knownOf = (branch: BranchRow): Known => {
    const { id, zone, calendar, overrides } = branch
    const written = [zone, calendar, overrides].join('\n')
    const before = known.get(id)
    if (before?.written === written) return before
    const hours = { zone, calendar: calendarOfBranch(branch) }
    const made = { written, hours, openingAt: openingMemory() }
    known.set(id, made)
    return made
  }
  return (branch, now) => {
    const { hours, openingAt } = knownOf(branch)
    return { ...dayAndTime(branch, now), opening: openingAt(now, hours) }
  }
}
