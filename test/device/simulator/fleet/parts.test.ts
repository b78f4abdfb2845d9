// The pure parts of a fleet: what it counts, what it reads, and what happens at its branches.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { happeningOf } from '../../../../device/simulator/fleet/happenings.ts'
import { readPapers } from '../../../../device/simulator/fleet/papers.ts'
import { openRamJournal } from '../../../../device/simulator/fleet/ram-journal.ts'
import { createTally } from '../../../../device/simulator/fleet/tally.ts'
import { kioskEvent } from '../../../../hub/protocol/events.ts'

test('the most connections are counted in any second, wherever it begins', () => {
  const tally = createTally()
  for (const at of [900, 950, 1000, 1850, 1899, 1900]) tally.connected(at)
  const { connects, peakConnects } = tally.counts()
  assert.equal({ connects, peakConnects }, { connects: 6, peakConnects: 5 })
  tally.anew()
  assert.is(tally.counts().peakConnects, 0)
})

test('an answer that came too late counts as slow, and one nobody could ask for does not', () => {
  const tally = createTally()
  for (let n = 0; n < 98; n += 1) tally.entry('granted', 10)
  tally.entry('late', 1502)
  tally.entry({ refused: 'under-age' }, 20.2)
  for (let n = 0; n < 50; n += 1) tally.entry('alone', 0)
  const { entries } = tally.counts()
  assert.equal(entries, {
    ...{ asked: 150, granted: 98, late: 1, alone: 50, refused: { 'under-age': 1 } },
    ...{ p50: 10, p99: 21 },
  })
})

test('half of all answers came within the middle time, and nearly all within the 99th', () => {
  const times = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1 })
  fc.assert(
    fc.property(times, (all) => {
      const tally = createTally()
      for (const ms of all) tally.entry('granted', ms)
      const { p50 = 0, p99 = 0 } = tally.counts().entries
      const within = (limit: number): number => all.filter((ms) => ms <= limit).length
      assert.ok(within(p50) >= all.length * 0.5 && within(p50 - 1) < all.length * 0.5)
      assert.ok(within(p99) >= all.length * 0.99 && within(p99 - 1) < all.length * 0.99)
    }),
  )
})

test('whatever reasons a stranger’s server gives, they do not fill memory', () => {
  const tally = createTally()
  for (let n = 0; n < 1000; n += 1) tally.trouble(`network: ${n}`)
  const { troubles } = tally.counts()
  assert.is(Object.keys(troubles).length, 51)
  assert.is(troubles.other, 950)
})

test('all that happens at a branch is what a kiosk may tell', () => {
  for (let n = 0; n < 100; n += 1)
    assert.equal(kioskEvent.parse(happeningOf(n, 1)), happeningOf(n, 1))
})

test('a journal in memory lets rows go as they are acknowledged, and only its own boot’s', async () => {
  let gone = 0
  const journal = openRamJournal(7, (rows) => {
    gone += rows
  })
  for (let n = 0; n < 5; n += 1) journal.append(happeningOf(n, n))
  assert.equal(
    (await journal.batch(2)).map(({ epoch, seq }) => [epoch, seq]),
    [
      [7, 1],
      [7, 2],
    ],
  )
  await journal.acknowledge(6, 5)
  assert.is(journal.left, 5)
  await journal.acknowledge(7, 3)
  await journal.acknowledge(7, 3)
  assert.equal([gone, journal.left, await journal.unsent()], [3, 2, 2])
})

test('papers that are none are refused by their line, and nothing that stands there is told', () => {
  const secret = 'x'.repeat(43)
  const head = JSON.stringify({
    ...{ rehearsal: 1, consortium: 'rehearsal' },
    ca: `-----BEGIN CERTIFICATE-----${'A'.repeat(60)}`,
    cards: [{ card: 'REHEARSAL0001', pin: '2468' }],
  })
  const real = JSON.stringify({ kiosk: 'falun-1', hub: { secret } })
  assert.equal(readPapers('', 1), {
    ok: false,
    problem: 'line 1 is not the head of a rehearsal’s papers',
  })
  const read = readPapers(`${head}\n${real}\n`, 1)
  assert.equal(read, { ok: false, problem: 'line 2 holds no kiosk’s papers' })
  fc.assert(fc.property(fc.string(), (text) => assert.is(readPapers(text, 1).ok, false)))
})

test.run()
