// Lamps of which one is lit at a time, on pins of a board.
import type { Fittings } from './firmata.ts'

export type Lamps<Colour extends string> = {
  /** Lights this one and no other; a colour without a lamp is dark. */
  show(colour: Colour | 'dark'): void
}

export const fitLamps = <Colour extends string>(
  pins: Readonly<Record<Colour, number>>,
  lamp: Fittings['lamp'],
): Lamps<Colour> => {
  const lamps = Object.entries<number>(pins).map(([colour, pin]) => ({
    colour,
    lamp: lamp(pin),
  }))
  return {
    show: (wanted) => {
      for (const { colour, lamp } of lamps) {
        if (colour === wanted) lamp.on()
        else lamp.off()
      }
    },
  }
}
