// Where sun and moon stand over the branch, and what they do to the colours of the picture.
// Low-precision solar position (Astronomical Almanac, page C5): good to a hundredth of a degree.
import { mix } from '../pictures/paint.ts'

/** Svärdsjö in Dalarna. The picture is of that house, whatever branch is simulated. */
const LATITUDE = 60.75
const LONGITUDE = 15.91

const DAY_MS = 86_400_000
const J2000 = Date.UTC(2000, 0, 1, 12)
const rad = (degrees: number): number => (degrees * Math.PI) / 180
const deg = (radians: number): number => (radians * 180) / Math.PI

/** Degrees: altitude above the horizon, azimuth from north by east. */
export const sunAt = (at: number): { altitude: number; azimuth: number } => {
  const days = (at - J2000) / DAY_MS
  const anomaly = rad(357.529 + 0.98560028 * days)
  const longitude = rad(
    280.459 + 0.98564736 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly),
  )
  const tilt = rad(23.439 - 0.00000036 * days)
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude))
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude))
  const sidereal = rad((18.697374558 + 24.06570982441908 * days) * 15 + LONGITUDE)
  const hour = sidereal - ascension
  const here = rad(LATITUDE)
  const altitude = Math.asin(
    Math.sin(here) * Math.sin(declination) +
      Math.cos(here) * Math.cos(declination) * Math.cos(hour),
  )
  const azimuth = Math.atan2(
    -Math.sin(hour),
    Math.tan(declination) * Math.cos(here) - Math.sin(here) * Math.cos(hour),
  )
  return { altitude: deg(altitude), azimuth: (deg(azimuth) + 360) % 360 }
}

const NEW_MOON = Date.UTC(2000, 0, 6, 18, 14)
const SYNODIC_DAYS = 29.530588853

/** 0 new, 0.5 full, towards 1 new again. */
export const moonPhase = (at: number): number => {
  const turns = (at - NEW_MOON) / DAY_MS / SYNODIC_DAYS
  return turns - Math.floor(turns)
}

export type Season = 'winter' | 'bare' | 'summer'

/** What lies on the ground in a month of 1…12. */
export const seasonOf = (month: number): Season => {
  if (month >= 11 || month <= 3) return 'winter'
  return month === 4 || month === 10 ? 'bare' : 'summer'
}

export type Air = {
  season: Season
  altitude: number
  azimuth: number
  moon: number
  /** 0 night … 1 full day. */
  day: number
  /** Lamps out of doors burn. */
  dark: boolean
  /** Five flat bands, zenith first. */
  bands: readonly string[]
  farHill: string
  nearHill: string
  tree: string
  ground: string
  foreground: string
}

type Hue = readonly [altitude: number, bands: readonly string[], hills: readonly string[]]

/** By the sun's altitude: deep night, late dusk, sunset, low sun, day. */
const HUES: readonly Hue[] = [
  [
    -32,
    ['#1C2D41', '#25405A', '#3A5A6E', '#5F7681', '#93897F'],
    ['#4A626E', '#2F4851', '#132D30'],
  ],
  [
    -14,
    ['#2A4156', '#3A566C', '#5F7F90', '#A3A5A2', '#D9B195'],
    ['#6C8790', '#47646B', '#1B3A3B'],
  ],
  [
    -2,
    ['#56728E', '#8299AB', '#BDB8B4', '#E6C4A2', '#EFA97E'],
    ['#7C909A', '#54706F', '#22463F'],
  ],
  [
    5,
    ['#8CB3CC', '#A8C7D8', '#C8DAE0', '#E6E4D8', '#F4DFBC'],
    ['#93AAB0', '#67877F', '#2C5A4C'],
  ],
  [
    20,
    ['#7DB0D4', '#98C3DE', '#B5D5E7', '#D3E6EE', '#E9F1F1'],
    ['#97B1B8', '#6B8E84', '#2F6150'],
  ],
]

const between = (altitude: number): readonly [Hue, Hue, number] => {
  const over = HUES.findIndex(([from]) => from > altitude)
  const first = HUES[0] as Hue
  const last = HUES[HUES.length - 1] as Hue
  if (over === 0) return [first, first, 0]
  if (over < 0) return [last, last, 0]
  const low = HUES[over - 1] as Hue
  const high = HUES[over] as Hue
  return [low, high, (altitude - low[0]) / (high[0] - low[0])]
}

const blend = (from: readonly string[], to: readonly string[], share: number): string[] =>
  from.map((colour, at) => mix(colour, to[at] ?? colour, share))

const GROUND = {
  winter: [
    ['#C9D6DC', '#DDE6E9'],
    ['#E9EFF1', '#FAFBFA'],
  ],
  bare: [
    ['#6F6A57', '#7F7860'],
    ['#A79C78', '#B9AD86'],
  ],
  summer: [
    ['#3E5B45', '#4B6B4E'],
    ['#7FA268', '#93B576'],
  ],
} as const

const SUNK = -8
const UP = 6

/** Everything the picture needs to know about an instant; `month` is the local one. */
export const airAt = (at: number, month: number): Air => {
  const { altitude, azimuth } = sunAt(at)
  const season = seasonOf(month)
  const [low, high, share] = between(altitude)
  const day = Math.min(1, Math.max(0, (altitude - SUNK) / (UP - SUNK)))
  const [night, noon] = GROUND[season]
  const hills = blend(low[2], high[2], share)
  return {
    season,
    altitude,
    azimuth,
    moon: moonPhase(at),
    day,
    dark: altitude < 0,
    bands: blend(low[1], high[1], share),
    farHill: hills[0] ?? '',
    nearHill: hills[1] ?? '',
    tree: hills[2] ?? '',
    ground: mix(night[0], noon[0], day),
    foreground: mix(night[1], noon[1], day),
  }
}
