// The calendar of some days as stretches of time, each of one mode: from wall times to instants. Pure.
import { Temporal } from 'temporal-polyfill'
import type { Calendar, OpeningMode } from '../protocol/calendar.ts'
import { planOn } from './hours.ts'

/** From `from` up to, not including, `to`; infinite where the window ends first. Null = closed. */
export type Stretch = {
  mode: OpeningMode | null
  own: string | null
  from: number
  to: number
}
type Span = Stretch & { mode: OpeningMode }

/** `reach`: whole days each way. */
export type Around = { zone: string; calendar: Calendar; reach: number }

/** In order, without a gap; neighbours differ. */
export const stretchesAround = (
  at: number,
  { zone, calendar, reach }: Around,
): Stretch[] => {
  const today = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  const window = {
    from: instantOf(today.subtract({ days: reach }), '00:00', zone),
    to: instantOf(today.add({ days: reach }), '24:00', zone),
  }
  // The day before the first may reach into it.
  const days = Array.from({ length: 2 * reach + 2 }, (_, n) => n - reach - 1)
  const spans = days.flatMap((offset) =>
    spansOf(today.add({ days: offset }), zone, calendar),
  )
  return joined(spans.flatMap((span) => clipped(span, window)))
}

const spansOf = (date: Temporal.PlainDate, zone: string, calendar: Calendar): Span[] =>
  planOn(calendar, date).hours.map(({ mode, own = null, from, to }) => {
    const ends = to > from ? date : date.add({ days: 1 })
    return { mode, own, from: instantOf(date, from, zone), to: instantOf(ends, to, zone) }
  })

/** A wall time that a change of clock skips is read an hour later; one it repeats, the first time. */
const instantOf = (date: Temporal.PlainDate, wallTime: string, zone: string): number => {
  const isMidnight = wallTime === '24:00'
  return (isMidnight ? date.add({ days: 1 }) : date).toZonedDateTime({
    timeZone: zone,
    plainTime: isMidnight ? '00:00' : wallTime,
  }).epochMilliseconds
}

const clipped = (span: Span, window: { from: number; to: number }): Span[] => {
  const from = span.from <= window.from ? -Infinity : span.from
  const to = span.to >= window.to ? Infinity : span.to
  const isInside = span.to > window.from && span.from < window.to && span.from < span.to
  return isInside ? [{ ...span, from, to }] : []
}

/** Cuts time where anything begins or ends, and joins neighbours of one kind. */
const joined = (spans: readonly Span[]): Stretch[] => {
  const cuts = [-Infinity, ...spans.flatMap(({ from, to }) => [from, to])]
  const sorted = [...new Set(cuts)]
    .filter((cut) => cut < Infinity)
    .sort((a, b) => (a < b ? -1 : 1))
  const stretches: Stretch[] = []
  for (const [index, from] of sorted.entries()) {
    const { mode, own } = strongestAt(spans, from) ?? { mode: null, own: null }
    const to = sorted[index + 1] ?? Infinity
    const last = stretches.at(-1)
    if (last?.mode === mode && last.own === own) last.to = to
    else stretches.push({ mode, own, from, to })
  }
  return stretches
}

/** Staffed before self-service. */
const strongestAt = (spans: readonly Span[], at: number): Span | undefined => {
  const holding = spans.filter(({ from, to }) => from <= at && at < to)
  return holding.find(({ mode }) => mode === 'staffed') ?? holding[0]
}
