// What lights, alarm and door are at an instant, against one who reads the clock on the wall.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { OUTPUTS, premises } from '../../../hub/protocol/actions.ts'
import { type Calendar, calendar, OPENING_STATES } from '../../../hub/protocol/calendar.ts'
import {
  type ActionState,
  type ActionValues,
  actionsAt,
} from '../../../hub/rules/actions.ts'
import { openingState } from '../../../hub/rules/opening.ts'
import { anyPeriod } from '../../support/opening-hours.ts'

const ZONE = 'Europe/Stockholm'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const OPEN = ['staffed', 'clearing', 'self-service', 'last-call-15', 'last-call-5']

/** Lights ten minutes before and ten after, armed a quarter after closing, and off five before. */
const { actions: ACTIONS } = premises.parse({
  actions: {
    lights: [
      { in: OPEN, is: 'on', minutes: -10 },
      { in: ['closed'], is: 'off', minutes: 10 },
    ],
    alarm: [
      { in: OPEN, is: 'disarmed', minutes: -5 },
      { in: ['closed'], is: 'armed', minutes: 15 },
    ],
    door: [
      { in: ['staffed'], is: 'open', minutes: 5 },
      { in: ['clearing', 'self-service'], is: 'locked' },
      { in: ['closed', 'paused'], is: 'closed' },
    ],
    machines: [
      { in: ['staffed', 'self-service'], is: 'on' },
      { in: ['last-call-15'], is: 'off' },
    ],
  },
})

const DAYS = [1, 2, 3, 4, 5, 6, 7]
/** Open round the changes of clock, as in the tests of opening hours. */
const NIGHT: Calendar = calendar.parse({
  country: null,
  weeks: {
    usual: DAYS.flatMap((day) => [
      { day, from: '00:30', to: '01:45', mode: 'self-service' },
      { day, from: '03:30', to: '04:00', mode: 'staffed' },
      { day, from: '04:00', to: '04:20', mode: 'self-service' },
    ]),
  },
})

const lastSunday = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month + 1, 0))
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1)
}
const CHANGES = Array.from({ length: 10 }, (_, n) => 2026 + n).flatMap((year) =>
  [2, 9].map((month) => lastSunday(year, month)),
)

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const read = new Map<number, string | null>()
/** Reads the wall clock, knowing nothing of instants: the mode in each minute. */
const modeByTheWall = (at: number): string | null => {
  const minute = Math.floor(at / MINUTE)
  const known = read.get(minute)
  if (known !== undefined) return known
  const mode = modeOnTheWall(at)
  read.set(minute, mode)
  return mode
}
const modeOnTheWall = (at: number): string | null => {
  const time = clock.format(at)
  const spans = (NIGHT.weeks.usual ?? []).filter(
    ({ day, from, to }) => day === 1 && from <= time && time < to,
  )
  return spans.find(({ mode }) => mode === 'staffed')?.mode ?? spans[0]?.mode ?? null
}

/** Whether the wall says so in any of the minutes from `first` to `last` after this one. */
const somewhere = (
  at: number,
  first: number,
  last: number,
  holds: (mode: string | null) => boolean,
): boolean =>
  Array.from({ length: last - first + 1 }, (_, n) => at + (first + n) * MINUTE).some(
    (minute) => holds(modeByTheWall(minute)),
  )
const isOpen = (mode: string | null): boolean => mode !== null

const byTheWall = (at: number) => ({
  lights: somewhere(at, -10, 10, isOpen) ? 'on' : 'off',
  alarm: somewhere(at, -15, 5, isOpen) ? 'disarmed' : 'armed',
  isHeld: modeByTheWall(at) === 'staffed' && !somewhere(at, -5, 0, (m) => m !== 'staffed'),
})

test('every second round every change of clock 2026–2035 is as the wall says (fault 16)', () => {
  for (const change of CHANGES) {
    let state: ActionState | undefined
    for (let at = change - 3 * HOUR; at < change + 3 * HOUR; at += 1000) {
      const isOver = state === undefined || (state.until !== null && at >= state.until)
      if (isOver) state = actionsAt(at, { zone: ZONE, calendar: NIGHT }, ACTIONS)
      if (at % MINUTE !== 0 && !isOver) continue
      const { lights, alarm, isHeld } = byTheWall(at)
      const when = new Date(at).toISOString()
      assert.is(state?.values.lights, lights, `lights ${when}`)
      assert.is(state?.values.alarm, alarm, `alarm ${when}`)
      // Ten minutes before closing the last call has begun, and says nothing of the door.
      assert.is(state?.values.door === 'open', isHeld, `door ${when}`)
    }
  }
})

test("does not care about the host's own time zone (fault 17)", () => {
  const before = process.env.TZ
  const all = ['UTC', 'Pacific/Auckland', 'America/St_Johns'].map((zone) => {
    process.env.TZ = zone
    return CHANGES.map((at) => actionsAt(at, { zone: ZONE, calendar: NIGHT }, ACTIONS))
  })
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
  assert.equal(all[1], all[0])
  assert.equal(all[2], all[0])
})

