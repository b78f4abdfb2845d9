// The return chute: one event in, its next state and effects out. No I/O, no clock, no chance.
import { andThen } from '../machine.ts'
import type { TagSeen } from '../ports.ts'
import { afterSight } from '../tag-part.ts'
import { beamChanged, jammed, REST_MS, rested } from './beam.ts'
import {
  changeParts,
  goOn,
  missed,
  PERSON_MS,
  restoreOver,
  stillThere,
  tagWritten,
  writeAgain,
} from './inside.ts'
import {
  answered,
  clearTray,
  judge,
  mouthChanged,
  offered,
  offerOver,
  renewOffer,
  rest,
  shut,
  takenAway,
} from './intake.ts'
import { recover } from './recovery.ts'
import { isFull } from './sorting.ts'
import {
  type ChuteInput,
  type ChuteState,
  type ChuteStep,
  type ChuteTimer,
  record,
  stay,
  timer,
} from './state.ts'
import { lightOf } from './view.ts'

const RECOVER_MS = 3000
const LANGUAGE_MS = 60_000

export const next = (state: ChuteState, event: ChuteInput): ChuteStep => {
  if (state.broken) return stay(state)
  return lit(state, andThen(andThen(happen(state, event), goOn), resume))
}

const happen = (state: ChuteState, event: ChuteInput): ChuteStep => {
  switch (event.kind) {
    case 'tags':
      return tagsSeen(state, event.tags)
    case 'answer':
      return answered(state, event.ask, event.asked)
    case 'written':
      return tagWritten(state, event)
    case 'timer':
      return expired(state, event.name)
    case 'beam':
      return beamChanged(state, event.broken)
    case 'bin':
      return binChanged(state, event.bin, event.level)
    case 'item-reader':
      return readerChanged(state, event.connected)
    case 'board':
      return boardChanged(state, event.connected)
    case 'notes':
      return awaitRecovery({ ...state, notes: event.notes })
    case 'fire':
      return stay({ ...state, fire: event.on })
    case 'closing':
      return stay({ ...state, closing: event.minutes })
    case 'journal-lost':
      return { state: { ...state, broken: true }, effects: [] }
    case 'action':
      return event.action.do === 'language'
        ? {
            state,
            effects: [
              { kind: 'language', language: event.action.language },
              timer('language', LANGUAGE_MS),
            ],
          }
        : stay(state)
  }
}

const expired = (state: ChuteState, name: ChuteTimer): ChuteStep => {
  switch (name) {
    case 'settle':
      return judge(state)
    case 'offer':
      return offerOver(state)
    case 'away':
      return takenAway(state)
    case 'renew':
      return renewOffer(state)
    case 'jam':
      return jammed(state)
    case 'write-again':
      return stay(writeAgain(state))
    case 'rest':
      return stay(rested(state))
    case 'missing':
      return stay(missed(state))
    case 'fall':
      return stillThere(state)
    case 'restore':
      return restoreOver(state)
    case 'show':
      return shown(state)
    case 'person':
      return personGone(state)
    case 'recover':
      return recoverNow(state)
    case 'language':
      return { state, effects: [{ kind: 'language', language: 'sv' }] }
  }
}

const shown = (state: ChuteState): ChuteStep => {
  const { at } = state.passage
  const isOver = at === 'accepted' || (at === 'given-back' && state.tags.length === 0)
  return isOver ? rest(state) : stay(state)
}

const personGone = (state: ChuteState): ChuteStep =>
  state.passage.at === 'idle'
    ? stay({ ...state, count: 0 })
    : { state, effects: [timer('person', PERSON_MS)] }

const tagsSeen = (state: ChuteState, tags: readonly TagSeen[]): ChuteStep => {
  const before = state.tags
  const now = changeParts({ ...state, tags }, (part) => afterSight(part, before, tags))
  switch (state.passage.at) {
    case 'open':
      return offered(now)
    case 'inside':
    case 'falling':
    case 'restoring':
      return stay(now)
    case 'idle':
    case 'settling':
    case 'asking':
    case 'accepted':
    case 'given-back':
      return mouthChanged(now, before)
  }
}

