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
  /** From here on where it is fitted. */
  bolt?: number | undefined
  beams?: { a: number; b: number } | undefined
  buzzer?: number | undefined
  key?: number | undefined
}

const OUTPUTS = ['lock', 'lights.ready', 'lights.go', 'lights.no', 'buzzer'] as const
const INPUTS = ['contact', 'exit', 'fire', 'bolt', 'beams.a', 'beams.b', 'key'] as const
type Place = OutputPlace | InputPlace
export type OutputPlace = (typeof OUTPUTS)[number]
export type InputPlace = (typeof INPUTS)[number]
export type Use<At extends Place = Place> = { at: At; line: number }

/** The outputs there are, the lock first: it is what must be safe before all else. */
export const outputsOf = (wiring: GpioDoorWiring): Use<OutputPlace>[] =>
  OUTPUTS.flatMap((at) => useOf(wiring, at))

export const inputsOf = (wiring: GpioDoorWiring): Use<InputPlace>[] =>
  INPUTS.flatMap((at) => useOf(wiring, at))

const useOf = <At extends Place>(wiring: GpioDoorWiring, at: At): Use<At>[] => {
  const line = lineAt(wiring, at)
  return line === undefined ? [] : [{ at, line }]
}

const lineAt = (wiring: GpioDoorWiring, at: Place): number | undefined => {
  const { lights, beams, ...single } = wiring
  const below = {
    'lights.ready': lights?.ready,
    'lights.go': lights?.go,
    'lights.no': lights?.no,
    'beams.a': beams?.a,
    'beams.b': beams?.b,
  }
  return { ...single, ...below }[at]
}

/** A place whose line another place before it has, and what is expected there. */
export const sharedLines = (wiring: GpioDoorWiring): { at: string; expected: string }[] => {
  const outputs: Use[] = outputsOf(wiring)
  const uses = [...outputs, ...inputsOf(wiring)]
  return uses.flatMap((use, nth) => {
    const other = uses.slice(0, nth).find(({ line }) => line === use.line)
    if (other === undefined) return []
    const isMixed = outputs.includes(other) && !outputs.includes(use)
    const why = isMixed ? ': an output may not drive an input' : ''
    return [{ at: use.at, expected: `expected another line than ${other.at} has${why}` }]
  })
}
