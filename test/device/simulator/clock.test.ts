import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createClock } from '../../../device/simulator/clock.ts'

test('a clock that stands still shows what it was set to', () => {
  const clock = createClock()
  clock.set(1_700_000_000_000, 0)
  assert.is(clock.now(), 1_700_000_000_000)
  assert.is(clock.speed, 0)
})

test('a clock runs on from where it was set, and tells who listens', () => {
  const clock = createClock(0)
  const told: unknown[] = []
  const stop = clock.onSet((at) => told.push(at))
  clock.set(5_000, 3_600)
  stop()
  clock.set(9_000, 1)
  assert.equal(told, [{ now: 5_000, speed: 3_600 }])
  assert.ok(clock.now() >= 9_000)
})

test.run()
