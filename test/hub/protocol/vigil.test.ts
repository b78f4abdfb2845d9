// What kiosk and hub both do about a connection that is silent, wedged or refused (faults 23, 24).
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createPulse, KEEPALIVE_SECONDS, LOOKS } from '../../../hub/protocol/pulse.ts'
import { type Ending, keepVigil } from '../../../hub/protocol/vigil.ts'

/** Whole looks that a silence may last: it begins anywhere before the first. */
const MOST_LOOKS = 1.5 * LOOKS

test('silence is asked about, and is death within 1.5 keepalives, not before one', () => {
  const pulse = createPulse()
  const found = Array.from({ length: MOST_LOOKS }, pulse.look)
  const dead = found.indexOf('dead')
  assert.ok(found.indexOf('ask') >= 0 && found.indexOf('ask') < dead)
  // The nth look comes n looks after the last sound at the most, and n - 1 at the least.
  assert.ok(dead >= LOOKS && dead + 1 <= MOST_LOOKS)
  assert.ok(KEEPALIVE_SECONDS <= 20)
})

test('whoever is heard in time lives on, whatever the clock does meanwhile', () => {
  const sound = fc.constantFrom('heard', 'look', 'look')
  fc.assert(
    fc.property(fc.array(sound, { maxLength: 60 }), (sounds) => {
      const pulse = createPulse()
      let silent = 0
      for (const one of sounds) {
        silent = one === 'heard' ? 0 : silent + 1
        if (one === 'heard') pulse.heard()
        else assert.is(pulse.look() === 'dead', silent > LOOKS)
      }
    }),
  )
})

type Act = { end: string } | 'closed'

test('however a client ends, it has ended once, for the first reason there was', () => {
  const act = fc.oneof(
    fc.constant<Act>('closed'),
    fc.constantFrom('a', 'b').map((end): Act => ({ end })),
  )
  fc.assert(
    fc.property(
      fc.array(act, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      (acts, closesAtOnce) => {
        const ended: Ending[] = []
        const vigil = keepVigil({
          ping: () => {},
          destroy: () => {
            if (closesAtOnce) vigil.closed()
          },
          ended: (ending) => ended.push(ending),
        })
        for (const one of acts)
          if (one === 'closed') vigil.closed()
          else vigil.end({ reason: one.end })
        vigil.closed()
        const [begun] = acts
        const reason =
          begun === 'closed' ? 'closed by the other end' : (begun?.end ?? 'never')
        assert.equal(ended, [{ reason }])
        assert.ok(vigil.isEnding)
      },
    ),
  )
})

test('a client that is told to end and never says so has ended all the same', async () => {
  const ending = await new Promise<Ending>((ended) => {
    const vigil = keepVigil({ ping: () => {}, destroy: () => {}, ended })
    vigil.end({ reason: 'wedged' })
  })
  assert.equal(ending, { reason: 'wedged' })
})

test.run()
