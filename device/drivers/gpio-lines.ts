// Which lines of a GPIO chip the entrance hangs on, and which of them are ours to drive. No line may
// serve two: an output on the exit button's or the fire panel's wire would speak where we only listen.
import type { DoorLight } from '../ports.ts'

/** Numbers of lines, counted on their chip from 0. */
export type GpioDoorWiring = {
  lock: number
  contact: number
  exit: number
  fire: number
  lights?: Partial<Record<Exclude<DoorLight, 'dark'>, number>> | undefined
}

type Use = { at: string; line: number; drives: boolean }

/** Every use of a line, the lock first: it is what must be safe before all else. */
export const usesOf = ({
  lock,
  contact,
  exit,
  fire,
  lights = {},
}: GpioDoorWiring): Use[] => [
  { at: 'lock', line: lock, drives: true },
  ...Object.entries(lights).map(([colour, line]) => ({
    at: `lights.${colour}`,
    line,
    drives: true,
  })),
  { at: 'contact', line: contact, drives: false },
  { at: 'exit', line: exit, drives: false },
  { at: 'fire', line: fire, drives: false },
]

/** A place whose line another place before it has, and what is expected there. */
export const sharedLines = (wiring: GpioDoorWiring): { at: string; expected: string }[] => {
  const uses = usesOf(wiring)
  return uses.flatMap(({ at, line, drives }, nth) => {
    const other = uses.slice(0, nth).find((one) => one.line === line)
    if (other === undefined) return []
    const why = drives === other.drives ? '' : ': an output may not drive an input'
    return [{ at, expected: `expected another line than ${other.at} has${why}` }]
  })
}
