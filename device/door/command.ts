// What staff have done at the entrance from afar: let one in, or hold it open for a while. The way out
// is not theirs to shut, nor ours.
import type { Order, Outcome } from '../../hub/protocol/command.ts'
import { andThen } from '../machine.ts'
import { admit, greetNext, JUST_RELOCKED_MS, RENEW_MS, stopPassage } from './entry.ts'
import {
  type DoorEffect,
  type DoorState,
  type DoorStep,
  HELD_MS,
  light,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

/** What reaches the door; a message is for every screen. */
export type DoorOrder = Exclude<Order, { do: 'message' }>

/** Checked already: signed, in time, and not heard before. Answered by one `done` of this id. */
export type DoorCommand = { kind: 'command'; id: string; order: DoorOrder }

const DONE: Outcome = { is: 'done' }

const done = (id: string, outcome: Outcome = DONE): DoorEffect => ({
  kind: 'done',
  id,
  outcome,
})

export const commanded = (state: DoorState, { id, order }: DoorCommand): DoorStep => {
  if (order.do === 'end')
    return andThen(endHold(state, 'command'), (ended) => ({
      state: ended,
      effects: [done(id)],
    }))
  if (order.do === 'acknowledge-fire')
    return { state, effects: [done(id, { is: 'unsupported' })] }
  if (!state.lines || state.fire) {
    const reason = state.fire ? 'fire' : 'lines-lost'
    return { state, effects: [done(id, { is: 'refused', reason })] }
  }
  const carriedOut = order.do === 'let-in' ? letOneIn(state) : holdOpen(state, order.ms)
  return andThen(carriedOut, (after) => ({ state: after, effects: [done(id)] }))
}

/** Whoever was just typing a PIN goes in too; a door that stands open needs nothing. */
const letOneIn = (state: DoorState): DoorStep => {
  if (state.hold) return stay(state)
  return andThen({ state, effects: [stop('pin'), stop('show')] }, admit)
}

const holdOpen = (state: DoorState, ms: number): DoorStep => ({
  state: { ...state, hold: true, passage: { at: 'closed' } },
  effects: [
    { kind: 'release' },
    ...stopPassage,
    timer('hold', ms),
    timer('renew', RENEW_MS),
    stop('held'),
    light('go'),
    ...(state.hold ? [] : [record({ kind: 'hold-open', on: true, by: 'command' })]),
  ],
})

/** Nothing where it is not held. Whoever stands in the open door is told by the usual alarm. */
export const endHold = (
  state: DoorState,
  by: 'command' | 'time' | 'fire' | 'lines-lost',
): DoorStep => {
  if (!state.hold) return stay(state)
  const told = record({ kind: 'hold-open', on: false, by })
  const now = { ...state, hold: false }
  // Fire has its own release, and lines that are gone secure themselves.
  if (by === 'fire' || by === 'lines-lost')
    return { state: now, effects: [stop('hold'), told] }
  return {
    state: { ...now, excuse: 'just-relocked' },
    effects: [
      { kind: 'secure' },
      stop('hold'),
      stop('renew'),
      ...greetNext,
      timer('excuse', JUST_RELOCKED_MS),
      ...(state.contact === 'open' ? [timer('held', HELD_MS)] : []),
      told,
    ],
  }
}
