import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { calendar, type Week } from '../../../hub/protocol/calendar.ts'
import type { OpeningPeriod } from '../../../hub/protocol/configuration.ts'
import { type OpeningState, openingState } from '../../../hub/rules/opening.ts'
import { anyPeriod } from '../../support/opening-hours.ts'

const STOCKHOLM = 'Europe/Stockholm'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const stateAt = (at: number, usual: Week): OpeningState =>
  openingState(at, {
    zone: STOCKHOLM,
    calendar: calendar.parse({ country: null, weeks: { usual } }),
  })

const daily = (from: string, to: string, mode: OpeningPeriod['mode']): Week =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to, mode }))

/** Self-service 06–22 every day, staffed Mondays 13–19 and Fridays 16–22. */
const VILLAGE: Week = [
  ...daily('06:00', '22:00', 'self-service'),
  { day: 1, from: '13:00', to: '19:00', mode: 'staffed' },
  { day: 5, from: '16:00', to: '22:00', mode: 'staffed' },
]

/** Winter time, UTC+1: Monday is 16, Sunday 22 November 2026. */
const november = (day: number, wall: string): number => {
  const [hour = 0, minute = 0] = wall.split(':').map(Number)
  return Date.UTC(2026, 10, day, hour - 1, minute)
}

const ROWS: [when: string, at: number, name: string, mode: string | null, until: number][] =
  [
    ['at night', november(16, '03:00'), 'closed', null, november(16, '06:00')],
    [
      'the last millisecond of the night',
      november(16, '06:00') - 1,
      'closed',
      null,
      november(16, '06:00'),
    ],
    [
      'when it opens',
      november(16, '06:00'),
      'self-service',
      'self-service',
      november(16, '13:00'),
    ],
    ['when staff come', november(16, '13:00'), 'staffed', 'staffed', november(16, '19:00')],
    [
      'a minute before staff leave, which is no closing',
      november(16, '18:59'),
      'staffed',
      'staffed',
      november(16, '19:00'),
    ],
    [
      'when staff leave',
      november(16, '19:00'),
      'self-service',
      'self-service',
      november(16, '21:45'),
    ],
    [
      'a quarter before closing',
      november(16, '21:45'),
      'last-call-15',
      'self-service',
      november(16, '21:55'),
    ],
    [
      'five minutes before closing',
      november(16, '21:55'),
      'last-call-5',
      'self-service',
      november(16, '22:00'),
    ],
    ['at closing time', november(16, '22:00'), 'closed', null, november(17, '06:00')],
    [
      'before a closing that staff see to',
      november(20, '21:50'),
      'last-call-15',
      'staffed',
      november(20, '21:55'),
    ],
    [
      'on Sunday night, across the end of the week',
      november(22, '23:00'),
      'closed',
      null,
      november(23, '06:00'),
    ],
  ]

for (const [when, at, name, mode, until] of ROWS)
  test(`is ${name} ${when}`, () => {
    const state = stateAt(at, VILLAGE)
    assert.equal(
      { name: state.name, mode: state.mode, until: state.until },
      { name, mode, until },
    )
  })

test('says when the branch closes, not when the last call begins', () => {
  const evening = ['19:00', '21:44', '21:45', '21:55', '21:59'] as const
  for (const time of evening) {
    const { modeUntil } = stateAt(november(16, time), VILLAGE)
    assert.is(modeUntil, november(16, '22:00'), time)
  }
})

test('is always closed with an empty week', () => {
  const always = { since: null, until: null, modeUntil: null }
  const never = { name: 'closed', mode: null, own: null, ...always }
  assert.equal(stateAt(november(16, '12:00'), []), never)
})

test('never closes when every day is whole', () => {
  const state = stateAt(november(16, '23:59'), daily('00:00', '24:00', 'staffed'))
  const forever = { since: null, until: null, modeUntil: null }
  assert.equal(state, { name: 'staffed', mode: 'staffed', own: null, ...forever })
})

test('opens once a week', () => {
  const week: Week = [{ day: 3, from: '10:00', to: '11:00', mode: 'staffed' }]
  const state = stateAt(november(18, '11:00'), week)
  assert.is(state.since, november(18, '11:00'))
  assert.is(state.until, november(25, '10:00'))
})

test('goes on over midnight when one day ends where the next begins', () => {
  const week: Week = [
    { day: 5, from: '20:00', to: '24:00', mode: 'self-service' },
    { day: 6, from: '00:00', to: '02:00', mode: 'self-service' },
  ]
  const state = stateAt(november(20, '23:55'), week)
  assert.equal(
    [state.name, state.since, state.until],
    ['self-service', november(20, '20:00'), november(21, '01:45')],
  )
})

test('a branch open for ten minutes begins with its last call', () => {
  const week: Week = [{ day: 1, from: '10:00', to: '10:10', mode: 'self-service' }]
  const state = stateAt(november(16, '10:01'), week)
  assert.equal([state.name, state.since], ['last-call-15', november(16, '10:00')])
})

