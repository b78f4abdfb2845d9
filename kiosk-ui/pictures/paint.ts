// The paints of every picture and how they are mixed. Flat colours only.

/** Cloth colours of the books, also of coats and furniture. */
export const BOOK = {
  pine: '#1C6F5F',
  falu: '#9A3B2D',
  ochre: '#E0AC4B',
  lake: '#2F6F97',
  plum: '#6A4A5C',
  sage: '#A9CBBE',
  rose: '#E3B9A4',
  linen: '#EDE6D6',
  ink: '#2C3B3A',
} as const
export type BookColour = keyof typeof BOOK

const channels = (hex: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** Between two `#RRGGBB`: 0 is `a`, 1 is `b`. */
export const mix = (a: string, b: string, share: number): string => {
  const to = channels(b)
  const mixed = channels(a).map((from, at) =>
    Math.round(from + ((to[at] ?? from) - from) * share),
  )
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** Towards ink by a share of 0…1. */
export const darker = (colour: string, share: number): string =>
  mix(colour, '#0A1413', share)

/** Towards white by a share of 0…1. */
export const lighter = (colour: string, share: number): string =>
  mix(colour, '#FFFFFF', share)

/** Mulberry32: the same seed always gives the same row of numbers in 0…1. */
export const mulberry = (seed: number): (() => number) => {
  let s = seed
  return () => {
    s = (s + 0x6d2b79f5) | 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
