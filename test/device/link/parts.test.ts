import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { backOff, widened } from '../../../device/link/back-off.ts'
import { createBell } from '../../../device/link/bell.ts'
import { readIncoming } from '../../../device/link/incoming.ts'
import { atRest, pacedAt, spend, waitOf } from '../../../device/link/pace.ts'
import { spreadOf } from '../../../hub/link/spread.ts'
import { CHANNELS } from '../../../hub/protocol/topics.ts'

test('the wait before an attempt is anything from nothing to a growing limit of 10 s', () => {
  assert.equal(
    [0, 1, 2, 5, 6, 1_000].map((attempt) => backOff(attempt, () => 1)),
    [250, 500, 1000, 8000, 10_000, 10_000],
  )
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const wait = backOff(attempt, () => chance)
      assert.ok(wait >= 0 && wait <= 10_000)
    }),
  )
})

/** mulberry32: the same chance at every run. */
const chanceFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** ms after the broker's return at which one kiosk tries, having lost its line `outageMs` before it. */
const returnOf = (outageMs: number, spreadMs: number, random: () => number): number => {
  let at = 0
  for (let attempt = 0; attempt === 0 || at < outageMs; attempt += 1)
    at += backOff(attempt, random, spreadMs)
  return at - outageMs
}

test('ten thousand kiosks come back within a minute, one in twenty of them in any second at most', () => {
  const kiosks = 10_000
  const spreadMs = (spreadOf(kiosks) ?? 0) * 1000
  for (const outageMs of [0, 1000, 20_000, 90_000, 3_600_000]) {
    const random = chanceFrom(outageMs)
    const returns = Array.from({ length: kiosks }, () =>
      returnOf(outageMs, spreadMs, random),
    ).sort((a, b) => a - b)
    let [first, most] = [0, 0]
    for (const [n, at] of returns.entries()) {
      while ((returns[first] ?? at) <= at - 1000) first += 1
      most = Math.max(most, n + 1 - first)
    }
    assert.ok(most <= kiosks / 20, `${most} in one second after ${outageMs} ms`)
    assert.ok((returns.at(-1) ?? 0) <= 60_000, `the last after ${returns.at(-1)} ms`)
  }
})

test('who is not welcomed in time comes back half as often each time, and within two minutes', () => {
  assert.equal(
    [0, 1, 2, 3, 50].map((unwelcome) => widened(5000, unwelcome)),
    [5000, 10_000, 20_000, 40_000, 120_000],
  )
  assert.is(widened(0, 50), 0)
})

test('few kiosks are asked for nothing, and wait as they always have', () => {
  assert.equal([1, 220].map(spreadOf), [undefined, undefined])
  assert.equal([221, 1000, 10_000].map(spreadOf), [2, 5, 46])
  fc.assert(
    fc.property(
      fc.nat(20),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (attempt, chance) =>
        assert.is(
          backOff(attempt, () => chance, 0),
          backOff(attempt, () => chance),
        ),
    ),
  )
})

test('what happens in a minute goes at once, and after an outage 20 rows a second (fault 33)', () => {
  assert.is(waitOf(atRest(0)), 0)
  assert.is(Math.floor(atRest(0).rows), 100)
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { maxLength: 200 }), (waits) => {
      let [now, gone, pace] = [0, 0, atRest(0)]
      for (const ms of waits) {
        now += ms
        pace = pacedAt(pace, now)
        if (waitOf(pace) > 0) continue
        gone += Math.floor(pace.rows)
        pace = spend(pace, Math.floor(pace.rows))
      }
      assert.ok(gone <= 100 + (now * 20) / 1000, `${gone} rows in ${now} ms`)
    }),
  )
})

test('who has sent all he may waits no longer than half a second', () => {
  const spent = spend(atRest(0), 100)
  assert.is(waitOf(spent), 500)
  assert.is(waitOf(pacedAt(spent, 499)), 1)
  assert.is(waitOf(pacedAt(spent, 500)), 0)
})

test('a bell that rang before anybody waited is heard once', async () => {
  const bell = createBell()
  bell.ring()
  bell.ring()
  await bell.heard()
  let again = false
  const next = bell.heard().then(() => {
    again = true
  })
  await new Promise(setImmediate)
  assert.is(again, false)
  bell.ring()
  await next
})

test('a bell that was hushed is not heard', async () => {
  const bell = createBell()
  bell.ring()
  bell.hush()
  let heard = false
  const next = bell.heard().then(() => {
    heard = true
  })
  await new Promise(setImmediate)
  assert.is(heard, false)
  bell.ring()
  await next
})

test('no bytes on any channel make the reader throw', () => {
  const json = fc.json().map((text) => Buffer.from(text))
  fc.assert(
    fc.property(
      fc.constantFrom(...CHANNELS),
      fc.oneof(fc.uint8Array(), json),
      (channel, payload) => {
        const read = readIncoming(channel, payload)
        assert.type(read.ok, 'boolean')
      },
    ),
  )
})

test.run()
