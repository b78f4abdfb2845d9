// What staff have done at the entrance from afar: let one in, or hold it open for a while. The way out
// is not theirs to shut, nor ours.
import type { Order, Outcome } from '../../hub/protocol/command.ts'
import { andThen } from '../machine.ts'
import { admit } from './entry.ts'
import { acknowledged } from './fire.ts'
import { endHold, holdOpen } from './hold.ts'
import { type DoorEffect, type DoorState, type DoorStep, stay, stop } from './state.ts'

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
  const reason = hindrance(state, order)
  return reason === null
    ? andThen(carriedOut(state, order), (after) => ({ state: after, effects: [done(id)] }))
    : { state, effects: [done(id, { is: 'refused', reason })] }
}

/** Nobody comes in while it burns, nor before somebody has said that it no longer does. */
const hindrance = (
  { fire, afterFire, lines }: DoorState,
  order: DoorOrder,
): 'fire' | 'lines-lost' | null => {
  if (order.do === 'end') return null
  if (order.do === 'acknowledge-fire') return fire ? 'fire' : null
  if (fire || afterFire) return 'fire'
  return lines ? null : 'lines-lost'
}

const carriedOut = (state: DoorState, order: DoorOrder): DoorStep => {
  switch (order.do) {
    case 'let-in':
      return letOneIn(state)
    case 'hold-open':
      return holdOpen(state, order.ms)
    case 'end':
      return endHold(state, 'command')
    case 'acknowledge-fire':
      return acknowledged(state)
  }
}

/** Whoever was just typing a PIN goes in too; a door that stands open needs nothing. */
const letOneIn = (state: DoorState): DoorStep => {
  if (state.hold) return stay(state)
  return andThen({ state, effects: [stop('pin'), stop('show')] }, admit)
}
