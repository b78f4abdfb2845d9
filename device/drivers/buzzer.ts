// A buzzer that is on or off: what it says is told apart by rhythm, for those who see no lamp.
import type { DoorSound } from '../ports.ts'

/** Milliseconds on, off, on …; `again` begins anew after so many. At most three changes a second. */
type Pattern = { beats: readonly number[]; again?: number }

/** Two short: come in. One long: no. One short every two seconds: shut the door. */
const PATTERNS: Readonly<Record<DoorSound, Pattern>> = {
  welcome: { beats: [180, 180, 180] },
  refused: { beats: [900] },
  'close-door': { beats: [200], again: 1800 },
  quiet: { beats: [] },
}

export type Buzzer = {
  /** In place of what sounded before. */
  sound(sound: DoorSound): void
  /** Silent at once, for good. */
  stop(): void
}

/** `drive` switches the line; it may go nowhere. */
export const createBuzzer = (drive: (on: boolean) => void): Buzzer => {
  let timer: NodeJS.Timeout | undefined

  const play = (pattern: Pattern, beat = 0): void => {
    const { beats, again } = pattern
    const ms = beats[beat]
    drive(ms !== undefined && beat % 2 === 0)
    if (ms !== undefined) timer = setTimeout(() => play(pattern, beat + 1), ms)
    else if (again !== undefined) timer = setTimeout(() => play(pattern), again)
  }
  return {
    sound: (sound) => {
      clearTimeout(timer)
      play(PATTERNS[sound])
    },
    stop: () => {
      clearTimeout(timer)
      drive(false)
    },
  }
}
