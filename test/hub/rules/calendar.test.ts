// Hours beyond the usual week (faults 16 and 18): red days and eves, seasons, exceptions, over midnight,
// what follows when staff or the last patron go, and what sets the hours aside.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { z } from 'zod'
import {
  calendar,
  type Hours,
  RED_DAYS,
  type Week,
} from '../../../hub/protocol/calendar.ts'
import { hoursOf, type OpeningState, openingState } from '../../../hub/rules/opening.ts'

type Written = z.input<typeof calendar>

const ZONE = 'Europe/Stockholm'
const MINUTE = 60_000
const WORKDAYS = [1, 2, 3, 4, 5]
const WEEK = [1, 2, 3, 4, 5, 6, 7]

const hours = (from: string, to: string, mode: Hours['mode'], own?: string): Hours => ({
  ...{ from, to, mode },
  ...(own !== undefined && { own }),
})
const alone = (from: string, to: string): Hours => hours(from, to, 'self-service')
const staffed = (from: string, to: string): Hours => hours(from, to, 'staffed')
const on = (days: readonly Week[number]['day'][], ...all: Hours[]): Week =>
  days.flatMap((day) => all.map((one) => ({ day, ...one })))

/** Self-service 06–22 every day, staffed 10–18 on workdays. */
const usual = [
  ...on(WEEK, alone('06:00', '22:00')),
  ...on(WORKDAYS, staffed('10:00', '18:00')),
]
const SWEDISH: Written = { country: 'SE', weeks: { usual } }

const winter = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}+01:00`)
const summer = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}+02:00`)

const stateAt = (at: number, written: Written): OpeningState =>
  openingState(at, { zone: ZONE, calendar: calendar.parse(written) })

type Row = [when: string, at: number, written: Written, name: string, until: number | null]

