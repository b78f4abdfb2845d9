// The hours of a branch as the profile has them: its usual week, its seasons' weeks, and what the
// co-operation has in common.
import { type Calendar, calendar, type Week } from '../protocol/calendar.ts'
import type { WeekPattern } from '../protocol/configuration.ts'
import type { ProfileFile } from './profile-file.ts'

type BranchOfFile = ProfileFile['branches'][number]

export const calendarOf = (file: ProfileFile, branch: BranchOfFile): Calendar => {
  const own = { country: null, ...file.calendar, ...branch.calendar }
  const seasonal = (own.seasons ?? []).map(({ week }) => [week, weekOf(file, week)])
  const weeks = { ...Object.fromEntries(seasonal), usual: weekOf(file, branch.week) }
  return calendar.parse({ ...own, weeks })
}

const weekOf = ({ weeks }: ProfileFile, name: string): Week =>
  (weeks[name] ?? []).flatMap(({ days, ...hours }) =>
    days.map((day) => ({ day, ...hours })),
  )

/** The usual week alone, hours over midnight as two: all that kiosks knew before calendars. */
export const weekPatternOf = ({ weeks: { usual = [] } }: Calendar): WeekPattern =>
  usual.flatMap(({ day, from, to, mode }) => {
    if (typeof day === 'string') return []
    if (to > from) return [{ day, from, to, mode }]
    const evening = { day, from, to: '24:00', mode }
    return to === '00:00'
      ? [evening]
      : [evening, { day: (day % 7) + 1, from: '00:00', to, mode }]
  })
