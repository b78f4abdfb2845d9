import { mock } from 'node:test'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { watchOpening } from '../../device/opening.ts'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const configuration: KioskConfiguration = {
  version: 1,
  branch: {
    id: 'mora',
    name: 'Mora',
    member: 'mora',
    isil: 'SE-Mora',
    zone: 'Europe/Stockholm',
    phone: '',
    emergency: '112',
  },
  week: DAYS.map((day) => ({ day, from: '07:00', to: '21:00', mode: 'self-service' })),
  unlockMs: 5000,
  minimumAge: 18,
  loanDays: 28,
}
/** Wall time in Stockholm on a winter's day. */
const at = (time: string): number => Date.parse(`2026-11-24T${time}+01:00`)

/** Everything told while the clock stood at each time for one look. */
const toldAt = (times: readonly string[], known = true): string[] => {
  mock.timers.enable({ apis: ['setInterval'] })
  const told: string[] = []
  const clock = { time: at(times[0] ?? '12:00:00'), now: () => clock.time }
  try {
    using watch = watchOpening(clock, ({ name, until }, closing) => {
      const ends = until === null ? '' : new Date(until + 3_600_000).toISOString()
      told.push(`${name} ${ends.slice(11, 16)} ${closing ?? ''}`.trim())
    })
    if (known) watch.look(configuration)
    for (const time of times) {
      clock.time = at(time)
      mock.timers.tick(1000)
    }
  } finally {
    mock.timers.reset()
  }
  return told
}

test('nothing is said to be open before the hub has told the hours', () => {
  assert.equal(toldAt(['12:00:00', '22:00:00'], false), ['unknown'])
})

test('an evening: open, fifteen minutes, five, the last one, closed', () => {
  const evening = [
    '12:00:00',
    '20:44:59',
    '20:45:00',
    '20:54:59',
    '20:55:00',
    '20:58:59',
    '20:59:00',
    '20:59:59',
    '21:00:00',
  ]
  assert.equal(toldAt(evening), [
    'unknown',
    'self-service 21:00',
    'last-call-15 21:00 15',
    'last-call-5 21:00 5',
    'last-call-5 21:00 1',
    'closed 07:00',
  ])
})

test('a clock that is set back is followed back', () => {
  assert.equal(toldAt(['12:00:00', '21:00:00', '12:00:00']), [
    'unknown',
    'self-service 21:00',
    'closed 07:00',
    'self-service 21:00',
  ])
})

test('without a time to rely on nothing is open by schedule, whatever the clock shows (fault 14)', () => {
  const told: string[] = []
  const clock = { now: () => at('12:00:00'), trusted: false }
  using watch = watchOpening(clock, ({ name }) => told.push(name))
  watch.look(configuration)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (now) => {
      clock.now = () => now
      watch.look()
      assert.equal(told, ['unknown'])
    }),
  )
  clock.now = () => at('12:00:00')
  clock.trusted = true
  watch.look()
  assert.equal(told, ['unknown', 'self-service'])
})

test.run()
