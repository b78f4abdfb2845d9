import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { calendar } from '../../../hub/protocol/calendar.ts'
import { type Hours, type OpeningState, openingState } from '../../../hub/rules/opening.ts'
import { openingMemory } from '../../../hub/rules/opening-memory.ts'

const memory = suite('the memory of an opening state')

const DAY = 24 * 60 * 60_000
const FIRST = Date.UTC(2026, 0, 1)

const hoursOf = (periods: readonly [day: number, from: number, hours: number][]): Hours => {
  const wall = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  const usual = periods.map(([day, from, hours]) => {
    const mode = hours % 2 === 0 ? 'staffed' : 'self-service'
    return { day, from: wall(from), to: wall((from + hours) % 24), mode }
  })
  const exceptions = [{ begins: '2027-06-01', ends: '2027-06-03', hours: [] }]
  return {
    zone: 'Europe/Stockholm',
    calendar: calendar.parse({ country: 'SE', weeks: { usual }, exceptions }),
  }
}

const period = fc.tuple(
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 0, max: 23 }),
  fc.integer({ min: 1, max: 12 }),
)
const calendars = fc.array(period, { maxLength: 6 }).map(hoursOf)
/** Steps of time: seconds, hours, months, and back. */
const steps = fc.array(
  fc.oneof(
    fc.integer({ min: -60_000, max: 60_000 }),
    fc.integer({ min: -DAY, max: 2 * DAY }),
    fc.integer({ min: -100 * DAY, max: 100 * DAY }),
  ),
  { maxLength: 12 },
)

/** How far it can see ahead depends on when it looked. */
const said = ({ name, mode, own }: OpeningState) => ({ name, mode, own })

memory('says what is so, however time goes and whose hours it is asked for', () => {
  const any = fc.property(calendars, calendars, steps, (a, b, walk) => {
    const openingAt = openingMemory()
    let at = FIRST
    for (const [index, step] of walk.entries()) {
      at += step
      const hours = index % 3 === 2 ? b : a
      assert.equal(said(openingAt(at, hours)), said(openingState(at, hours)))
    }
  })
  fc.assert(any, { numRuns: 60 })
})

memory('works out once what holds, and once a day what has no end in sight', () => {
  const always = hoursOf(
    [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
      [day, 0, 12],
      [day, 12, 12],
    ]),
  )
  for (const hours of [always, hoursOf([[4, 0, 12]])]) {
    const openingAt = openingMemory()
    const first = openingAt(FIRST, hours)
    assert.is(openingAt(FIRST + 1000, hours), first)
    assert.is.not(openingAt(FIRST + DAY, hours), first)
    assert.is.not(openingAt(FIRST, { ...hours }), first)
  }
})

memory.run()