const ROWS: Row[] = [
  [
    'on a red day with hours of red days',
    winter('2026-10-31 12:00'),
    { ...SWEDISH, weeks: { usual: [...usual, ...on(['red'], alone('08:00', '16:00'))] } },
    'self-service',
    winter('2026-10-31 15:45'),
  ],
  [
    'on an eve that nobody has said anything of',
    winter('2026-12-31 12:00'),
    SWEDISH,
    'staffed',
    winter('2026-12-31 18:00'),
  ],
  [
    'on All Saints’ Day, when another town’s library opened itself for 446 people',
    winter('2026-10-31 12:00'),
    SWEDISH,
    'closed',
    winter('2026-11-01 06:00'),
  ],
  [
    'on a red day where red days are days like others',
    winter('2026-10-31 12:00'),
    { ...SWEDISH, country: null },
    'self-service',
    winter('2026-10-31 21:45'),
  ],
  [
    'on the eve of Christmas, with hours of eves',
    winter('2026-12-24 09:00'),
    { ...SWEDISH, weeks: { usual: [...usual, ...on(['eve'], staffed('08:00', '13:00'))] } },
    'staffed',
    winter('2026-12-24 12:45'),
  ],
  [
    'on midsummer eve, whose own hours count over those of eves',
    summer('2026-06-19 09:00'),
    {
      ...SWEDISH,
      weeks: { usual: [...usual, ...on(['eve'], staffed('08:00', '13:00'))] },
      namedDays: { 'midsummer-eve': [] },
    },
    'closed',
    summer('2026-06-21 06:00'),
  ],
  [
    'on a red day that an exception opens',
    winter('2026-12-26 12:00'),
    {
      ...SWEDISH,
      exceptions: [
        { begins: '2026-12-26', ends: '2026-12-26', hours: [alone('11:00', '15:00')] },
      ],
    },
    'self-service',
    winter('2026-12-26 14:45'),
  ],
  [
    'in a season with a week of its own',
    summer('2026-07-06 12:00'),
    {
      ...SWEDISH,
      weeks: { usual, summer: on(WORKDAYS, staffed('10:00', '14:00')) },
      seasons: [{ begins: '2026-06-29', ends: '2026-08-02', week: 'summer' }],
    },
    'staffed',
    summer('2026-07-06 13:45'),
  ],
  [
    'in the sixth week of a summer closed for eight',
    summer('2026-07-15 12:00'),
    { ...SWEDISH, exceptions: [{ begins: '2026-06-08', ends: '2026-08-02', hours: [] }] },
    'closed',
    summer('2026-08-03 06:00'),
  ],
  [
    'where of two exceptions the later in the list counts',
    winter('2026-11-18 12:00'),
    {
      ...SWEDISH,
      exceptions: [
        { begins: '2026-11-16', ends: '2026-11-20', hours: [] },
        { begins: '2026-11-18', ends: '2026-11-18', hours: [alone('06:00', '22:00')] },
      ],
    },
    'self-service',
    winter('2026-11-18 21:45'),
  ],
  [
    'on 29 February',
    winter('2028-02-29 12:00'),
    { ...SWEDISH, exceptions: [{ begins: '2028-02-29', ends: '2028-02-29', hours: [] }] },
    'closed',
    winter('2028-03-01 06:00'),
  ],
  [
    'after the last day that anybody has planned',
    winter('2027-01-01 12:00'),
    { ...SWEDISH, through: '2026-12-31' },
    'closed',
    null,
  ],
  [
    'after midnight, in hours of the evening before',
    winter('2026-11-21 01:00'),
    {
      country: null,
      weeks: { usual: on([5], alone('20:00', '02:00')) },
      exceptions: [{ begins: '2026-11-21', ends: '2026-11-21', hours: [] }],
    },
    'self-service',
    winter('2026-11-21 01:45'),
  ],
  [
    'when staff have just gone',
    winter('2026-11-16 18:03'),
    { ...SWEDISH, clearingMinutes: 10 },
    'clearing',
    winter('2026-11-16 18:10'),
  ],
  [
    'in the morning, when nobody has gone',
    winter('2026-11-16 06:03'),
    { ...SWEDISH, clearingMinutes: 10 },
    'self-service',
    winter('2026-11-16 10:00'),
  ],
  [
    'just after closing',
    winter('2026-11-16 22:03'),
    { ...SWEDISH, closingMinutes: 10 },
    'closing',
    winter('2026-11-16 22:10'),
  ],
]

for (const [when, at, written, name, until] of ROWS)
  test(`is ${name} ${when}`, () => {
    const state = stateAt(at, written)
    assert.equal([state.name, state.until], [name, until])
  })

test('nobody is let in while it closes, and whoever may come in may while it clears', () => {
  const written = { ...SWEDISH, clearingMinutes: 10, closingMinutes: 10 }
  assert.is(stateAt(winter('2026-11-16 22:03'), written).mode, null)
  assert.is(stateAt(winter('2026-11-16 18:03'), written).mode, 'self-service')
})

test('a branch has names of its own for its hours', () => {
  const usual = on([1], hours('14:00', '16:00', 'staffed', 'homework-club'))
  const state = stateAt(winter('2026-11-16 15:00'), { country: null, weeks: { usual } })
  assert.equal([state.name, state.own], ['staffed', 'homework-club'])
})

const pause = { from: winter('2026-11-16 20:00'), until: winter('2026-11-16 21:00') }

test('a pause closes the hours without staff, to its minute', () => {
  const written: Written = { ...SWEDISH, overrides: [{ kind: 'paused', ...pause }] }
  const state = stateAt(winter('2026-11-16 20:30'), written)
  assert.equal(
    [state.name, state.mode, state.since, state.modeUntil],
    ['paused', null, pause.from, pause.until],
  )
  assert.is(stateAt(pause.until, written).name, 'self-service')
})