/** Idle with something in the mouth, because it could not be looked at before. */
const resume = (state: ChuteState): ChuteStep =>
  state.passage.at === 'idle' ? rest(state) : stay(state)

const binChanged = (state: ChuteState, bin: number, level: number): ChuteStep => {
  const was = state.full.includes(bin)
  const full = isFull(level, was)
  if (full === was) return stay(state)
  const others = state.full.filter((one) => one !== bin)
  return {
    state: { ...state, full: full ? [...others, bin] : others },
    effects: [record({ kind: 'bin', bin, full })],
  }
}

const readerChanged = (state: ChuteState, connected: boolean): ChuteStep => {
  if (state.reader === connected) return stay(state)
  const now: ChuteState = { ...state, reader: connected, tags: connected ? state.tags : [] }
  const told = record({ kind: 'device', device: 'chute-reader', connected })
  const step = connected ? awaitRecovery(now) : letGo(now)
  return { state: step.state, effects: [...step.effects, told] }
}

const boardChanged = (state: ChuteState, connected: boolean): ChuteStep => {
  if (state.board === connected) return stay(state)
  const now: ChuteState = { ...state, board: connected, beam: false, jam: false }
  const told = record({ kind: 'device', device: 'chute-board', connected })
  const step = connected ? boardFound(now) : letGo(now)
  return { state: step.state, effects: [...step.effects, told] }
}

const boardFound = (state: ChuteState): ChuteStep =>
  state.passage.at === 'inside'
    ? { state, effects: [timer('rest', REST_MS)] }
    : awaitRecovery(state)

/** Without reader or board nothing new begins; what is past the beam is seen to its end. */
const letGo = (state: ChuteState): ChuteStep => {
  const { passage } = state
  switch (passage.at) {
    case 'inside':
    case 'falling':
    case 'restoring':
    case 'accepted':
      return stay(state)
    case 'open':
      return andThen(shut(state, passage.load), rest)
    case 'idle':
    case 'settling':
    case 'asking':
    case 'given-back':
      return rest(state)
  }
}

/** The reader is given time to see what lies there before anything is concluded. */
const awaitRecovery = (state: ChuteState): ChuteStep =>
  state.notes.length > 0 && state.board && state.reader
    ? { state, effects: [timer('recover', RECOVER_MS)] }
    : stay(state)

const recoverNow = (state: ChuteState): ChuteStep => {
  const [note, ...others] = state.notes
  if (note === undefined || !state.board || !state.reader) return stay(state)
  if (state.passage.at !== 'idle' || state.beam)
    return { state, effects: [timer('recover', RECOVER_MS)] }
  const recovery = recover(note, state.tags)
  const again = others.length > 0 ? [timer('recover', RECOVER_MS)] : []
  const doubtful = state.tags.length > 0 && note.note.phase === 'open'
  const settled: ChuteState = { ...state, notes: others, doubtful }
  if (recovery.kind === 'go-on') {
    const { load } = recovery
    const passage = { at: 'inside', load, rested: true } as const
    return { state: { ...settled, passage }, effects: again }
  }
  // What is seen instead may lie on the tray, where nobody can take it.
  const isTray = state.tags.length > 0 && !doubtful
  const tray = isTray ? [clearTray(state.bins)] : []
  return { state: settled, effects: [...tray, ...recovery.effects, ...again] }
}

/** The light follows the state. */
const lit = (before: ChuteState, { state, effects }: ChuteStep): ChuteStep => {
  const colour = lightOf(state)
  return colour === lightOf(before)
    ? { state, effects }
    : { state, effects: [...effects, { kind: 'light', colour }] }
}
