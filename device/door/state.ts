// What the entrance knows, what can happen to it, and what it can do.
import type { Outcome } from '../../hub/protocol/command.ts'
import type { Language } from '../../hub/protocol/terms.ts'
import type { Fact } from '../fact.ts'
import type { Asked } from '../link/questions.ts'
import type { Step, TimerEffect, TimerEvent } from '../machine.ts'
import type { CardReaderEvent, DoorLight, DoorLineEvent } from '../ports.ts'
import type { ScreenAction } from '../screen-protocol.ts'
import type { DoorCommand } from './command.ts'

/** How far the person on the street has come. The card is kept only while the PIN is typed;
 *  `typed` is what came from the reader's own keypad. */
export type Passage =
  | { at: 'closed' }
  | { at: 'pin'; card: string; typed?: string }
  | { at: 'asking'; ask: number }
  | { at: 'granted'; secondsLeft: number; ofSeconds: number }
  | { at: 'refused' }
  | { at: 'no-answer' }

/** Minutes to closing, when it is near enough to say so. */
export type Closing = 15 | 5 | 1 | null

export type DoorState = {
  passage: Passage
  contact: 'open' | 'closed' | 'unknown'
  heldOpen: boolean
  /** Staff have it stand released for a while. */
  hold: boolean
  /** Why the door may open although nobody is being let in. */
  excuse: 'exit-button' | 'just-relocked' | null
  fire: boolean
  closing: Closing
  /** Colours the screen; whether the hub can be asked is found out by asking. */
  online: boolean
  reader: boolean
  lines: boolean
  asks: number
  unlockMs: number
}

export type DoorTimer =
  | 'pin'
  | 'show'
  | 'relock'
  | 'tick'
  | 'renew'
  | 'held'
  | 'excuse'
  | 'hold'
  | 'language'

export type DoorEvent =
  | CardReaderEvent
  | DoorLineEvent
  | DoorCommand
  | { kind: 'action'; action: ScreenAction }
  /** `offline`: decided here, by the list, since the hub did not answer. */
  | { kind: 'answer'; ask: number; asked: Asked<'entry'>; offline?: true }
  | { kind: 'online'; online: boolean }
  | { kind: 'unlock-time'; ms: number }
  | { kind: 'closing'; minutes: Closing }

export type DoorEffect =
  | { kind: 'release' }
  | { kind: 'secure' }
  | { kind: 'light'; colour: DoorLight }
  | { kind: 'ask'; ask: number; card: string; pin: string }
  | { kind: 'language'; language: Language }
  | { kind: 'done'; id: string; outcome: Outcome }
  | { kind: 'record'; fact: Fact }

export type DoorEffects = readonly (DoorEffect | TimerEffect<DoorTimer>)[]
export type DoorStep = Step<DoorState, DoorEffect | TimerEffect<DoorTimer>>
export type DoorInput = DoorEvent | TimerEvent<DoorTimer>

const DEFAULT_UNLOCK_MS = 5000
/** The door stands open for so long before somebody is told. */
export const HELD_MS = 30_000

export const initial: DoorState = {
  passage: { at: 'closed' },
  contact: 'unknown',
  heldOpen: false,
  hold: false,
  excuse: null,
  fire: false,
  closing: null,
  online: false,
  reader: false,
  lines: false,
  asks: 0,
  unlockMs: DEFAULT_UNLOCK_MS,
}

export const stay = (state: DoorState): DoorStep => ({ state, effects: [] })

export const record = (fact: Fact): DoorEffect => ({ kind: 'record', fact })

export const light = (colour: DoorLight): DoorEffect => ({ kind: 'light', colour })

export const timer = (name: DoorTimer, ms: number): TimerEffect<DoorTimer> => ({
  kind: 'timer',
  name,
  ms,
})

export const stop = (name: DoorTimer): TimerEffect<DoorTimer> => ({ kind: 'stop', name })
