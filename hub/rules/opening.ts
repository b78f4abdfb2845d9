// What a branch is at an instant: staffed, self-service, about to close, or closed.
// Wall times become instants first: a change of clock is then only a longer or a shorter day.
import { Temporal } from 'temporal-polyfill'
import type { OpeningPeriod, WeekPattern } from '../protocol/configuration.ts'

export type OpeningMode = OpeningPeriod['mode']

export type OpeningState = {
  /** `last-call-…`: the last 15 or 5 minutes before the branch closes altogether. */
  name: 'staffed' | 'self-service' | 'last-call-15' | 'last-call-5' | 'closed'
  /** Whether anybody works there, also during last call; null = closed. */
  mode: OpeningMode | null
  /** When this name began and ends, ms since 1970 UTC; null = always was, always will be. */
  since: number | null
  until: number | null
  /** When the mode ends, which is what a sign says: staff go or come, or the branch closes or opens. */
  modeUntil: number | null
}

/** From `from` up to, not including, `to`; infinite where the week never changes. */
type Span = { mode: OpeningMode; from: number; to: number }
type Stretch = { mode: OpeningMode | null; from: number; to: number }

/** The week repeats: eight days each way hold the change before and the change after. */
const DAYS_AROUND = 8
const MINUTE = 60_000

/** `at` in ms since 1970 UTC, `zone` an IANA name. Where periods overlap, staffed counts. */
export const openingState = (at: number, zone: string, week: WeekPattern): OpeningState => {
  const stretches = stretchesOf(spansAround(at, zone, week))
  const current = stretches.find(({ to }) => at < to) ?? ALWAYS_CLOSED
  if (current.mode === null) return named('closed', current, current)
  const { from, to } = openBlock(stretches, stretches.indexOf(current))
  const fifteen = to - 15 * MINUTE
  const five = to - 5 * MINUTE
  if (at >= five) return named('last-call-5', current, { from: max(five, from), to })
  if (at >= fifteen)
    return named('last-call-15', current, { from: max(fifteen, from), to: five })
  return named(current.mode, current, { ...current, to: min(current.to, fifteen) })
}

const { min, max } = Math
const ALWAYS_CLOSED: Stretch = { mode: null, from: -Infinity, to: Infinity }

const named = (
  name: OpeningState['name'],
  { mode, to: modeTo }: Stretch,
  { from, to }: { from: number; to: number },
): OpeningState => ({
  ...{ name, mode },
  since: finite(from),
  until: finite(to),
  modeUntil: finite(modeTo),
})

const finite = (instant: number): number | null =>
  Number.isFinite(instant) ? instant : null

/** Every period of the days around `at`, as instants. */
const spansAround = (at: number, zone: string, week: WeekPattern): Span[] => {
  const today = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  return Array.from({ length: 2 * DAYS_AROUND + 1 }, (_, n) => n - DAYS_AROUND).flatMap(
    (offset) => {
      const date = today.add({ days: offset })
      return week
        .filter(({ day }) => day === date.dayOfWeek)
        .map(({ mode, from, to }) => ({
          mode,
          from:
            offset === -DAYS_AROUND && from === '00:00'
              ? -Infinity
              : instantOf(date, from, zone),
          to:
            offset === DAYS_AROUND && to === '24:00' ? Infinity : instantOf(date, to, zone),
        }))
    },
  )
}

/** A wall time that a change of clock skips is read an hour later; one it repeats, the first time. */
const instantOf = (date: Temporal.PlainDate, wallTime: string, zone: string): number => {
  const midnight = wallTime === '24:00'
  return (midnight ? date.add({ days: 1 }) : date).toZonedDateTime({
    timeZone: zone,
    plainTime: midnight ? '00:00' : wallTime,
  }).epochMilliseconds
}

/** Cuts time where anything begins or ends, and joins neighbours of the same mode. */
const stretchesOf = (spans: readonly Span[]): Stretch[] => {
  const cuts = [-Infinity, ...spans.flatMap(({ from, to }) => [from, to]), Infinity]
  const sorted = [...new Set(cuts)].sort((a, b) => (a < b ? -1 : 1))
  const stretches: Stretch[] = []
  for (const [index, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[index + 1] ?? Infinity
    const mode = modeAt(spans, from)
    const last = stretches.at(-1)
    if (last?.mode === mode) last.to = to
    else stretches.push({ mode, from, to })
  }
  return stretches
}

const modeAt = (spans: readonly Span[], at: number): OpeningMode | null => {
  const modes = spans
    .filter(({ from, to }) => from <= at && at < to)
    .map(({ mode }) => mode)
  return modes.includes('staffed') ? 'staffed' : (modes[0] ?? null)
}

/** From when the branch opened to when it closes altogether, whoever works there between. */
const openBlock = (stretches: readonly Stretch[], index: number) => {
  let first = index
  let last = index
  while (isOpen(stretches[first - 1])) first -= 1
  while (isOpen(stretches[last + 1])) last += 1
  return { from: stretches[first]?.from ?? -Infinity, to: stretches[last]?.to ?? Infinity }
}

const isOpen = (stretch: Stretch | undefined): boolean =>
  stretch !== undefined && stretch.mode !== null
