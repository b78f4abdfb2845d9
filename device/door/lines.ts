// What the lines tell: the door's contact, the exit button, fire, and the lines themselves.
// The way out and fire are wired past the software; here they are observed, never hindered.
import { andThen } from '../machine.ts'
import { endHold } from './command.ts'
import { RENEW_MS, relock, stopPassage } from './entry.ts'
import {
  type DoorState,
  type DoorStep,
  HELD_MS,
  light,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

/** From the exit button to the opening door. */
const EXIT_MS = 10_000

export const contactChanged = (state: DoorState, open: boolean): DoorStep =>
  open ? opened(state) : closed(state)

/** The first word after a connection tells how the door stands; nothing has happened. */
const opened = (state: DoorState): DoorStep => {
  if (state.contact === 'open') return stay(state)
  const now: DoorState = { ...state, contact: 'open' }
  const held = timer('held', HELD_MS)
  if (state.contact === 'unknown') return { state: now, effects: [held] }
  const isExpected = state.fire || state.hold || state.passage.at === 'granted'
  const isForced = !isExpected && state.excuse === null
  const what = isForced ? 'forced' : 'opened'
  return { state: now, effects: [held, record({ kind: 'door', what })] }
}

const closed = (state: DoorState): DoorStep => {
  if (state.contact === 'closed') return stay(state)
  const now: DoorState = { ...state, contact: 'closed', heldOpen: false }
  if (state.contact === 'unknown') return stay(now)
  return andThen(relock(now), (shut) => ({
    state: shut,
    effects: [stop('held'), record({ kind: 'door', what: 'closed' })],
  }))
}

export const heldOpen = (state: DoorState): DoorStep =>
  state.contact === 'open' && !state.fire && !state.hold
    ? {
        state: { ...state, heldOpen: true },
        effects: [record({ kind: 'door', what: 'held-open' })],
      }
    : stay(state)

/** A button that is pressed again and again is told once. */
export const exitPressed = (state: DoorState): DoorStep => ({
  state: { ...state, excuse: 'exit-button' },
  effects: [
    timer('excuse', EXIT_MS),
    ...(state.excuse === 'exit-button'
      ? []
      : [record({ kind: 'door', what: 'exit-button' })]),
  ],
})

export const fireChanged = (state: DoorState, on: boolean): DoorStep =>
  on ? andThen(endHold(state, 'fire'), fireBegins) : fireEnds(state)

const fireBegins = (state: DoorState): DoorStep => ({
  state: { ...state, fire: true, heldOpen: false, passage: { at: 'closed' } },
  effects: [
    { kind: 'release' },
    ...stopPassage,
    timer('renew', RENEW_MS),
    light('go'),
    ...(state.fire ? [] : [record({ kind: 'fire', on: true })]),
  ],
})

/** The fire panel has been reset: only it may say so. */
const fireEnds = (state: DoorState): DoorStep =>
  state.fire
    ? {
        state: { ...state, fire: false },
        effects: [
          { kind: 'secure' },
          stop('renew'),
          light('ready'),
          { kind: 'language', language: 'sv' },
          ...(state.contact === 'open' ? [timer('held', HELD_MS)] : []),
          record({ kind: 'fire', on: false }),
        ],
      }
    : stay(state)

/** The hardware ends every release after 10 s; one that is still wanted is given again. */
export const renewRelease = (state: DoorState): DoorStep =>
  state.lines && (state.fire || state.hold || state.passage.at === 'granted')
    ? { state, effects: [{ kind: 'release' }, timer('renew', RENEW_MS)] }
    : stay(state)

export const linesChanged = (state: DoorState, connected: boolean): DoorStep => {
  if (state.lines === connected) return stay(state)
  return connected ? linesFound(state) : andThen(endHold(state, 'lines-lost'), linesLost)
}

const linesFound = (state: DoorState): DoorStep => {
  const told = record({ kind: 'device', device: 'door-lines', connected: true })
  const now = { ...state, lines: true }
  return state.fire
    ? {
        state: now,
        effects: [{ kind: 'release' }, timer('renew', RENEW_MS), light('go'), told],
      }
    : { state: now, effects: [{ kind: 'secure' }, light('ready'), told] }
}

/** The hardware secures the lock by itself; a grant that is on its way is not carried out. */
const linesLost = (state: DoorState): DoorStep => ({
  state: {
    ...state,
    lines: false,
    contact: 'unknown',
    heldOpen: false,
    passage: { at: 'closed' },
  },
  effects: [
    ...stopPassage,
    stop('held'),
    { kind: 'language', language: 'sv' },
    record({ kind: 'device', device: 'door-lines', connected: false }),
  ],
})
