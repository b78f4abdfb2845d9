// The branch's rooms by its hours: one event in, the next state and effects out. No I/O, no clock.
import { andThen } from '../machine.ts'
import {
  alarmWanted,
  followAlarm,
  notConfirmed,
  onceMore,
  panelLost,
  panelSaid,
  tellStaff,
} from './alarm.ts'
import { evacuateAgain, fireSaid, openingSaid } from './announce.ts'
import { followOutputs, forgetBoard } from './outputs.ts'
import { checkIn, openingChanged } from './roll-call.ts'
import {
  type PremisesInput,
  type PremisesState,
  type PremisesStep,
  type PremisesTimer,
  record,
  stay,
} from './state.ts'

export const next = (state: PremisesState, event: PremisesInput): PremisesStep =>
  andThen(andThen(step(state, event), followAlarm), followOutputs)

const step = (state: PremisesState, event: PremisesInput): PremisesStep => {
  switch (event.kind) {
    case 'wanted':
      return alarmWanted(state, event.values)
    case 'opening': {
      const now = { ...state, opening: event.name }
      return andThen(openingChanged(state.opening, now), (after) =>
        openingSaid(state.opening, after),
      )
    }
    case 'arming':
      return stay({ ...state, arming: event.rules })
    case 'fire':
      return state.fire === event.on ? stay(state) : fireSaid({ ...state, fire: event.on })
    case 'inside':
      return stay({ ...state, inside: event.count })
    case 'time':
      return stay({ ...state, timeTrusted: event.trusted })
    case 'present':
      return checkIn(state, event.patron)
    case 'armed':
      return panelSaid(state, event.on)
    case 'board':
      return boardChanged(state, event.connected)
    case 'timer':
      return expired(state, event.name)
  }
}

const expired = (state: PremisesState, name: PremisesTimer): PremisesStep => {
  switch (name) {
    case 'confirm':
      return notConfirmed(state)
    case 'again':
      return onceMore(state)
    case 'tell':
      return tellStaff(state)
    case 'evacuate':
      return evacuateAgain(state)
  }
}

const boardChanged = (state: PremisesState, board: boolean): PremisesStep => {
  if (state.board === board) return stay(state)
  const now = { ...state, board }
  const told = record({ kind: 'device', device: 'premises-board', connected: board })
  return andThen(board ? stay(forgetBoard(now)) : panelLost(now), (after) => ({
    state: after,
    effects: [told],
  }))
}
