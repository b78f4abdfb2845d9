// Which hours a branch keeps on a day: an exception over a red day's own hours, those over the season's
// week, that over the usual week. Pure.
import type { Temporal } from 'temporal-polyfill'
import type { Calendar, Hours, Week } from '../protocol/calendar.ts'
import { type RedDay, redDaysOn } from './red-days.ts'

/** None = closed all day. Hours that begin on the day are its own, whenever they end. */
export const hoursOn = (calendar: Calendar, date: Temporal.PlainDate): readonly Hours[] => {
  const { country, through, exceptions, namedDays } = calendar
  const day = date.toString()
  if (through !== null && day > through) return []
  const exception = lastThatHolds(exceptions, day)
  if (exception !== undefined) return exception.hours
  const red = country === null ? [] : redDaysOn(country, day)
  const named = red.map(({ name }) => namedDays[name]).find((hours) => hours !== undefined)
  if (named !== undefined) return named
  const week = weekOn(calendar, day)
  const kept = classOf(red, week) ?? date.dayOfWeek
  return week.filter((one) => one.day === kept)
}

type Span = { begins: string; ends: string }

const lastThatHolds = <S extends Span>(spans: readonly S[], day: string): S | undefined =>
  spans.findLast(({ begins, ends }) => begins <= day && day <= ends)

const weekOn = ({ seasons, weeks }: Calendar, day: string): Week =>
  weeks[lastThatHolds(seasons, day)?.week ?? 'usual'] ?? []

/** A red day nobody thought of is closed: that is the safe mistake. */
const classOf = (red: readonly RedDay[], week: Week): 'red' | 'eve' | undefined => {
  if (red.some(({ kind }) => kind === 'red')) return 'red'
  return red.length > 0 && week.some(({ day }) => day === 'eve') ? 'eve' : undefined
}
