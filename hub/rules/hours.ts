// Which hours a branch keeps on a day: an exception over a red day's own hours, those over the season's
// week, that over the usual week. Pure.
import type { Temporal } from 'temporal-polyfill'
import type { Calendar, Hours, Week } from '../protocol/calendar.ts'
import { type RedDay, redDaysOn } from './red-days.ts'

/** What the hours of a day come from; `not-planned`: it is after the last day anybody has planned. */
export const HOURS_FROM = [
  'not-planned',
  'exception',
  'named-day',
  'red-day',
  'eve',
  'season',
  'usual-week',
] as const

/** Without hours the day is closed. Hours that begin on the day are its own, whenever they end. */
export type DayPlan = { from: (typeof HOURS_FROM)[number]; hours: readonly Hours[] }

export const planOn = (calendar: Calendar, date: Temporal.PlainDate): DayPlan => {
  const { country, through, exceptions, namedDays, seasons } = calendar
  const day = date.toString()
  if (through !== null && day > through) return { from: 'not-planned', hours: [] }
  const exception = lastThatHolds(exceptions, day)
  if (exception !== undefined) return { from: 'exception', hours: exception.hours }
  const red = country === null ? [] : redDaysOn(country, day)
  const named = red.map(({ name }) => namedDays[name]).find((hours) => hours !== undefined)
  if (named !== undefined) return { from: 'named-day', hours: named }
  const season = lastThatHolds(seasons, day)
  const week = calendar.weeks[season?.week ?? 'usual'] ?? []
  const kind = classOf(red, week)
  return {
    from: kind === undefined ? (season ? 'season' : 'usual-week') : FROM[kind],
    hours: week.filter((one) => one.day === (kind ?? date.dayOfWeek)),
  }
}

const FROM = { red: 'red-day', eve: 'eve' } as const

type Span = { begins: string; ends: string }

const lastThatHolds = <S extends Span>(spans: readonly S[], day: string): S | undefined =>
  spans.findLast(({ begins, ends }) => begins <= day && day <= ends)

/** A red day nobody thought of is closed: that is the safe mistake. */
const classOf = (red: readonly RedDay[], week: Week): 'red' | 'eve' | undefined => {
  if (red.some(({ kind }) => kind === 'red')) return 'red'
  return red.length > 0 && week.some(({ day }) => day === 'eve') ? 'eve' : undefined
}
