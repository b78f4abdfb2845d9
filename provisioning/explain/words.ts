// An explanation in sentences: the hours, each rule in its order, and what comes of it.
import type { Explanation } from '../../hub/api/client.ts'

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

type Reason = Explanation['steps'][number]['reason']

/** What each rule asks, as a sentence that is true when it passes. */
const RULES: Record<Reason, (about: Explanation) => string> = {
  'unknown-card': () => 'the card is known',
  'member-not-in-force': () => 'the member takes part that day',
  blocked: () => 'the card is not blocked',
  closed: () => 'the branch is open',
  'under-age': ({ minimumAge }) => `${minimumAge} years or older`,
  'no-agreement': () => 'an agreement is signed',
  'login-method': () => 'this way of saying who one is counts here',
  'entry-lockdown': () => 'nobody has closed the branch to everybody',
  'agreement-outdated': () => 'the agreement is of the version that counts',
  'no-guardian-consent': () => 'a guardian has consented',
  category: () => 'of a group that is let in',
  debt: () => 'owes no more than is allowed',
  full: () => 'there is room inside',
  'locked-out': () => 'not too many wrong PINs lately',
  'wrong-pin': () => 'the PIN is right',
}

const MARK = { passed: 'yes', refused: 'NO', 'not-asked': '-', waived: '-' } as const

/** `2026-12-24T21:55:00+01:00` as `2026-12-24 21:55`. */
const wall = (moment: string): string => moment.slice(0, 16).replace('T', ' ')

export const explained = (about: Explanation): string =>
  [
    `${about.name}, ${wall(about.at)}`,
    `  It is ${stateOf(about)}.`,
    `  Hours: ${hoursOf(about)} (${[FROM[about.day.from] ?? about.day.from, ...about.day.red].join(', ')})`,
    '',
    ...about.steps.map(
      ({ reason, verdict }) => `  ${MARK[verdict].padEnd(4)}${RULES[reason](about)}`,
    ),
    '',
    about.decision === 'granted'
      ? 'Let in.'
      : `Not let in: ${about.decision}. The street hears only that the door stays shut.`,
    '',
  ].join('\n')

const stateOf = ({ opening: { name, modeUntil } }: Explanation): string =>
  OPENING[name]?.(modeUntil === null ? undefined : wall(modeUntil)) ?? name

const hoursOf = ({ day: { hours } }: Explanation): string =>
  hours.length === 0
    ? 'none'
    : hours
        .map(({ from, to, mode, own }) => `${from}–${to} ${own ?? MODES[mode]}`)
        .join(', ')

const MODES = { staffed: 'with staff', 'self-service': 'without' } as const
