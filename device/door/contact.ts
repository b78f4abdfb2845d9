// The door's contact: opened, shut, forced, held open; and what bounces is nothing.
import { andThen } from '../machine.ts'
import { endOfEpisode } from './counter.ts'
import { excused } from './exit-button.ts'
import {
  type DoorEffects,
  type DoorState,
  type DoorStep,
  record,
  sound,
  stay,
  stop,
  timer,
} from './state.ts'
import { relock } from './strike.ts'

/** Asked for to be shut, then told to staff. */
const SOON_MS = 20_000
const HELD_MS = 30_000
/** What an ordinary passage takes; one who was given longer may hold the door so much longer. */
const USUAL_MS = 5000

/** A change counts once it has stood; the first word after a connection only tells how the door stands. */
export const contactTold = (state: DoorState, open: boolean): DoorStep => {
  const says = open ? 'open' : 'closed'
  const { debounceMs } = state.settings
  if (state.contact === 'unknown') return found(state, says)
  if (says === state.contact)
    return state.settling === null
      ? stay(state)
      : { state: { ...state, settling: null }, effects: [stop('settle')] }
  if (debounceMs === 0) return changed(state, says)
  return { state: { ...state, settling: says }, effects: [timer('settle', debounceMs)] }
}

export const contactSettled = (state: DoorState): DoorStep =>
  state.settling === null
    ? stay(state)
    : changed({ ...state, settling: null }, state.settling)

const found = (state: DoorState, contact: 'open' | 'closed'): DoorStep => {
  const now: DoorState = { ...state, contact }
  return contact === 'open' ? { state: now, effects: watchOpen(now) } : stay(now)
}

const changed = (state: DoorState, says: 'open' | 'closed'): DoorStep =>
  says === 'open' ? opened(state) : closed(state)

const opened = (state: DoorState): DoorStep => ({
  state: { ...state, contact: 'open' },
  effects: [
    ...watchOpen(state),
    stop('episode'),
    record({ kind: 'door', what: excused(state) ? 'opened' : 'forced' }),
  ],
})

const closed = (state: DoorState): DoorStep => {
  const now: DoorState = { ...state, contact: 'closed', held: 'no' }
  return andThen(relock(now), (shut) => ({
    state: shut,
    effects: [
      ...stopHeld(state),
      ...endOfEpisode(shut),
      record({ kind: 'door', what: 'closed' }),
    ],
  }))
}

/** While it burns, or staff have it held open, the door may stand open. */
export const watchOpen = ({ passage, fire, hold }: DoorState): DoorEffects => {
  if (fire || hold) return []
  const given = passage.at === 'granted' ? passage.ofSeconds * 1000 : 0
  const longer = Math.max(0, given - USUAL_MS)
  return [timer('soon', SOON_MS + longer), timer('held', HELD_MS + longer)]
}

export const stopHeld = ({ held }: Pick<DoorState, 'held'>): DoorEffects => [
  stop('soon'),
  stop('held'),
  ...(held === 'no' ? [] : [sound('quiet')]),
]

const mayNotStand = ({ contact, fire, hold }: DoorState): boolean =>
  contact === 'open' && !fire && !hold

/** Asks whoever holds the door, before staff hear of it. */
export const heldSoon = (state: DoorState): DoorStep =>
  mayNotStand(state) && state.held === 'no'
    ? { state: { ...state, held: 'soon' }, effects: [sound('close-door')] }
    : stay(state)

export const heldOpen = (state: DoorState): DoorStep =>
  mayNotStand(state) && state.held !== 'told'
    ? {
        state: { ...state, held: 'told' },
        effects: [
          ...(state.held === 'no' ? [sound('close-door')] : []),
          record({ kind: 'door', what: 'held-open' }),
        ],
      }
    : stay(state)
