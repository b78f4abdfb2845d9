// The lines themselves, found and lost: what is known of them ends with them.
import { andThen } from '../machine.ts'
import { stopHeld } from './contact.ts'
import { beamsLost, endOfEpisode } from './counter.ts'
import { exitLost } from './exit-button.ts'
import { endHold } from './hold.ts'
import { type DoorState, type DoorStep, light, record, stay, stop, timer } from './state.ts'
import { RENEW_MS, stopPassage } from './strike.ts'

export const linesChanged = (state: DoorState, connected: boolean): DoorStep => {
  if (state.lines === connected) return stay(state)
  if (connected) return linesFound(state)
  return [linesLost, exitLost, beamsLost].reduce(
    (step, lose) => andThen(step, lose),
    endHold(state, 'lines-lost'),
  )
}

const linesFound = (state: DoorState): DoorStep => {
  const told = record({ kind: 'device', device: 'door-lines', connected: true })
  const now = { ...state, lines: true }
  if (state.fire)
    return {
      state: now,
      effects: [{ kind: 'release' }, timer('renew', RENEW_MS), light('go'), told],
    }
  const colour = state.afterFire ? 'no' : 'ready'
  return { state: now, effects: [{ kind: 'secure' }, light(colour), told] }
}

/** The hardware secures the lock by itself; a grant that is on its way is not carried out. */
const linesLost = (state: DoorState): DoorStep => {
  const now: DoorState = {
    ...state,
    lines: false,
    contact: 'unknown',
    settling: null,
    held: 'no',
    bolt: { ...state.bolt, at: 'unknown' },
    passage: { at: 'closed' },
  }
  return {
    state: now,
    effects: [
      ...stopPassage,
      stop('settle'),
      ...stopHeld(state),
      ...endOfEpisode(now),
      { kind: 'language', language: 'sv' },
      record({ kind: 'device', device: 'door-lines', connected: false }),
    ],
  }
}
