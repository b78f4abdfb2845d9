// The red days of the Nordic countries and the eves that libraries keep like them, by rule for any
// year: lagen (1989:253) om allmänna helgdagar, and the other countries' own.
import { Temporal } from 'temporal-polyfill'
import type { Country, RedDayName } from '../protocol/calendar.ts'

type Date = Temporal.PlainDate
type Rule = (year: number) => Date

const on =
  (month: number, day: number): Rule =>
  (year) =>
    new Temporal.PlainDate(year, month, day)

const easter =
  (days: number): Rule =>
  (year) =>
    easterSunday(year).add({ days })

/** The first Saturday from a day on, and so many days from it. */
const saturdayFrom =
  (month: number, day: number, days = 0): Rule =>
  (year) => {
    const first = on(month, day)(year)
    return first.add({ days: 6 - (first.dayOfWeek % 7) + days })
  }

const RULES: Record<RedDayName, Rule> = {
  'new-year': on(1, 1),
  'epiphany-eve': on(1, 5),
  epiphany: on(1, 6),
  'maundy-thursday': easter(-3),
  'good-friday': easter(-2),
  'easter-eve': easter(-1),
  easter: easter(0),
  'easter-monday': easter(1),
  'walpurgis-eve': on(4, 30),
  'may-day': on(5, 1),
  ascension: easter(39),
  'whit-eve': easter(48),
  whitsun: easter(49),
  'whit-monday': easter(50),
  'norwegian-national-day': on(5, 17),
  'danish-constitution-day': on(6, 5),
  'swedish-national-day': on(6, 6),
  'midsummer-eve': saturdayFrom(6, 20, -1),
  midsummer: saturdayFrom(6, 20),
  'all-saints': saturdayFrom(10, 31),
  'finnish-independence-day': on(12, 6),
  'christmas-eve': on(12, 24),
  christmas: on(12, 25),
  'boxing-day': on(12, 26),
  'new-years-eve': on(12, 31),
}

type Kept = { red: readonly RedDayName[]; eves: readonly RedDayName[] }

const EVERYWHERE = [
  'new-year',
  'good-friday',
  'easter',
  'easter-monday',
  'ascension',
  'whitsun',
  'christmas',
  'boxing-day',
] as const satisfies readonly RedDayName[]

const NORTH_EAST = ['epiphany', 'may-day', 'midsummer', 'all-saints'] as const
const NORTH_EAST_EVES = [
  'epiphany-eve',
  'easter-eve',
  'walpurgis-eve',
  'midsummer-eve',
  'christmas-eve',
  'new-years-eve',
] as const

const KEPT: Record<Country, Kept> = {
  SE: {
    red: [...EVERYWHERE, ...NORTH_EAST, 'swedish-national-day'],
    eves: NORTH_EAST_EVES,
  },
  FI: {
    red: [...EVERYWHERE, ...NORTH_EAST, 'finnish-independence-day'],
    eves: NORTH_EAST_EVES,
  },
  NO: {
    red: [
      ...EVERYWHERE,
      ...(['maundy-thursday', 'may-day', 'whit-monday'] as const),
      'norwegian-national-day',
    ],
    eves: ['easter-eve', 'whit-eve', 'christmas-eve', 'new-years-eve'],
  },
  // Store bededag is none any more since 2024.
  DK: {
    red: [...EVERYWHERE, 'maundy-thursday', 'whit-monday'],
    eves: ['danish-constitution-day', 'christmas-eve', 'new-years-eve'],
  },
}

/** `eve`: no red day by law, and yet no day like another. */
export type RedDay = { name: RedDayName; kind: 'red' | 'eve' }

/** What `day` (`2026-12-24`) is in the country; where it is two, such as 17 May 2027 in Norway, both. */
export const redDaysOn = (country: Country, day: string): readonly RedDay[] =>
  daysOf(country, Number(day.slice(0, 4))).get(day) ?? []

/** Day → what it is. Whoever asks, asks of the same few years again. */
const known = new Map<string, ReadonlyMap<string, readonly RedDay[]>>()
const MOST_KNOWN = 40

const daysOf = (country: Country, year: number): ReadonlyMap<string, readonly RedDay[]> => {
  const key = `${country}${year}`
  const found = known.get(key) ?? allOf(country, year)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, found)
  return found
}

const allOf = (country: Country, year: number): Map<string, RedDay[]> => {
  const days = new Map<string, RedDay[]>()
  const add = (name: RedDayName, kind: RedDay['kind']): void => {
    const day = RULES[name](year).toString()
    days.set(day, [...(days.get(day) ?? []), { name, kind }])
  }
  for (const name of KEPT[country].red) add(name, 'red')
  for (const name of KEPT[country].eves) add(name, 'eve')
  return days
}

/**
 * The Gregorian Easter (Meeus, Astronomical Algorithms, ch. 8, after Butcher's Ecclesiastical
 * Calendar of 1876): the Sunday after the first full moon, by the Church's tables, from 21 March on.
 */
const easterSunday = (year: number): Date => {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const leaps = Math.floor(century / 4)
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - leaps - moonShift + 15) % 30
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  const count = epact + toSunday - 7 * late + 114
  return new Temporal.PlainDate(year, Math.floor(count / 31), (count % 31) + 1)
}
