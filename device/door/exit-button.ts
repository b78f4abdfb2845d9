// The exit button, and the switch of the handle on the same line. It is wired to the strike past the
// software; here it only explains why the door opens from inside.
import { andThen } from '../machine.ts'
import { type DoorState, type DoorStep, record, stay, stop, timer } from './state.ts'

/** From letting go of the button to the opening door. */
const EXIT_MS = 10_000
/** Nobody presses so long: it is jammed, or taped down. */
const STUCK_MS = 60_000

export const exitChanged = (state: DoorState, pressed: boolean): DoorStep =>
  pressed ? exitPressed(state) : exitReleased(state)

/** A button that is pressed again and again is told once. */
const exitPressed = (state: DoorState): DoorStep =>
  state.exit === 'free'
    ? {
        state: { ...state, exit: 'pressed', excuse: 'exit-button' },
        effects: [
          stop('excuse'),
          timer('stuck', STUCK_MS),
          ...(state.excuse === 'exit-button'
            ? []
            : [record({ kind: 'door', what: 'exit-button' })]),
        ],
      }
    : stay(state)

const exitReleased = (state: DoorState): DoorStep => {
  const free: DoorState = { ...state, exit: 'free' }
  if (state.exit === 'stuck')
    return {
      state: free,
      effects: [record({ kind: 'door-trouble', what: 'exit-stuck', on: false })],
    }
  return state.exit === 'pressed'
    ? {
        state: { ...free, excuse: 'exit-button' },
        effects: [stop('stuck'), timer('excuse', EXIT_MS)],
      }
    : stay(state)
}

/** What is stuck explains nothing any more (fault 44); the way out is as free as ever. */
export const exitStuck = (state: DoorState): DoorStep =>
  state.exit === 'pressed'
    ? {
        state: { ...state, exit: 'stuck', excuse: null },
        effects: [record({ kind: 'door-trouble', what: 'exit-stuck', on: true })],
      }
    : stay(state)

/** Its line is gone: how it stands is told when it is back. */
export const exitLost = (state: DoorState): DoorStep =>
  state.exit === 'pressed'
    ? andThen(exitReleased(state), (now) => ({
        state: { ...now, excuse: null },
        effects: [stop('excuse')],
      }))
    : stay(state)

/** Whether the door may open just now. */
export const excused = ({ fire, hold, excuse, exit, passage }: DoorState): boolean =>
  fire || hold || excuse !== null || exit === 'pressed' || passage.at === 'granted'
