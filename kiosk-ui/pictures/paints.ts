// The paints of the drawings and the arithmetic of their shades.

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

/** `t` of the way from one `#RRGGBB` to another. */
export const mix = (from: string, to: string, t: number): string => {
  const end = channels(to)
  const blend = (value: number, at: number): string =>
    Math.round(value + ((end[at] ?? 0) - value) * t)
      .toString(16)
      .padStart(2, '0')
  return `#${channels(from).map(blend).join('')}`
}

export const darker = (colour: string, t: number): string => mix(colour, '#0A1413', t)
export const lighter = (colour: string, t: number): string => mix(colour, '#FFFFFF', t)

/** The same chance every time: drawings with many books look alike at each visit. */
export const seeded = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** One decimal is finer than any panel. */
export const tenth = (n: number): number => Math.round(n * 10) / 10
