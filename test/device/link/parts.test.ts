import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { backOff } from '../../../device/link/back-off.ts'
import { createBell } from '../../../device/link/bell.ts'
import { readIncoming } from '../../../device/link/incoming.ts'
import { atRest, pacedAt, spend, waitOf } from '../../../device/link/pace.ts'
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
