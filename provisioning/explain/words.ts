// An explanation in sentences: the hours, each rule in its order, and what comes of it.
import type { Explanation } from '../../hub/api/client.ts'

const OPENING: Record<string, string> = {
  staffed: 'open, with staff',
  clearing: 'open without staff, who have just gone',
  'self-service': 'open without staff',
  'last-call-15': 'open, and closes within 15 minutes',
  'last-call-5': 'open, and closes within 5 minutes',
  closing: 'closed, and whoever is inside is on the way out',
  closed: 'closed',
  paused: 'closed: the hours without staff are paused',
  'entry-lockdown': 'closed: nobody is let in until told otherwise',
}

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
  'locked-out': () => 'not too many wrong PINs lately',
  'wrong-pin': () => 'the PIN is right',
}

const MARK = { passed: 'yes', refused: 'NO', 'not-asked': '-' } as const

/** `2026-12-24T21:55:00+01:00` as `2026-12-24 21:55`. */
const wall = (moment: string): string => moment.slice(0, 16).replace('T', ' ')

export const explained = (about: Explanation): string =>
  [
    `${about.name}, ${wall(about.at)}`,
    `  It is ${OPENING[about.opening.name] ?? about.opening.name}${until(about)}.`,
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

const until = ({ opening: { until } }: Explanation): string =>
  until === null ? '' : ` until ${wall(until)}`

const hoursOf = ({ day: { hours } }: Explanation): string =>
  hours.length === 0
    ? 'none'
    : hours
        .map(({ from, to, mode, own }) => `${from}–${to} ${own ?? MODES[mode]}`)
        .join(', ')

const MODES = { staffed: 'with staff', 'self-service': 'without' } as const
