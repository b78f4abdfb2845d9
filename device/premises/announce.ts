// What is said to everybody inside, and when.
import type { Announcement } from '../../hub/protocol/actions.ts'
import type { OpeningName } from '../screen-protocol.ts'
import {
  type PremisesEffect,
  type PremisesState,
  type PremisesStep,
  stay,
  stop,
  timer,
} from './state.ts'

/** From the beginning of one call to leave the building to the next. */
const EVACUATE_EACH_MS = 20_000

/** A branch that wants no sound still has its words on the screens; fire is always said aloud. */
export const announce = (
  { wanted }: Pick<PremisesState, 'wanted'>,
  what: Announcement,
): PremisesEffect => ({
  kind: 'announce',
  what,
  aloud: what === 'evacuation' || wanted.sound !== 'off',
})

const SAID: Partial<Record<OpeningName, Announcement>> = {
  'last-call-15': 'closing-15',
  'last-call-5': 'closing-5',
  closing: 'closing',
  clearing: 'clearing',
}

/** Only at the moment itself: a kiosk that starts in the last quarter does not know how much of it is left. */
export const openingSaid = (before: OpeningName, state: PremisesState): PremisesStep => {
  const what = SAID[state.opening]
  const isMoment = before !== 'unknown' && before !== state.opening
  return what === undefined || !isMoment || state.fire
    ? stay(state)
    : { state, effects: [announce(state, what)] }
}

export const fireSaid = (state: PremisesState): PremisesStep =>
  state.fire
    ? {
        state,
        effects: [announce(state, 'evacuation'), timer('evacuate', EVACUATE_EACH_MS)],
      }
    : { state, effects: [{ kind: 'hush' }, stop('evacuate')] }

export const evacuateAgain = (state: PremisesState): PremisesStep =>
  state.fire ? fireSaid(state) : stay(state)
