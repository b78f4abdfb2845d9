// The strike: released for one entry and secured again, and whether its bolt does what it was told.
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

/** Within the hardware's pulse limit of 10 s: a longer release has to be renewed. */
export const RENEW_MS = 8000
/** One who pulls the door in the moment it is locked again has not forced it. */
export const JUST_RELOCKED_MS = 2000
/** A bolt moves within a second; staff hear of one that does not before five are over. */
const BOLT_MS = 4000

export const stopPassage: DoorEffects = [
  stop('pin'),
  stop('show'),
  stop('relock'),
  stop('tick'),
  stop('renew'),
]

export const greetNext = (state: DoorState): DoorEffects => [
  light(state.afterFire ? 'no' : 'ready'),
  { kind: 'language', language: 'sv' },
]

export const relock = (state: DoorState): DoorStep => {
  if (state.passage.at !== 'granted') return stay(state)
  const isOut = state.excuse === 'exit-button'
  const now: DoorState = {
    ...state,
    passage: { at: 'closed' },
    excuse: isOut ? 'exit-button' : 'just-relocked',
  }
  return {
    state: now,
    effects: [
      { kind: 'secure' },
      ...stopPassage,
      ...greetNext(now),
      ...(isOut ? [] : [timer('excuse', JUST_RELOCKED_MS)]),
      ...endOfEpisode(now),
    ],
  }
}

/** The hardware ends every release after 10 s; one that is still wanted is given again. */
export const renewRelease = (state: DoorState): DoorStep =>
  state.lines && isReleased(state)
    ? { state, effects: [{ kind: 'release' }, timer('renew', RENEW_MS)] }
    : stay(state)

const isReleased = ({ fire, hold, passage }: DoorState): boolean =>
  fire || hold || passage.at === 'granted'

/**
 * Where the bolt must be; null when it may be anywhere: it stays drawn in an open door, and the exit
 * button draws it past the software.
 */
const boltWanted = (state: DoorState): 'thrown' | 'drawn' | null => {
  if (!state.lines || state.bolt.at === 'unknown') return null
  if (isReleased(state)) return 'drawn'
  const isOut = state.exit !== 'free' || state.excuse === 'exit-button'
  return isOut || state.contact !== 'closed' ? null : 'thrown'
}

/** After every event: is the bolt where the lock was told to have it? (fault 41) */
export const watchBolt = (state: DoorState): DoorStep => {
  const { at, verdict } = state.bolt
  const wanted = boltWanted(state)
  if (wanted !== null && wanted !== at)
    return verdict === 'agrees'
      ? { state: judged(state, 'doubtful'), effects: [timer('bolt', BOLT_MS)] }
      : stay(state)
  if (verdict === 'doubtful')
    return { state: judged(state, 'agrees'), effects: [stop('bolt')] }
  return verdict === 'disagrees' && wanted !== null
    ? { state: judged(state, 'agrees'), effects: [told(false)] }
    : stay(state)
}

export const boltLate = (state: DoorState): DoorStep =>
  state.bolt.verdict === 'doubtful'
    ? { state: judged(state, 'disagrees'), effects: [told(true)] }
    : stay(state)

const judged = (state: DoorState, verdict: DoorState['bolt']['verdict']): DoorState => ({
  ...state,
  bolt: { ...state.bolt, verdict },
})

const told = (on: boolean) => record({ kind: 'door-trouble', what: 'lock-disagrees', on })