test('a pause leaves alone the hours that staff see to', () => {
  const overrides = [{ kind: 'paused' as const, from: 0, until: null }]
  const state = stateAt(winter('2026-11-16 12:00'), { ...SWEDISH, overrides })
  assert.is(state.name, 'staffed')
})

test('a lockdown counts over everything, until told otherwise', () => {
  const from = winter('2026-11-16 12:00')
  const overrides = [{ kind: 'entry-lockdown' as const, from, until: null }]
  for (const time of ['12:00', '20:00', '23:00']) {
    const state = stateAt(winter(`2026-11-16 ${time}`), { ...SWEDISH, overrides })
    assert.equal(
      [state.name, state.mode, state.until],
      ['entry-lockdown', null, null],
      time,
    )
  }
})

test('a kiosk of a hub without calendars goes by the week it was told', () => {
  const branch = {
    ...{ id: 'svardsjo', name: '', member: '', isil: '', zone: ZONE },
    ...{ phone: '', emergency: '' },
  }
  const week = [{ day: 1, from: '07:00', to: '24:00', mode: 'self-service' as const }]
  const state = openingState(winter('2026-11-16 08:00'), hoursOf({ branch, week }))
  assert.equal([state.name, state.since], ['self-service', winter('2026-11-16 07:00')])
})

const wall = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => [Math.floor(quarter / 4), (quarter % 4) * 15])
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const someHours = fc.record({
  from: wall,
  to: wall,
  mode: fc.constantFrom('staffed' as const, 'self-service' as const),
})
const dayHours = fc.array(someHours, { maxLength: 3 })
const week = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), someHours)
    .map(([day, one]) => ({ day, ...one })),
  { maxLength: 8 },
)
const [FIRST, LAST] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 11, 31)]
const DAY = 24 * 60 * MINUTE
const dayNumber = fc.integer({ min: FIRST / DAY, max: LAST / DAY })
const dayOf = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10)
const span = fc
  .tuple(dayNumber, fc.integer({ min: 0, max: 60 }))
  .map(([first, days]) => ({ begins: dayOf(first), ends: dayOf(first + days) }))
const someCalendar = fc
  .record({
    country: fc.constantFrom(
      null,
      'SE' as const,
      'NO' as const,
      'FI' as const,
      'DK' as const,
    ),
    weeks: fc.record({ usual: week, other: week }),
    seasons: fc.array(
      span.map((one) => ({ ...one, week: 'other' })),
      { maxLength: 3 },
    ),
    namedDays: fc.dictionary(fc.constantFrom(...RED_DAYS), dayHours, { maxKeys: 3 }),
    exceptions: fc.array(
      fc.tuple(span, dayHours).map(([one, hours]) => ({ ...one, hours })),
      { maxLength: 3 },
    ),
    clearingMinutes: fc.constantFrom(0, 10, 45),
    closingMinutes: fc.constantFrom(0, 10, 45),
  })
  .map((written) => calendar.parse(written))

const told = ({ name, mode, own }: OpeningState) => ({ name, mode, own })

test('each state lasts exactly from its since to its until, whatever the calendar', () => {
  fc.assert(
    fc.property(someCalendar, fc.integer({ min: FIRST, max: LAST }), (planned, at) => {
      const asked = (instant: number) =>
        openingState(instant, { zone: ZONE, calendar: planned })
      const state = asked(at)
      const { since, until, modeUntil } = state
      if (since !== null) {
        assert.ok(since <= at)
        assert.equal(told(asked(since)), told(state))
        assert.not.equal(told(asked(since - 1)), told(state))
      }
      if (until === null) return
      assert.ok(at < until && (modeUntil === null || until <= modeUntil))
      assert.equal(told(asked(until - 1)), told(state))
      assert.not.equal(told(asked(until)), told(state))
      if (modeUntil !== null) assert.is.not(asked(modeUntil).mode, state.mode)
    }),
    { numRuns: 150 },
  )
})

test.run()
