// Fire: the panel releases the strike past the software, and we only see it. Everything else stops;
// afterwards nobody comes in before somebody has said that it is over.
import { andThen } from '../machine.ts'
import { stopHeld, watchOpen } from './contact.ts'
import { endOfEpisode } from './counter.ts'
import { endHold } from './hold.ts'
import {
  type DoorEffect,
  type DoorState,
  type DoorStep,
  light,
  record,
  remember,
  stay,
  stop,
  timer,
} from './state.ts'
import { greetNext, RENEW_MS, stopPassage } from './strike.ts'

export const fireChanged = (state: DoorState, on: boolean): DoorStep =>
  on ? andThen(endHold(state, 'fire'), fireBegins) : fireEnds(state)

const fireBegins = (state: DoorState): DoorStep => {
  const now: DoorState = {
    ...state,
    fire: true,
    afterFire: true,
    held: 'no',
    passage: { at: 'closed' },
  }
  return {
    state: now,
    effects: [
      { kind: 'release' },
      ...stopPassage,
      ...stopHeld(state),
      ...endOfEpisode(now),
      timer('renew', RENEW_MS),
      light('go'),
      ...(state.fire ? [] : [record({ kind: 'fire', on: true }), remember(now)]),
    ],
  }
}

/** The panel has been reset: only it may say so. The way out is free as ever, the way in is not yet. */
const fireEnds = (state: DoorState): DoorStep => {
  if (!state.fire) return stay(state)
  const now: DoorState = { ...state, fire: false }
  return {
    state: now,
    effects: [
      { kind: 'secure' },
      stop('renew'),
      ...greetNext(now),
      ...(now.contact === 'open' ? watchOpen(now) : []),
      record({ kind: 'fire', on: false }),
      heldAfterFire(true),
    ],
  }
}

/** Somebody has looked: a member of staff from afar, or whoever turned the key inside. */
export const acknowledged = (state: DoorState): DoorStep => {
  if (state.fire || !state.afterFire) return stay(state)
  const now = { ...state, afterFire: false }
  return { state: now, effects: [light('ready'), heldAfterFire(false), remember(now)] }
}

/** A restart ends no fire; what the hours have released meanwhile is secured again. */
export const recalled = (state: DoorState, afterFire: boolean): DoorStep =>
  afterFire && !state.afterFire
    ? andThen(endHold({ ...state, afterFire }, 'hours'), (now) => ({
        state: now,
        effects: [light('no'), heldAfterFire(true)],
      }))
    : stay(state)

const heldAfterFire = (on: boolean): DoorEffect =>
  record({ kind: 'door-trouble', what: 'held-after-fire', on })
