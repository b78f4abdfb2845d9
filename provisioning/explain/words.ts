// An explanation in sentences: the hours, each rule in its order, and what comes of it.
import type { Explanation } from '../../hub/api/client.ts'
import { lineOf, meaningOf } from './rules.ts'

/** `then`: when whoever works there goes or comes, or it closes or opens. */
const OPENING: Record<string, (then: string | undefined) => string> = {
  staffed: (then) => `open, with staff${upTo(then)}`,
  clearing: (then) => `open, and staff have just gone; without them${upTo(then)}`,
  'self-service': (then) => `open without staff${upTo(then)}`,
  'last-call-15': (then) => `open, and closes at ${then}`,
  'last-call-5': (then) => `open, and closes at ${then}`,
  closing: (then) => `closed, with people on their way out${upTo(then)}`,
  closed: (then) => `closed${upTo(then)}`,
  paused: (then) => `closed: the hours without staff are paused${upTo(then)}`,
  'entry-lockdown': (then) => `closed to everybody${upTo(then)}`,
}

const upTo = (then: string | undefined): string =>
  then === undefined ? ' until told otherwise' : ` until ${then}`

const FROM: Record<string, string> = {
  'not-planned': 'nobody has planned this day yet',
  exception: 'a dated exception',
  'named-day': 'hours of this very day',
  'red-day': 'the hours of red days',
  eve: 'the hours of eves',
  season: "the season's week",
  'usual-week': 'the usual week',
}

/** `2026-12-24T21:55:00+01:00` as `2026-12-24 21:55`. */
const wall = (moment: string): string => moment.slice(0, 16).replace('T', ' ')

export const explained = (about: Explanation): string =>
  [
    `${about.name}, ${wall(about.at)}`,
    `  It is ${stateOf(about)}.`,
    `  Hours: ${hoursOf(about)} (${[FROM[about.day.from] ?? about.day.from, ...about.day.red].join(', ')})`,
    '',
    ...about.steps.map((step) => `  ${lineOf(step, about)}`),
    '',
    ...decided(about),
    '',
  ].join('\n')

const decided = ({ decision, rules: { coVisitors } }: Explanation): readonly string[] => {
  if (decision !== 'granted')
    return [
      `Not let in: ${decision}. ${meaningOf(decision)}`,
      'The street hears only that the door stays shut.',
    ]
  return coVisitors === 0 ? ['Let in.'] : [`Let in, with up to ${coVisitors} more.`]
}

const stateOf = ({ opening: { name, modeUntil } }: Explanation): string =>
  OPENING[name]?.(modeUntil === null ? undefined : wall(modeUntil)) ?? name

const hoursOf = ({ day: { hours } }: Explanation): string =>
  hours.length === 0
    ? 'none'
    : hours
        .map(({ from, to, mode, own }) => `${from}–${to} ${own ?? MODES[mode]}`)
        .join(', ')

const MODES = { staffed: 'with staff', 'self-service': 'without' } as const
