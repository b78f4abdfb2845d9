// The reader's own keypad at the door: digits become the PIN that the screen's keys would have typed.
import type { ReaderKey } from '../ports.ts'
import { goAway, keyPressed, pinTyped } from './entry.ts'
import { type DoorState, type DoorStep, stay } from './state.ts'

/** Of a PIN. What is longer or shorter is none, and is typed anew. */
const LONGEST = 8
const SHORTEST = 4

/** `#` ends the PIN; `*` takes back what was typed, or, before anything was, goes away. */
export const keyTyped = (state: DoorState, key: ReaderKey): DoorStep => {
  const { passage } = state
  if (passage.at !== 'pin') return stay(state)
  const { typed = '' } = passage
  if (key === '#') return isPin(typed) ? pinTyped(state, typed) : typedNow(state, '')
  if (key === '*') return typed === '' ? goAway(state) : typedNow(state, '')
  return typedNow(state, typed.length > LONGEST ? typed : typed + key)
}

const isPin = ({ length }: string): boolean => length >= SHORTEST && length <= LONGEST

const typedNow = (state: DoorState, typed: string): DoorStep =>
  state.passage.at === 'pin'
    ? keyPressed({ ...state, passage: { ...state.passage, typed } })
    : stay(state)