/** Winter time, UTC+1: Monday is 16 November 2026. */
const november = (day: number, wall: string): number => {
  const [hour = 0, minute = 0] = wall.split(':').map(Number)
  return Date.UTC(2026, 10, day, hour - 1, minute)
}
const VILLAGE = calendar.parse({
  country: null,
  clearingMinutes: 10,
  closingMinutes: 10,
  weeks: {
    usual: [
      { day: 1, from: '06:00', to: '22:00', mode: 'self-service' },
      { day: 1, from: '13:00', to: '19:00', mode: 'staffed' },
      { day: 2, from: '06:00', to: '22:00', mode: 'self-service', own: 'homework-club' },
    ],
  },
})
const valuesAt = (at: number, own = ACTIONS, overrides: Calendar['overrides'] = []) =>
  actionsAt(at, { zone: ZONE, calendar: { ...VILLAGE, overrides } }, own).values

test('an offset reaches into the state before or after', () => {
  const lights = ['05:49', '05:50', '22:10', '22:19', '22:20'].map(
    (time) => valuesAt(november(16, time)).lights,
  )
  assert.equal(lights, ['off', 'on', 'on', 'on', 'off'])
  // Closed begins at 22.10, ten minutes after closing.
  const alarm = ['22:00', '22:24', '22:25'].map(
    (time) => valuesAt(november(16, time)).alarm,
  )
  assert.equal(alarm, ['disarmed', 'disarmed', 'armed'])
})

test('what no state says of an output holds on from the state before', () => {
  const machines = ['13:00', '21:44', '21:45', '22:30'].map(
    (time) => valuesAt(november(16, time)).machines,
  )
  assert.equal(machines, ['on', 'on', 'off', 'off'])
})

test('an output that nothing is said of is left alone', () => {
  const { sound, screens } = valuesAt(november(16, '13:00'))
  assert.equal([sound, screens], [null, null])
})

test('what is said of the branch’s own hours counts over what is said of the state', () => {
  const { actions } = premises.parse({
    actions: {
      lights: [
        { in: ['homework-club'], is: 'off' },
        { in: ['self-service'], is: 'on' },
      ],
    },
  })
  assert.is(valuesAt(november(16, '12:00'), actions).lights, 'on')
  assert.is(valuesAt(november(17, '12:00'), actions).lights, 'off')
})

test('the next state’s word counts over one of the state before that would come later', () => {
  const { actions } = premises.parse({
    actions: {
      lights: [
        { in: ['staffed'], is: 'on', minutes: -30 },
        { in: ['self-service'], is: 'off', minutes: 0 },
        { in: ['clearing'], is: 'off', minutes: 120 },
      ],
    },
  })
  const lights = ['12:29', '12:30', '19:00', '19:09', '19:10', '21:00'].map(
    (time) => valuesAt(november(16, time), actions).lights,
  )
  assert.equal(lights, ['off', 'on', 'on', 'on', 'off', 'off'])
})

test('a pause and an entry lockdown are states of their own, and no door stands open in them', () => {
  const from = november(16, '14:00')
  const lockdown = [{ kind: 'entry-lockdown' as const, from, until: null }]
  assert.is(valuesAt(november(16, '14:30')).door, 'open')
  assert.is(valuesAt(november(16, '14:30'), ACTIONS, lockdown).door, 'locked')
  const paused = [{ kind: 'paused' as const, from: november(16, '20:00'), until: null }]
  assert.is(valuesAt(november(16, '20:30'), ACTIONS, paused).door, 'closed')
})

test('a value of tomorrow is passed over, and the rest still holds', () => {
  const { actions } = premises.parse({
    actions: {
      lights: [
        { in: ['closed'], is: 'off' },
        { in: ['self-service'], is: 'moonlight' },
        { in: ['staffed'], is: 'on' },
      ],
      smoke: [{ in: ['closed'], is: 'on' }],
    },
  })
  assert.is(actions.lights.length, 2)
})

const anyCalendar = fc
  .record({
    usual: fc.array(anyPeriod, { maxLength: 10 }),
    clearingMinutes: fc.integer({ min: 0, max: 30 }),
    closingMinutes: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ usual, ...minutes }) =>
    calendar.parse({ country: null, weeks: { usual }, ...minutes }),
  )
const stepsOf = (values: readonly string[]) =>
  fc.array(
    fc.record({
      in: fc.subarray([...OPENING_STATES], { minLength: 1 }),
      is: fc.constantFrom(...values),
      minutes: fc.integer({ min: -120, max: 120 }),
    }),
    { maxLength: 5 },
  )
const anyActions = fc
  .record(
    Object.fromEntries(
      Object.entries(OUTPUTS).map(([output, values]) => [output, stepsOf(values)]),
    ),
  )
  .map((actions) => premises.parse({ actions }).actions)
const anyInstant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 11, 31) })

const same = (a: ActionValues, b: ActionValues): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

test('values hold exactly until they change, whatever the branch has written', () => {
  fc.assert(
    fc.property(anyCalendar, anyActions, anyInstant, (own, actions, at) => {
      const of = { zone: ZONE, calendar: own }
      const { values, until } = actionsAt(at, of, actions)
      if (until === null) return
      assert.ok(until > at)
      assert.ok(same(actionsAt(until - 1, of, actions).values, values))
      assert.not.ok(same(actionsAt(until, of, actions).values, values))
    }),
    { numRuns: 100 },
  )
})

test('whatever is written, no alarm is set while it is open and no door held without staff (threat 13)', () => {
  fc.assert(
    fc.property(anyCalendar, anyActions, anyInstant, (own, actions, at) => {
      const of = { zone: ZONE, calendar: own }
      const { alarm, door } = actionsAt(at, of, actions).values
      const { mode } = openingState(at, of)
      if (mode !== null) assert.is.not(alarm, 'armed')
      if (mode !== 'staffed') assert.is.not(door, 'open')
    }),
    { numRuns: 200 },
  )
})

test.run()
