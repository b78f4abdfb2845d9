// What the chute knows, what can happen to it, and what it can do.
import type { ItemRef, Language } from '../../hub/protocol/terms.ts'
import type { Fact } from '../fact.ts'
import type { ItemSeen } from '../items.ts'
import type { Asked } from '../link/questions.ts'
import type { Step, TimerEffect, TimerEvent } from '../machine.ts'
import type {
  AfiWritten,
  ChuteBoardEvent,
  ChuteLight,
  ItemReaderEvent,
  TagSeen,
} from '../ports.ts'
import type { ChuteView, Overlay, ScreenAction } from '../screen-protocol.ts'
import type { Security, TagPart } from '../tag-part.ts'
import type { ChuteNote, KeyedNote } from './notes.ts'
import type { Bin } from './sorting.ts'

/** One item that the flap was opened for. */
export type Load = {
  /** Key of its note. */
  id: string
  item: ItemRef
  title: string | null
  bin: number
  /** The hub could not be asked. */
  later: boolean
  parts: readonly TagPart[]
  /** What each tag was read as before, by uid. */
  before: Readonly<Record<string, number | null>>
}

export type GivenBack = Extract<ChuteView, { screen: 'chute.given-back' }>['why']

export type Passage =
  | { at: 'idle' }
  /** Something lies in the mouth and is still being read. */
  | { at: 'settling'; restarts: number }
  | { at: 'asking'; ask: number; seen: ItemSeen }
  /** The flap is open; nothing has come through the beam. */
  | { at: 'open'; load: Load }
  /** It came through the beam; its tags are being secured. Rested: it lies still on the tray. */
  | { at: 'inside'; load: Load; rested: boolean }
  /** The flap is shut and the sorter told; what fell leaves the field, `others` perhaps with it. */
  | { at: 'falling'; load: Load; others: readonly string[]; tries: number }
  /** It was pulled out again: its tags get their old value back. */
  | { at: 'restoring'; load: Load; others: readonly string[] }
  | { at: 'accepted'; title: string | null; later: boolean }
  | { at: 'given-back'; why: GivenBack; have?: number; total?: number }

type WithLoad = Extract<Passage, { load: Load }>

export const hasLoad = (passage: Passage): passage is WithLoad => 'load' in passage

/** Minutes to closing, when it is near enough to say so. */
export type Closing = Extract<Overlay, { kind: 'closing' }>['minutes'] | null

export type ChuteState = {
  /** Begins every key of this start, so that none is used twice. */
  run: string
  ids: number
  security: Security
  bins: readonly Bin[]
  passage: Passage
  /** Items taken in since somebody came. */
  count: number
  tags: readonly TagSeen[]
  writing: boolean
  /** Something has been in the beam for too long. */
  jam: boolean
  beam: boolean
  full: readonly number[]
  /** From before a restart and not settled yet. */
  notes: readonly KeyedNote[]
  /** What lies in the mouth after a restart may as well lie on the tray. */
  doubtful: boolean
  reader: boolean
  board: boolean
  fire: boolean
  closing: Closing
  /** The journal cannot be written: nothing may be taken in. */
  broken: boolean
}

export type ChuteTimer =
  | 'settle'
  | 'offer'
  | 'away'
  | 'renew'
  | 'jam'
  | 'write-again'
  | 'rest'
  | 'missing'
  | 'fall'
  | 'restore'
  | 'show'
  | 'person'
  | 'recover'
  | 'language'

export type ChuteEvent =
  | ItemReaderEvent
  | ChuteBoardEvent
  | { kind: 'answer'; ask: number; asked: Asked<'item'> }
  | { kind: 'written'; uid: string; afi: number; written: AfiWritten }
  | { kind: 'action'; action: ScreenAction }
  /** What the journal held at start. */
  | { kind: 'notes'; notes: readonly KeyedNote[] }
  | { kind: 'fire'; on: boolean }
  | { kind: 'closing'; minutes: Closing }
  | { kind: 'journal-lost' }

export type ChuteEffect =
  | { kind: 'ask'; ask: number; item: ItemRef }
  | { kind: 'write'; uid: string; afi: number }
  | { kind: 'open-flap' }
  | { kind: 'close-flap' }
  | { kind: 'sort'; bin: number }
  | { kind: 'light'; colour: ChuteLight }
  | { kind: 'note'; key: string; note: ChuteNote }
  | { kind: 'finish'; key: string }
  | { kind: 'record'; fact: Fact; finish?: string }
  | { kind: 'language'; language: Language }

export type ChuteStep = Step<ChuteState, ChuteEffect | TimerEffect<ChuteTimer>>
export type ChuteInput = ChuteEvent | TimerEvent<ChuteTimer>

export type ChuteSettings = {
  /** Unique to this start of the kiosk, such as `chute-<epoch>`. */
  run: string
  security: Security
  bins: readonly Bin[]
}

export const initial = ({ run, security, bins }: ChuteSettings): ChuteState => ({
  run,
  ids: 0,
  security,
  bins,
  passage: { at: 'idle' },
  count: 0,
  tags: [],
  writing: false,
  jam: false,
  beam: false,
  full: [],
  notes: [],
  doubtful: false,
  reader: false,
  board: false,
  fire: false,
  closing: null,
  broken: false,
})

export const stay = (state: ChuteState): ChuteStep => ({ state, effects: [] })

export const timer = (name: ChuteTimer, ms: number): TimerEffect<ChuteTimer> => ({
  kind: 'timer',
  name,
  ms,
})

export const stop = (name: ChuteTimer): TimerEffect<ChuteTimer> => ({ kind: 'stop', name })

export const record = (fact: Fact, finish?: string): ChuteEffect =>
  finish === undefined ? { kind: 'record', fact } : { kind: 'record', fact, finish }
