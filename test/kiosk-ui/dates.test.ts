import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { clockTime, dayFrom, longDay, signTime } from '../../kiosk-ui/text/dates.ts'

const ZONE = 'Europe/Stockholm'
const at = (time: string): number => Date.parse(time)

test('a day is said with its weekday and month', () => {
  assert.is(longDay('2026-12-17', 'sv'), 'torsdag 17 december')
  assert.is(longDay('2026-12-17', 'en'), 'Thursday 17 December')
})

test('a time is said in the way of the language, in the zone of the branch', () => {
  assert.is(clockTime(at('2026-11-19T16:42:00Z'), ZONE, 'sv'), '17.42')
  assert.is(clockTime(at('2026-11-19T16:42:00Z'), ZONE, 'en'), '17:42')
  assert.is(clockTime(at('2026-07-19T05:05:00Z'), ZONE, 'sv'), '07.05')
})

test('a whole hour on a sign is the hour alone, and a day ends at 24', () => {
  assert.is(signTime(at('2026-11-19T20:00:00Z'), ZONE, 'sv'), '21')
  assert.is(signTime(at('2026-11-19T20:30:00Z'), ZONE, 'sv'), '21.30')
  assert.is(signTime(at('2026-11-19T23:00:00Z'), ZONE, 'sv'), '24')
  assert.is(signTime(at('2026-11-19T20:00:00Z'), ZONE, 'en'), '21:00')
})

test('a day is near or far by the calendar of the branch, also across the change of clocks', () => {
  const evening = at('2026-10-24T21:30:00Z')
  const next = dayFrom(evening, at('2026-10-24T22:30:00Z'), ZONE, 'sv')
  assert.equal(next, { when: 'tomorrow', weekday: 'söndag' })
  assert.is(dayFrom(evening, at('2026-10-26T06:00:00Z'), ZONE, 'sv').when, 'later')
  assert.is(dayFrom(evening, evening, ZONE, 'sv').when, 'today')
})

test.run()
