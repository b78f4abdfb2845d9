// What the people counter keeps. Nobody is known to it: these are numbers.
import { type Beams, clear } from './beams.ts'

export type Counter = {
  /** A beam has been heard of: there is a counter. */
  fitted: boolean
  beams: Beams
  /** Never below nought: who was not seen coming in is not seen going out. */
  inside: number
  /** Counted and not yet told. */
  untold: { in: number; out: number }
  /** The door's present opening: who may come in, who came, and how many of those staff know of. */
  episode: { expected: number; entered: number; told: number }
  /** Changes of a beam that made no person, this minute. */
  wasted: number
  watched: boolean
  dirty: boolean
}

export const uncounted: Counter = {
  fitted: false,
  beams: clear,
  inside: 0,
  untold: { in: 0, out: 0 },
  episode: { expected: 0, entered: 0, told: 0 },
  wasted: 0,
  watched: false,
  dirty: false,
}
