// What the desk knows. Everything about the person at it is in `patron`, `account`, `renewed`
// and `works`, and goes when the session ends.
import type { Language } from '../../hub/protocol/terms.ts'
import type { Step, TimerEffect } from '../machine.ts'
import type { TagSeen } from '../ports.ts'
import type { CardProblem, HoldRow, LoanRow, Task } from '../screen-protocol.ts'
import type { Security } from '../tag-part.ts'
import type { Closing, DeskEffect, DeskTimer } from './events.ts'
import type { KeyedNote } from './notes.ts'
import type { Work } from './work.ts'

export type Patron = {
  session: string
  patron: string
  name: string
  /** Tells her own card, held again, from another's. */
  card: string
}

export type PinProblem = 'wrong-pin' | 'locked-out' | 'no-answer' | null

export type Screen =
  | { at: 'idle' }
  | { at: 'home' }
  | { at: 'identify'; task: Task; problem: CardProblem | null }
  | {
      at: 'pin'
      task: Task
      card: string
      /** The id of the question, while it is asked. */
      asking: string | null
      problem: PinProblem
      triesLeft: number | null
    }
  | { at: 'borrow' }
  | { at: 'return' }
  | { at: 'renew'; asking: { id: string; loan: string | null } | null }
  | { at: 'holds' }
  | { at: 'account' }
  | { at: 'finish'; secondsLeft: number; printing: boolean; failed: 'out' | 'lost' | null }
  | { at: 'thanks'; printed: boolean }

export type Pad = {
  connected: boolean
  /** As the reader told them, and what was written since. */
  tags: readonly TagSeen[]
  /** Items that an earlier task has dealt with and that have not been lifted since. */
  leftOver: readonly string[]
}

export type DeskState = {
  /** Begins every id of this start, so that none is used twice. */
  run: string
  ids: number
  security: Security
  /** Sessions so far; work of an earlier one is ended quietly. */
  visit: number
  screen: Screen
  help: boolean
  /** Seconds left of the time-out warning. */
  warning: number | null
  patron: Patron | null
  language: Language
  /** The patron has chosen the language: the card's does not change it. */
  chosen: boolean
  account: { loans: readonly LoanRow[]; holds: readonly HoldRow[] } | null
  /** The id of the question for the account, while it is asked. */
  accountAsk: string | null
  renewed: readonly LoanRow[]
  works: readonly Work[]
  /** The reader is half duplex: one write at a time. */
  writing: { work: string; uid: string; afi: number } | null
  pad: Pad
  /** Begun before a restart and not settled yet. */
  notes: readonly KeyedNote[]
  cardReader: boolean
  printer: boolean
  paper: 'ok' | 'near-end' | 'out'
  online: boolean
  fire: boolean
  closing: Closing
  /** The journal cannot be written: nothing may be promised. */
  broken: boolean
}

export type DeskStep = Step<DeskState, DeskEffect | TimerEffect<DeskTimer>>

/** `run` is unique to this start of the kiosk, such as `desk-<epoch>`: 4 to 50 of [A-Za-z0-9_-]. */
export const initial = (run: string, security: Security): DeskState => ({
  run,
  ids: 0,
  security,
  visit: 1,
  screen: { at: 'idle' },
  help: false,
  warning: null,
  patron: null,
  language: 'sv',
  chosen: false,
  account: null,
  accountAsk: null,
  renewed: [],
  works: [],
  writing: null,
  pad: { connected: false, tags: [], leftOver: [] },
  notes: [],
  cardReader: false,
  printer: false,
  paper: 'ok',
  online: false,
  fire: false,
  closing: null,
  broken: false,
})

export const stay = (state: DeskState): DeskStep => ({ state, effects: [] })

/** The next id for an ask or a note, and the state that has used it. */
export const nextId = (state: DeskState): { id: string; state: DeskState } => {
  const ids = state.ids + 1
  return { id: `${state.run}-${ids}`, state: { ...state, ids } }
}
