// When staff go, who is inside checks in at the desk or the door; those who did not are a number.
import type { OpeningName } from '../screen-protocol.ts'
import { type PremisesState, type PremisesStep, record, stay } from './state.ts'

export const isCalling = ({ opening, fire, fitted }: PremisesState): boolean =>
  fitted.door && opening === 'clearing' && !fire

export const openingChanged = (before: OpeningName, state: PremisesState): PremisesStep => {
  if (before === state.opening || !state.fitted.door) return stay(state)
  const now = { ...state, present: [] }
  // A roll that nobody heard the end of is not told: staff have come back, or the hours are gone.
  return before === 'clearing' && isAlone(state.opening)
    ? { state: now, effects: [record({ kind: 'roll-call', missing: missing(state) })] }
    : stay(now)
}

const isAlone = (opening: OpeningName): boolean =>
  opening !== 'staffed' && opening !== 'unknown'

const missing = ({ inside, present }: PremisesState): number | null =>
  inside === null ? null : Math.max(0, inside - present.length)

/** Counted once, however often the card is held. */
export const checkIn = (state: PremisesState, patron: string): PremisesStep =>
  !isCalling(state) || state.present.includes(patron)
    ? stay(state)
    : {
        state: { ...state, present: [...state.present, patron] },
        effects: [record({ kind: 'present', patron })],
      }
