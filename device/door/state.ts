// What the entrance knows, what can happen to it, and what it can do.
import type { Outcome } from '../../hub/protocol/command.ts'
import type { LoginMethod } from '../../hub/protocol/entry-rules.ts'
import type { Language } from '../../hub/protocol/terms.ts'
import type { Fact } from '../fact.ts'
import type { Asked } from '../link/questions.ts'
import type { Step, TimerEffect, TimerEvent } from '../machine.ts'
import type { CardReaderEvent, DoorLight, DoorLineEvent, DoorSound } from '../ports.ts'
import type { OpeningName, ScreenAction } from '../screen-protocol.ts'
import type { DoorCommand } from './command.ts'
import { type Counter, uncounted } from './counter-state.ts'

/** How far the person on the street has come. The card is kept only while the PIN is typed;
 *  `typed` is what came from the reader's own keypad. */
export type Passage =
  | { at: 'closed' }
  | { at: 'pin'; card: string; typed?: string }
  | { at: 'asking'; ask: number }
  | { at: 'granted'; secondsLeft: number; ofSeconds: number }
  /** Checked in at the roll-call: the door stays locked. */
  | { at: 'present' }
  | { at: 'refused' }
  | { at: 'no-answer' }

/** Minutes to closing, when it is near enough to say so. */
export type Closing = 15 | 5 | 1 | null

/** `open`: held released; `closed`: nobody is let in. The way out is free in each. */
export type DoorMode = 'locked' | 'open' | 'closed'

export type DoorState = {
  passage: Passage
  contact: 'open' | 'closed' | 'unknown'
  /** What the contact says and has not said for long enough; null = it says what it said. */
  settling: 'open' | 'closed' | null
  /** The open door: not for long, asked for to be shut, told to staff. */
  held: 'no' | 'soon' | 'told'
  /** Staff, or the branch's hours, have it stand released for a while. */
  hold: boolean
  /** Why the door may open although nobody is being let in. */
  excuse: 'exit-button' | 'just-relocked' | null
  exit: 'free' | 'pressed' | 'stuck'
  fire: boolean
  /** It has burned, and nobody has said yet that people may come in again. */
  afterFire: boolean
  bolt: {
    at: 'thrown' | 'drawn' | 'unknown'
    /** Not where it should be, perhaps only on its way; then for too long. */
    verdict: 'agrees' | 'doubtful' | 'disagrees'
  }
  counter: Counter
  opening: OpeningName
  closing: Closing
  /** Colours the screen; whether the hub can be asked is found out by asking. */
  online: boolean
  reader: boolean
  lines: boolean
  asks: number
  mode: DoorMode
  /** Who is inside is asked to check in: a card opens nothing. */
  rollCall: boolean
  settings: DoorSettings
}

export type DoorSettings = {
  /** How long the lock stays released for one entry, and for a patron who needs longer. */
  unlockMs: number
  extendedMs: number
  /** How the branch lets somebody say who she is. */
  methods: readonly LoginMethod[]
  /** People a patron may bring. */
  coVisitors: number
  /** A contact that changes for a shorter time has not moved. */
  debounceMs: number
}

export type DoorTimer =
  | 'pin'
  | 'show'
  | 'relock'
  | 'tick'
  | 'renew'
  | 'settle'
  | 'soon'
  | 'held'
  | 'excuse'
  | 'hold'
  | 'stuck'
  | 'bolt'
  | 'count'
  | 'episode'
  | 'blocked'
  | 'flicker'
  | 'quiet'
  | 'language'

/** What a door must know after a restart. */
export type DoorMemory = { afterFire: boolean; inside: number }

export type DoorEvent =
  | CardReaderEvent
  | DoorLineEvent
  | DoorCommand
  | { kind: 'action'; action: ScreenAction }
  /** `offline`: decided here, by the list, since the hub did not answer. */
  | { kind: 'answer'; ask: number; asked: Asked<'entry'>; offline?: true }
  | { kind: 'online'; online: boolean }
  | { kind: 'settings'; settings: Partial<DoorSettings> }
  | { kind: 'opening'; name: OpeningName }
  | { kind: 'closing'; minutes: Closing }
  | { kind: 'hours'; mode: DoorMode; rollCall: boolean }
  /** Staff say how many are inside. */
  | { kind: 'inside'; count: number }
  | { kind: 'remembered'; memory: DoorMemory }

export type DoorEffect =
  | { kind: 'release' }
  | { kind: 'secure' }
  | { kind: 'light'; colour: DoorLight }
  | { kind: 'sound'; sound: DoorSound }
  | { kind: 'ask'; ask: number; card: string; pin: string | null; inside: number | null }
  | { kind: 'language'; language: Language }
  /** Somebody checked in at the roll-call. */
  | { kind: 'present'; patron: string }
  | { kind: 'done'; id: string; outcome: Outcome }
  | { kind: 'record'; fact: Fact }
  | { kind: 'remember'; memory: DoorMemory }

export type DoorEffects = readonly (DoorEffect | TimerEffect<DoorTimer>)[]
export type DoorStep = Step<DoorState, DoorEffect | TimerEffect<DoorTimer>>
export type DoorInput = DoorEvent | TimerEvent<DoorTimer>

export const initial: DoorState = {
  passage: { at: 'closed' },
  contact: 'unknown',
  settling: null,
  held: 'no',
  hold: false,
  excuse: null,
  exit: 'free',
  fire: false,
  afterFire: false,
  bolt: { at: 'unknown', verdict: 'agrees' },
  counter: uncounted,
  opening: 'unknown',
  closing: null,
  online: false,
  reader: false,
  lines: false,
  asks: 0,
  mode: 'locked',
  rollCall: false,
  settings: {
    ...{ unlockMs: 5000, extendedMs: 20_000, debounceMs: 50 },
    ...{ methods: ['card-pin'], coVisitors: 0 },
  },
}

export const stay = (state: DoorState): DoorStep => ({ state, effects: [] })

export const record = (fact: Fact): DoorEffect => ({ kind: 'record', fact })

export const remember = ({ afterFire, counter }: DoorState): DoorEffect => ({
  kind: 'remember',
  memory: { afterFire, inside: counter.inside },
})

export const light = (colour: DoorLight): DoorEffect => ({ kind: 'light', colour })

export const sound = (what: DoorSound): DoorEffect => ({ kind: 'sound', sound: what })

export const timer = (name: DoorTimer, ms: number): TimerEffect<DoorTimer> => ({
  kind: 'timer',
  name,
  ms,
})

export const stop = (name: DoorTimer): TimerEffect<DoorTimer> => ({ kind: 'stop', name })
