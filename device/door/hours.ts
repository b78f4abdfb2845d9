// What the branch's hours make of the entrance: held released, locked as usual, or letting nobody in; and
// the roll-call, in which a card at the reader says "I am here" and the door stays locked.
import { andThen } from '../machine.ts'
import { endHold, holdNow } from './hold.ts'
import {
  type DoorMode,
  type DoorState,
  type DoorStep,
  light,
  record,
  stay,
  timer,
} from './state.ts'

const SHOW_MS = 5000

/** What staff hold from afar ends with the hours too: the lock is rather secured than not. */
export const hoursChanged = (
  state: DoorState,
  { mode, rollCall }: { mode: DoorMode; rollCall: boolean },
): DoorStep => {
  const now = { ...state, mode, rollCall }
  return state.mode === 'open' && mode !== 'open' ? endHold(now, 'hours') : stay(now)
}

/** After every event: while the hours hold the door, it is held whenever it can be. */
export const followHours = (state: DoorState): DoorStep => {
  const { mode, hold, lines, fire, afterFire } = state
  if (mode !== 'open' || hold || !lines || fire || afterFire) return stay(state)
  return andThen(holdNow(state), (held) => ({
    state: held,
    effects: [record({ kind: 'hold-open', on: true, by: 'hours' })],
  }))
}

/** She is known and she is here; who she is goes to the hub, and nobody is let in. */
export const checkedIn = (state: DoorState, patron: string): DoorStep => ({
  state: { ...state, passage: { at: 'present' } },
  effects: [light('go'), timer('show', SHOW_MS), { kind: 'present', patron }],
})
