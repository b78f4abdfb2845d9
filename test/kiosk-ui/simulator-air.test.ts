// The sky over the branch: sun and moon against the almanac, and the colours they give.
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { airAt, moonPhase, seasonOf, sunAt } from '../../kiosk-ui/simulator/air.ts'

const near = (got: number, wanted: number, within: number): void =>
  assert.ok(Math.abs(got - wanted) <= within, `${got} is not ${wanted} ± ${within}`)

// Noon altitude is 90° − latitude + declination: ±23.44° at the solstices of 2026 (21 Jun 08:24,
// 21 Dec 20:50 UTC), 0° at the equinox (20 Mar 14:46 UTC). Solar noon at 15.91° E is near 11:00 UTC.
const NOONS: readonly (readonly [string, number])[] = [
  ['2026-06-21T10:58:00Z', 90 - 60.75 + 23.44],
  ['2026-12-21T10:54:00Z', 90 - 60.75 - 23.44],
  ['2026-03-20T11:04:00Z', 90 - 60.75],
]

for (const [when, altitude] of NOONS) {
  test(`the sun stands in the south at noon on ${when.slice(0, 10)}`, () => {
    const sun = sunAt(Date.parse(when))
    near(sun.altitude, altitude, 0.3)
    near(sun.azimuth, 180, 1.5)
  })
}

test('the midsummer sun barely sets over Dalarna', () => {
  const { altitude } = sunAt(Date.parse('2026-06-21T22:58:00Z'))
  near(altitude, -(90 - 60.75 - 23.44), 0.3)
})

test('the moon is new and full when the almanac says so', () => {
  // New moon 2026-08-12 17:37 UTC (a solar eclipse), full moon 2026-08-28 04:18 UTC (a lunar one).
  const fromNew = moonPhase(Date.parse('2026-08-12T17:37:00Z'))
  near(Math.min(fromNew, 1 - fromNew), 0, 0.025)
  near(moonPhase(Date.parse('2026-08-28T04:18:00Z')), 0.5, 0.025)
})

test('snow lies from November to March', () => {
  assert.equal([1, 3, 4, 6, 9, 10, 11, 12].map(seasonOf), [
    'winter',
    'winter',
    'bare',
    'summer',
    'summer',
    'bare',
    'winter',
    'winter',
  ])
})

test('lamps burn at a November evening and not at noon', () => {
  assert.ok(airAt(Date.parse('2026-11-19T16:42:00Z'), 11).dark)
  assert.not(airAt(Date.parse('2026-11-19T11:00:00Z'), 11).dark)
})

test('every instant has five bands and colours that are colours', () => {
  const instants = fc.integer({
    min: Date.UTC(2000, 0, 1),
    max: Date.UTC(2100, 0, 1),
  })
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 12 }), (at, month) => {
      const air = airAt(at, month)
      const colours = [...air.bands, air.farHill, air.nearHill, air.tree, air.ground]
      return (
        air.bands.length === 5 &&
        colours.every((colour) => /^#[0-9a-f]{6}$/i.test(colour)) &&
        air.day >= 0 &&
        air.day <= 1
      )
    }),
  )
})

test.run()