test('a wall time that spring skips is read an hour later', () => {
  // 29 March 2026: 02:00 CET is followed by 03:00 CEST (EU directive 2000/84/EC).
  const week: Week = [{ day: 7, from: '02:30', to: '05:00', mode: 'self-service' }]
  const before = stateAt(Date.UTC(2026, 2, 29, 0, 59), week)
  assert.equal([before.name, before.until], ['closed', Date.UTC(2026, 2, 29, 1, 30)])
})

test('a wall time that autumn repeats is read the first time', () => {
  const week: Week = [{ day: 7, from: '00:00', to: '02:30', mode: 'self-service' }]
  const state = stateAt(Date.UTC(2026, 9, 25, 0, 0), week)
  assert.is(state.until, Date.UTC(2026, 9, 25, 0, 15))
  assert.is(stateAt(Date.UTC(2026, 9, 25, 0, 30), week).name, 'closed')
})

const lastSunday = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month + 1, 0))
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1)
}

/** Every change of clock in the EU 2026–2035: the last Sunday of March and October, 01:00 UTC. */
const CHANGES = Array.from({ length: 10 }, (_, n) => 2026 + n).flatMap((year) =>
  [2, 9].map((month) => lastSunday(year, month)),
)

/** Open round the changes, closing 15 and 5 minutes after things that could go wrong. */
const NIGHT: Week = [
  ...daily('00:30', '01:45', 'self-service'),
  ...daily('03:00', '04:00', 'staffed'),
  ...daily('04:00', '04:20', 'self-service'),
]

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: STOCKHOLM,
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Reads the wall clock, knowing nothing of instants. */
const modeByTheWall = (at: number, week: Week): string | null => {
  const [weekday = '', time = ''] = clock.format(at).split(/,? /)
  const day = WEEKDAYS.indexOf(weekday) + 1
  const spans = week.filter(
    (span) => span.day === day && span.from <= time && time < span.to,
  )
  return spans.find(({ mode }) => mode === 'staffed')?.mode ?? spans[0]?.mode ?? null
}

const nameByTheWall = (at: number, week: Week): string => {
  const mode = modeByTheWall(at, week)
  if (mode === null) return 'closed'
  const minutes = Array.from({ length: 16 }, (_, n) => n)
  const left = minutes.find((n) => modeByTheWall(at + n * MINUTE, week) === null) ?? 16
  return left <= 5 ? 'last-call-5' : left <= 15 ? 'last-call-15' : mode
}

/** Through the whole night, closing after the change. */
const OVER_NIGHT: Week = daily('22:00', '03:40', 'self-service')
/** The same as one who reads the wall clock has it. */
const OVER_NIGHT_BY_DAY: Week = [
  ...daily('22:00', '24:00', 'self-service'),
  ...daily('00:00', '03:40', 'self-service'),
]

for (const [what, week, byTheWall] of [
  ['short hours', NIGHT, NIGHT],
  ['hours over midnight', OVER_NIGHT, OVER_NIGHT_BY_DAY],
] as const)
  test(`${what}: every second round every change of clock 2026–2035 is as the wall says`, () => {
    for (const change of CHANGES) {
      let state = stateAt(change - 3 * HOUR, week)
      for (let at = change - 3 * HOUR; at < change + 3 * HOUR; at += 1000) {
        if (state.until !== null && at >= state.until) state = stateAt(at, week)
        // Nothing changes but at a whole minute, by the wall as by the hours.
        if (at % MINUTE === 0 || at === state.since)
          assert.is(state.name, nameByTheWall(at, byTheWall), new Date(at).toISOString())
        assert.ok((state.since ?? at) <= at && at < (state.until ?? Infinity))
      }
    }
  })

test("does not care about the host's own time zone", () => {
  const before = process.env.TZ
  const states = ['UTC', 'Pacific/Auckland', 'America/St_Johns'].map((zone) => {
    process.env.TZ = zone
    return ROWS.map(([, at]) => stateAt(at, VILLAGE))
  })
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
  assert.equal(states[1], states[0])
  assert.equal(states[2], states[0])
})

test('each state lasts exactly from its since to its until', () => {
  fc.assert(
    fc.property(
      fc.array(anyPeriod, { maxLength: 12 }),
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 11, 31) }),
      (week, at) => {
        const state = stateAt(at, week)
        const { name, since, until } = state
        if (since !== null) {
          assert.ok(since <= at)
          assert.is(stateAt(since, week).name, name)
          assert.is.not(stateAt(since - 1, week).name, name)
        }
        if (until !== null) {
          assert.ok(at < until)
          assert.is(stateAt(until - 1, week).name, name)
          assert.is.not(stateAt(until, week).name, name)
        }
      },
    ),
    { numRuns: 200 },
  )
})

test.run()
