// The tape: messages in order, none on another, answers joined to their asks.
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { TapeEntry } from '../../device/simulator/protocol.ts'
import { fixture } from '../../kiosk-ui/simulator/fixture.ts'
import { laneOf, layTape, type TapeMeasure } from '../../kiosk-ui/simulator/tape-layout.ts'

const measure: TapeMeasure = {
  width: 1200,
  letter: 7.6,
  age: 0,
  say: ({ channel, what }) => `${channel} ${what}`,
}

const lay = (entries: readonly TapeEntry[], by: Partial<TapeMeasure> = {}) =>
  layTape(entries, { ...measure, ...by })

const entry = fc.record({
  lane: fc.constantFrom('door', 'desk', 'chute', 'kiosk'),
  direction: fc.constantFrom('out', 'in'),
  channel: fc.constantFrom('ask', 'answer', 'event', 'ack', 'config', 'state'),
  what: fc.string({ maxLength: 20 }),
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  wait: fc.integer({ min: 0, max: 60_000 }),
}) satisfies fc.Arbitrary<Omit<TapeEntry, 'n' | 'at'> & { wait: number }>

const tapes = fc.array(entry, { maxLength: 60 }).map((entries) => {
  let at = 0
  return entries.map(({ wait, ...rest }, n): TapeEntry => {
    at += wait
    return { ...rest, n: n + 1, at }
  })
})

test('no message lies on another of its lane, and none begins before an older one', () => {
  fc.assert(
    fc.property(tapes, fc.integer({ min: 0, max: 20_000 }), (entries, age) => {
      const { placed } = lay(entries, { age })
      for (const [at, one] of placed.entries()) {
        const before = placed[at - 1]
        assert.ok(before === undefined || before.x <= one.x)
        const beside = placed.slice(0, at).findLast(({ lane }) => lane === one.lane)
        assert.ok(beside === undefined || beside.x + beside.w <= one.x)
      }
    }),
  )
})

test('the newest message is whole in sight, and it moves left as time passes', () => {
  const entries = fixture('demo').tape
  const first = lay(entries).placed.at(-1)
  const later = lay(entries, { age: 2000 }).placed.at(-1)
  assert.ok(first !== undefined && later !== undefined)
  assert.ok(first.x + first.w <= measure.width)
  assert.is(Math.round(first.x - later.x), 60)
})

test('an answer is joined to its ask, with room for the line', () => {
  const { placed } = lay(fixture('demo').tape)
  const asks = placed.filter(({ entry }) => entry.channel === 'ask')
  assert.ok(asks.length > 1)
  for (const { link, entry, x, w } of asks) {
    const answer = placed.find(
      (one) => one.entry.channel === 'answer' && one.entry.id === entry.id,
    )
    assert.ok(link !== null && answer !== undefined)
    assert.ok(link.w >= 20)
    assert.is(Math.round(x + w + link.w), Math.round(answer.x))
  }
})

test('an acknowledgement stands in the lane of its events', () => {
  const entries = fixture('demo').tape
  const lanes = entries
    .filter(({ channel }) => channel === 'ack')
    .map((ack) => laneOf(ack, entries))
  assert.equal(lanes, ['door', 'desk'])
})

test('rows of the kiosk stand where they happened', () => {
  const row = (n: number, channel: TapeEntry['channel'], what: string): TapeEntry => ({
    n,
    at: n,
    lane: channel === 'ask' ? 'chute' : 'kiosk',
    direction: 'out',
    channel,
    what,
    first: n,
    last: n,
  })
  const entries = [
    row(1, 'event', 'visit'),
    row(2, 'event', 'checkin'),
    row(3, 'ask', 'item'),
    row(4, 'event', 'checkin'),
    row(5, 'ack', 'ack'),
    row(6, 'event', 'started'),
    row(7, 'event', 'of a later version'),
  ]
  assert.equal(
    entries.map((entry) => laneOf(entry, entries)),
    ['door', 'kiosk', 'chute', 'chute', 'chute', 'kiosk', 'kiosk'],
  )
})

test('a time of day never lies under a message of the kiosk, nor twice the same second', () => {
  fc.assert(
    fc.property(tapes, (entries) => {
      const { placed, ticks } = lay(entries)
      const kiosk = placed.filter(({ lane }) => lane === 'kiosk')
      for (const [at, tick] of ticks.entries()) {
        assert.ok(kiosk.every(({ x, w }) => x > tick.x + 60 || x + w < tick.x))
        const before = ticks[at - 1]
        assert.ok(before === undefined || tick.at - before.at >= 1000)
      }
    }),
  )
})

test.run()
