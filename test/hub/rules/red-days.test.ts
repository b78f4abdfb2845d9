// Fault 18: the calendar is what unstaffed libraries most often get wrong.
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { COUNTRIES, type Country, RED_DAYS } from '../../../hub/protocol/calendar.ts'
import { type RedDay, redDaysOn } from '../../../hub/rules/red-days.ts'
import { ORACLE } from './red-days-oracle.ts'

const everyDayOf = (year: number): string[] => {
  const first = new Temporal.PlainDate(year, 1, 1)
  return Array.from({ length: first.daysInYear }, (_, days) =>
    first.add({ days }).toString(),
  )
}

const daysOf = (country: Country, year: number, kind: RedDay['kind']): string[] =>
  everyDayOf(year)
    .filter((day) => redDaysOn(country, day).some((one) => one.kind === kind))
    .map((day) => day.slice(5))

const dayOf = (country: Country, year: number, name: RedDay['name']): string | undefined =>
  everyDayOf(year).find((day) => redDaysOn(country, day).some((one) => one.name === name))

for (const country of COUNTRIES)
  for (const [written, { red, bank }] of Object.entries(ORACLE[country])) {
    const year = Number(written)
    test(`${country} ${year}: the red days are the oracle's, no more and no fewer`, () => {
      assert.is(daysOf(country, year, 'red').join(' '), red)
    })
    test(`${country} ${year}: what banks keep is an eve here`, () => {
      const eves = daysOf(country, year, 'eve')
      for (const day of bank.split(' ').filter(Boolean)) assert.ok(eves.includes(day), day)
    })
  }

/** The eves that libraries keep and no oracle has. */
const EVES: [Country, RedDay['name'], string][] = [
  ['SE', 'epiphany-eve', '2026-01-05'],
  ['SE', 'easter-eve', '2026-04-04'],
  ['SE', 'walpurgis-eve', '2026-04-30'],
  ['SE', 'midsummer-eve', '2026-06-19'],
  ['SE', 'christmas-eve', '2026-12-24'],
  ['SE', 'new-years-eve', '2026-12-31'],
  ['FI', 'walpurgis-eve', '2027-04-30'],
  ['NO', 'whit-eve', '2026-05-23'],
  ['DK', 'danish-constitution-day', '2026-06-05'],
]
for (const [country, name, day] of EVES)
  test(`${name} is an eve in ${country}`, () => {
    assert.ok(
      redDaysOn(country, day).some((one) => one.name === name && one.kind === 'eve'),
    )
  })

/** The earliest and the latest there are, years of many kinds, and those ahead. */
const EASTERS =
  '1818-03-22 1943-04-25 2000-04-23 2008-03-23 2011-04-24 2019-04-21 2024-03-31 2029-04-01 2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25 2038-04-25 2285-03-22'
for (const day of EASTERS.split(' '))
  test(`Easter is on ${day}`, () => {
    assert.is(dayOf('SE', Number(day.slice(0, 4)), 'easter'), day)
  })

test('Easter is one Sunday from 22 March to 25 April in every year', () => {
  for (let year = 1900; year < 2300; year += 1) {
    const first = new Temporal.PlainDate(year, 3, 22)
    const found = Array.from({ length: 35 }, (_, days) => first.add({ days })).filter(
      (day) => redDaysOn('DK', day.toString()).some(({ name }) => name === 'easter'),
    )
    assert.equal(
      found.map(({ dayOfWeek }) => dayOfWeek),
      [7],
    )
  }
})

test('17 May 2027 is both the national day and Whit Monday in Norway', () => {
  assert.equal(
    redDaysOn('NO', '2027-05-17').map(({ name }) => name),
    ['whit-monday', 'norwegian-national-day'],
  )
})

test('29 February is a day like another, and every name is kept somewhere', () => {
  for (const country of COUNTRIES) assert.equal(redDaysOn(country, '2028-02-29'), [])
  for (const name of RED_DAYS)
    assert.ok(
      COUNTRIES.some((country) => dayOf(country, 2027, name) !== undefined),
      name,
    )
})

test('midsummer and All Saints are Saturdays, in whatever year', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1950, max: 2200 }), (year) => {
      for (const name of ['midsummer', 'all-saints'] as const)
        assert.is(Temporal.PlainDate.from(dayOf('FI', year, name) ?? '').dayOfWeek, 6)
    }),
    { numRuns: 50 },
  )
})

test.run()
