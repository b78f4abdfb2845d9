// The light barrier behind the flap: something comes in, lies in it, or has passed it.
import { clearTray, noteOf } from './intake.ts'
import type { KeyedNote } from './notes.ts'
import {
  type ChuteEffect,
  type ChuteState,
  type ChuteStep,
  hasLoad,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

const JAM_MS = 8000
/** From the clear beam to rest on the tray, and some inventories of the reader. */
export const REST_MS = 500

export const beamChanged = (state: ChuteState, broken: boolean): ChuteStep => {
  if (state.beam === broken) return stay(state)
  return broken ? beamBroken(state) : beamClear(state)
}

const beamBroken = (state: ChuteState): ChuteStep => {
  const { passage } = state
  const now: ChuteState = { ...state, beam: true }
  if (passage.at !== 'open')
    return {
      state: { ...now, notes: now.notes.map(cameIn) },
      effects: [timer('jam', JAM_MS)],
    }
  return {
    state: { ...now, passage: { at: 'inside', load: passage.load, rested: false } },
    effects: [
      timer('jam', JAM_MS),
      stop('offer'),
      stop('away'),
      stop('renew'),
      noteOf(passage.load, 'inside'),
    ],
  }
}

/** The flap shuts at once behind the item, so that no second one follows it. */
/** Something is in the beam at a restart: it is what the flap was opened for. */
const cameIn = ({ key, note }: KeyedNote): KeyedNote => ({
  key,
  note: note.phase === 'open' ? { ...note, phase: 'inside' } : note,
})

const beamClear = (state: ChuteState): ChuteStep => {
  const now: ChuteState = { ...state, beam: false, jam: false }
  const shut = [stop('jam'), { kind: 'close-flap' } as const]
  if (state.passage.at === 'inside')
    return { state: now, effects: [...shut, timer('rest', REST_MS)] }
  if (state.notes.length > 0) return { state: now, effects: shut }
  if (hasLoad(state.passage)) return { state: now, effects: [stop('jam')] }
  return { state: now, effects: [stop('jam'), ...slippedIn(state)] }
}

/** It lies on the tray, and the reader has seen whatever came in with it. */
export const rested = (state: ChuteState): ChuteState => {
  const { passage } = state
  return passage.at === 'inside' && !state.beam
    ? { ...state, passage: { ...passage, rested: true } }
    : state
}

/** Something got in that nobody asked for: the tray is cleared, and staff are told. */
const slippedIn = ({ bins }: ChuteState): ChuteEffect[] => [
  { kind: 'close-flap' },
  clearTray(bins),
  record({ kind: 'given-back', where: 'chute', why: 'no-tag' }),
]

export const jammed = (state: ChuteState): ChuteStep => stay({ ...state, jam: state.beam })
