// Who is answered is online; a hub that is silent is asked ever more seldom, so that it can recover.
import { mock } from 'node:test'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createOnline, type Online } from '../../../device/link/online.ts'

type Probed = { online: Online; probes: () => number; pass: (ms: number) => void }

const probing = (random: () => number, run: (probed: Probed) => void): void => {
  mock.timers.enable({ apis: ['setTimeout'] })
  let probes = 0
  const online = createOnline(() => {
    probes += 1
  }, random)
  try {
    run({ online, probes: () => probes, pass: (ms) => mock.timers.tick(ms) })
  } finally {
    online.stop()
    mock.timers.reset()
  }
}

/** How long after each silence the next probe comes, ms. */
const waits = (random: number, times: number): number[] => {
  const all: number[] = []
  probing(
    () => random,
    ({ online, probes, pass }) => {
      online.connected(true)
      for (let n = 0; n < times; n += 1) {
        online.unanswered()
        const before = probes()
        let waited = 0
        for (; probes() === before; waited += 100) pass(100)
        all.push(waited)
      }
    },
  )
  return all
}

test('a silent hub is asked again after two seconds, and then ever more seldom, up to 16 s', () => {
  assert.equal(waits(0, 6), [1000, 2000, 4000, 8000, 8000, 8000])
  assert.equal(waits(0.999, 6), [2000, 4000, 8000, 16_000, 16_000, 16_000])
})

test('an answer makes it online, and the next silence is asked about soon again', () => {
  probing(
    () => 0,
    ({ online, probes, pass }) => {
      online.connected(true)
      for (let n = 0; n < 4; n += 1) {
        online.unanswered()
        pass(8000)
      }
      online.answered()
      assert.is(online.now, true)
      const before = probes()
      online.unanswered()
      assert.is(online.now, false)
      pass(1000)
      assert.is(probes(), before + 1)
    },
  )
})

test('without a line nobody is asked', () => {
  probing(
    () => 0,
    ({ online, probes, pass }) => {
      online.connected(true)
      online.unanswered()
      online.connected(false)
      const before = probes()
      pass(60_000)
      assert.is(probes(), before)
    },
  )
})

test.run()
