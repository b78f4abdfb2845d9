// What a branch is at an instant: staffed, self-service, about to close, or closed. Wall times become
// instants first: a change of clock is then only a longer or a shorter day. Pure.
import {
  type Calendar,
  calendar,
  type OPENING_STATES,
  type OpeningMode,
} from '../protocol/calendar.ts'
import type { KioskConfiguration } from '../protocol/configuration.ts'
import { type Stretch, stretchesAround } from './stretches.ts'

export type { OpeningMode }

/**
 * `last-call-…`: the last 15 or 5 minutes before the branch closes altogether. `clearing`: staff have
 * just gone. `closing`: it is closed, and somebody may still be on the way out. `paused` and
 * `entry-lockdown`: somebody has set the hours aside.
 */
export type OpeningName = (typeof OPENING_STATES)[number]

export type OpeningState = {
  name: OpeningName
  /** Whether anybody works there, also during last call; null = nobody is let in. */
  mode: OpeningMode | null
  /** What the branch itself calls these hours. */
  own: string | null
  /** When this began and ends, ms since 1970 UTC; null = more than a year ago, or ahead. */
  since: number | null
  until: number | null
  /** When the mode ends, which is what a sign says: staff go or come, or the branch closes or opens. */
  modeUntil: number | null
}

/** `zone` an IANA name. */
export type Hours = { zone: string; calendar: Calendar }

/** The hours a kiosk goes by. */
export const hoursOf = ({
  branch,
  week,
  calendar: own,
}: Pick<KioskConfiguration, 'branch' | 'week' | 'calendar'>): Hours => ({
  zone: branch.zone,
  calendar: own ?? calendar.parse({ country: null, weeks: { usual: week } }),
})

type Moment = Pick<OpeningState, 'name' | 'mode' | 'own'>
/** From `from` up to, not including, `to`; infinite where the window ends first. */
export type Part = Moment & { from: number; to: number }

/** Days looked at each way: most questions are answered by the nearest. */
export const REACHES = [2, 9, 50, 400] as const
const MINUTE = 60_000

/** `at` in ms since 1970 UTC. Where hours overlap, staffed counts. */
export const openingState = (at: number, { zone, calendar }: Hours): OpeningState => {
  for (const reach of REACHES) {
    const state = stateAmong(partsAround(at, { zone, calendar }, reach), at)
    // What the window does not show may lie behind its edge.
    if (![state.since, state.until, state.modeUntil].includes(null)) return state
    if (reach === REACHES.at(-1)) return state
  }
  throw new Error('no reach to look at')
}

/** The states of `reach` whole days each way, in order and without a gap; neighbours differ. */
export const partsAround = (at: number, hours: Hours, reach: number): Part[] =>
  partsOf(stretchesAround(at, { ...hours, reach }), hours.calendar)

const stateAmong = (parts: readonly Part[], at: number): OpeningState => {
  const now = parts.findIndex(({ to }) => at < to)
  const part = parts[now]
  if (part === undefined) throw new Error('an instant outside of time')
  const { name, mode, own, from, to } = part
  const next = parts.slice(now).find((one) => one.mode !== mode)
  return {
    ...{ name, mode, own },
    since: finite(from),
    until: finite(to),
    modeUntil: finite(next?.from ?? Infinity),
  }
}

const finite = (instant: number): number | null =>
  Number.isFinite(instant) ? instant : null

/** Cuts the stretches where their name changes; neighbours differ. */
const partsOf = (stretches: readonly Stretch[], calendar: Calendar): Part[] => {
  const cuts = stretches.flatMap((stretch, index) =>
    cutsOf(stretch, closingOf(stretches, index), calendar),
  )
  const overrides = calendar.overrides.flatMap(({ from, until }) => [
    from,
    until ?? Infinity,
  ])
  const sorted = [...new Set([-Infinity, ...cuts, ...overrides])]
    .filter((cut) => cut < Infinity)
    .sort((a, b) => (a < b ? -1 : 1))
  const parts: Part[] = []
  for (const [index, from] of sorted.entries()) {
    const moment = momentAt(from, stretches, calendar)
    const to = sorted[index + 1] ?? Infinity
    const last = parts.at(-1)
    if (last !== undefined && isSame(last, moment)) last.to = to
    else parts.push({ ...moment, from, to })
  }
  return parts
}

const isSame = (a: Moment, b: Moment): boolean =>
  a.name === b.name && a.mode === b.mode && a.own === b.own

const cutsOf = (
  { from, mode }: Stretch,
  closes: number,
  { clearingMinutes, closingMinutes }: Calendar,
): number[] => [
  from,
  from + (mode === null ? closingMinutes : clearingMinutes) * MINUTE,
  ...(mode === null ? [] : [closes - 15 * MINUTE, closes - 5 * MINUTE]),
]

const momentAt = (
  at: number,
  stretches: readonly Stretch[],
  calendar: Calendar,
): Moment => {
  const planned = plannedAt(at, stretches, calendar)
  const holds = (kind: string): boolean =>
    calendar.overrides.some(
      (one) =>
        one.kind === kind && one.from <= at && (one.until === null || at < one.until),
    )
  if (holds('entry-lockdown')) return { name: 'entry-lockdown', mode: null, own: null }
  if (planned.mode === 'self-service' && holds('paused'))
    return { name: 'paused', mode: null, own: null }
  return planned
}

const plannedAt = (
  at: number,
  stretches: readonly Stretch[],
  { clearingMinutes, closingMinutes }: Calendar,
): Moment => {
  const index = stretches.findIndex(({ to }) => at < to)
  const { mode, own, from } = stretches[index] ?? CLOSED
  const before = stretches[index - 1]?.mode ?? null
  const isWithin = (minutes: number): boolean => at < from + minutes * MINUTE
  if (mode === null)
    return { name: isWithin(closingMinutes) ? 'closing' : 'closed', mode, own }
  const closes = closingOf(stretches, index)
  if (at >= closes - 5 * MINUTE) return { name: 'last-call-5', mode, own }
  if (at >= closes - 15 * MINUTE) return { name: 'last-call-15', mode, own }
  const isAlone = mode === 'self-service' && before === 'staffed'
  return { name: isAlone && isWithin(clearingMinutes) ? 'clearing' : mode, mode, own }
}

const CLOSED = { mode: null, own: null, from: -Infinity }

/** When the branch closes altogether, whoever works there until then. */
const closingOf = (stretches: readonly Stretch[], index: number): number =>
  stretches.slice(index).find(({ mode }) => mode === null)?.from ?? Infinity
