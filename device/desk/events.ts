// What can happen at the desk, and what the desk can do.
import type { RequestOf } from '../../hub/protocol/asks.ts'
import type { Language } from '../../hub/protocol/terms.ts'
import type { Fact } from '../fact.ts'
import type { Asked } from '../link/questions.ts'
import type { TimerEffect, TimerEvent } from '../machine.ts'
import type {
  AfiWritten,
  CardReaderEvent,
  ItemReaderEvent,
  Printed,
  PrinterEvent,
} from '../ports.ts'
import type { Overlay, ScreenAction } from '../screen-protocol.ts'
import type { KeyedNote, Note } from './notes.ts'
import type { Receipted } from './receipt-text.ts'

export type DeskTimer =
  | 'idle'
  | 'tick'
  | 'printing'
  | 'thanks'
  | 'account'
  | 'write-again'
  | 'learn'
  | 'settle'
  | `wait:${string}`

export type DeskAsk = 'identify' | 'account' | 'checkout' | 'renew' | 'item' | 'end'

export type AskEffect = {
  [K in DeskAsk]: { kind: 'ask'; ask: K; id: string; request: RequestOf<K> }
}[DeskAsk]

export type AnswerEvent = {
  [K in DeskAsk]: { kind: 'answer'; ask: K; id: string; asked: Asked<K> }
}[DeskAsk]

/** Minutes to closing, when it is near enough to say so. */
export type Closing = Extract<Overlay, { kind: 'closing' }>['minutes'] | null

export type DeskEvent =
  | CardReaderEvent
  | ItemReaderEvent
  | PrinterEvent
  | AnswerEvent
  | { kind: 'action'; action: ScreenAction }
  | { kind: 'written'; uid: string; afi: number; written: AfiWritten }
  | { kind: 'printed'; printed: Printed }
  /** What the journal held at start. */
  | { kind: 'notes'; notes: readonly KeyedNote[] }
  | { kind: 'online'; online: boolean }
  | { kind: 'fire'; on: boolean }
  | { kind: 'closing'; minutes: Closing }
  | { kind: 'journal-lost' }

export type DeskInput = DeskEvent | TimerEvent<DeskTimer>

export type DeskEffect =
  | AskEffect
  | { kind: 'write'; uid: string; afi: number }
  | { kind: 'note'; key: string; note: Note }
  | { kind: 'finish'; key: string }
  | { kind: 'record'; fact: Fact; finish?: string }
  | { kind: 'print'; receipt: Receipted; language: Language }
  | { kind: 'language'; language: Language }

export type DeskEffects = readonly (DeskEffect | TimerEffect<DeskTimer>)[]

export const timer = (name: DeskTimer, ms: number): TimerEffect<DeskTimer> => ({
  kind: 'timer',
  name,
  ms,
})

export const stop = (name: DeskTimer): TimerEffect<DeskTimer> => ({ kind: 'stop', name })
