// Which time a kiosk relies on, and when on none (faults 12–15, threat 23).
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  EARLIEST,
  initialTime,
  isTrusted,
  LEAP_MS,
  next,
  type TimeEvent,
  timeAt,
} from '../../../device/time/trust.ts'

const NOW = Date.UTC(2026, 10, 28, 9)
const [SECOND, HOUR, DAY] = [1000, 3_600_000, 86_400_000]
const NEITHER = { synchronized: false, chip: false }

const look = (
  mono: number,
  wall: number,
  kept: Partial<typeof NEITHER> = {},
): TimeEvent => ({
  kind: 'look',
  mono,
  wall,
  ...NEITHER,
  ...kept,
})
const hub = (heard: number, at: number, roundTrip = 20): TimeEvent => ({
  kind: 'hub',
  at,
  asked: heard - roundTrip,
  heard,
})

const play = (events: readonly TimeEvent[], floor = 0) =>
  events.reduce(
    (step, event) => {
      const after = next(step.state, event)
      return { state: after.state, effects: [...step.effects, ...after.effects] }
    },
    { state: initialTime(floor), effects: [] as ReturnType<typeof next>['effects'] },
  )
const kinds = (events: readonly TimeEvent[], floor = 0) =>
  play(events, floor).effects.map(({ kind }) => kind)

test('a machine without a network and without a chip is relied on by nobody (fault 14)', () => {
  const { state } = play([look(0, NOW), look(SECOND, NOW + SECOND)])
  assert.not(isTrusted(state, SECOND))
  assert.is(timeAt(state, SECOND), NOW + SECOND, 'it is the best guess all the same')
})

test('set by the network, or kept by a chip, it is', () => {
  for (const kept of [{ synchronized: true }, { chip: true }]) {
    const { state } = play([look(0, NOW, kept)], NOW - DAY)
    assert.ok(isTrusted(state, 0), JSON.stringify(kept))
  }
})

test('a clock of 1970 is never relied on, and no time is before what was known (fault 13)', () => {
  for (const kept of [NEITHER, { synchronized: true, chip: true }]) {
    const { state } = play([look(0, DAY, kept), look(SECOND, DAY + SECOND, kept)], NOW)
    assert.not(isTrusted(state, SECOND))
    assert.is(timeAt(state, SECOND), NOW)
  }
  assert.ok(timeAt(play([look(0, DAY)]).state, 0) >= EARLIEST)
})

test('a chip that is a year ahead of what was known is not believed: its battery may be dead', () => {
  const events = [look(0, NOW + 400 * DAY, { chip: true })]
  assert.not(isTrusted(play(events, NOW).state, 0))
})

test('the hub’s word is enough, and half the round trip is all it can be wrong', () => {
  const { state, effects } = play([look(0, DAY), hub(1000, NOW, 400)])
  assert.ok(isTrusted(state, 1000))
  assert.ok(Math.abs(timeAt(state, 1000) - NOW - 200) <= 200)
  assert.equal(
    effects.map(({ kind }) => kind),
    ['trusted', 'floor'],
  )
})

test('the hub’s word counts over a clock that the network has set wrong (threat 23)', () => {
  const ntp = { synchronized: true }
  const wrong = NOW + DAY
  const { state } = play([
    look(0, NOW, ntp),
    hub(1000, NOW + 1000),
    look(2000, wrong, ntp),
    look(3000, wrong + 1000, ntp),
  ])
  assert.ok(Math.abs(timeAt(state, 3000) - NOW - 3000) < 100)
})

for (const [how, by] of [
  ['a day ahead', DAY],
  ['a year ahead', 365 * DAY],
  ['an hour back', -HOUR],
  ['to 1970', DAY - NOW],
] as const)
  test(`a clock that leaps ${how} is told, and time goes on as it was (faults 12, 13)`, () => {
    const ntp = { synchronized: true }
    const events = [look(0, NOW, ntp), look(SECOND, NOW + SECOND + by, ntp)]
    const { state, effects } = play(events)
    assert.is(timeAt(state, SECOND), NOW + SECOND)
    assert.ok(isTrusted(state, SECOND))
    assert.equal(effects.at(-1), { kind: 'leapt', byMs: by })
    const right = play([...events, look(2 * SECOND, NOW + 2 * SECOND + by, ntp)])
    assert.is(timeAt(right.state, 2 * SECOND), NOW + 2 * SECOND, 'also at the next look')
  })

test('a clock that was wrong and is then set by the network is followed: nobody relied on it', () => {
  const { state, effects } = play([look(0, DAY), look(SECOND, NOW, { synchronized: true })])
  assert.ok(isTrusted(state, SECOND))
  assert.is(timeAt(state, SECOND), NOW)
  assert.not.ok(effects.some(({ kind }) => kind === 'leapt'))
})

test('when the hub says that a leap was right, the clock is followed again', () => {
  const ntp = { synchronized: true }
  const later = NOW + DAY
  const { state } = play([
    look(0, NOW, ntp),
    look(SECOND, later, ntp),
    hub(2 * SECOND, later + SECOND),
    look(3 * SECOND, later + 2 * SECOND, ntp),
  ])
  assert.is(timeAt(state, 3 * SECOND), later + 2 * SECOND)
  assert.not(state.doubted)
})

test('what nobody confirms is relied on for a week, not for a month', () => {
  const said = [look(0, DAY), hub(1000, NOW)]
  assert.ok(isTrusted(play([...said, look(6 * DAY, 7 * DAY)]).state, 6 * DAY))
  const old = play([...said, look(30 * DAY, 31 * DAY)])
  assert.not(isTrusted(old.state, 30 * DAY))
  assert.equal(kinds([...said, look(30 * DAY, 31 * DAY)]).at(-1), 'trusted')
})

test('the floor is written when time is first known and then once an hour', () => {
  const ntp = { synchronized: true }
  const minutes = Array.from({ length: 180 }, (_, n) =>
    look(n * 60_000, NOW + n * 60_000, ntp),
  )
  const written = kinds(minutes, NOW - DAY).filter((kind) => kind === 'floor')
  assert.is(written.length, 3)
})

const event = fc.oneof(
  fc.record({
    kind: fc.constant('look' as const),
    wall: fc.integer({ min: 0, max: NOW + 2 * 365 * DAY }),
    synchronized: fc.boolean(),
    chip: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('hub' as const),
    at: fc.integer({ min: EARLIEST, max: NOW + 365 * DAY }),
  }),
)

test('whatever clocks say, time is never before the floor while nobody is sure', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let state = initialTime(NOW)
      for (const [n, one] of events.entries()) {
        const mono = (n + 1) * SECOND
        const told: TimeEvent = one.kind === 'look' ? { ...one, mono } : hub(mono, one.at)
        state = next(state, told).state
        if (!isTrusted(state, mono)) assert.ok(timeAt(state, mono) >= NOW)
      }
    }),
  )
})

test('without a hub, a network and a chip nothing whatever makes a clock one to rely on', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 41), { maxLength: 30 }), (walls) => {
      const events = walls.map((wall, n) => look(n * SECOND, wall))
      const { state } = play(events)
      assert.not(isTrusted(state, events.length * SECOND))
    }),
  )
})

test('a clock that is nudged is followed, one that leaps is not', () => {
  const ntp = { synchronized: true }
  fc.assert(
    fc.property(fc.integer({ min: -LEAP_MS, max: LEAP_MS }), (by) => {
      const { state } = play([look(0, NOW, ntp), look(SECOND, NOW + SECOND + by, ntp)])
      assert.is(timeAt(state, SECOND), NOW + SECOND + by)
    }),
  )
})

test.run()
