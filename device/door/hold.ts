// The entrance stands released for a while because staff or the hours want it so. The way out is not
// theirs to shut, nor ours.
import { andThen } from '../machine.ts'
import { stopHeld, watchOpen } from './contact.ts'
import { endOfEpisode } from './counter.ts'
import {
  type DoorEffects,
  type DoorState,
  type DoorStep,
  light,
  record,
  stay,
  stop,
  timer,
} from './state.ts'
import { greetNext, JUST_RELOCKED_MS, RENEW_MS, stopPassage } from './strike.ts'

export const holdOpen = (state: DoorState, ms: number): DoorStep =>
  andThen(holdNow(state, [timer('hold', ms)]), (held) => ({
    state: held,
    effects: state.hold ? [] : [record({ kind: 'hold-open', on: true, by: 'command' })],
  }))

/** Released, and again before the hardware secures it. */
export const holdNow = (state: DoorState, ending: DoorEffects = []): DoorStep => ({
  state: { ...state, hold: true, held: 'no', passage: { at: 'closed' } },
  effects: [
    { kind: 'release' },
    ...stopPassage,
    ...ending,
    timer('renew', RENEW_MS),
    ...stopHeld(state),
    light('go'),
  ],
})

/** Nothing where it is not held. Whoever stands in the open door is told by the usual alarm. */
export const endHold = (
  state: DoorState,
  by: 'command' | 'time' | 'hours' | 'fire' | 'lines-lost',
): DoorStep => {
  if (!state.hold) return stay(state)
  const told = record({ kind: 'hold-open', on: false, by })
  // What staff end stays ended, until the hours change again.
  const mode = by === 'command' && state.mode === 'open' ? 'locked' : state.mode
  const now = { ...state, hold: false, mode }
  // Fire has its own release, and lines that are gone secure themselves.
  if (by === 'fire' || by === 'lines-lost')
    return { state: now, effects: [stop('hold'), told] }
  return {
    state: { ...now, excuse: 'just-relocked' },
    effects: [
      { kind: 'secure' },
      stop('hold'),
      stop('renew'),
      ...greetNext(now),
      timer('excuse', JUST_RELOCKED_MS),
      ...(now.contact === 'open' ? watchOpen(now) : []),
      ...endOfEpisode(now),
      told,
    ],
  }
}
