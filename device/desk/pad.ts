// Books on the pad: begins what the task asks for, writes one tag at a time, settles each item.

import { group, type ItemSeen, isComplete, keyOf } from '../items.ts'
import { andThen } from '../machine.ts'
import type { AfiWritten, TagSeen } from '../ports.ts'
import type { DeskEffect, DeskEffects } from './events.ts'
import { stop, timer } from './events.ts'
import { askOf, beginLending, lendAgain } from './lending.ts'
import { isUntouched, recover } from './recovery.ts'
import { beginReturning } from './returning.ts'
import { type DeskState, type DeskStep, nextId, stay } from './state.ts'
import {
  type Change,
  isAtWork,
  isOutdated,
  isUnended,
  leave,
  nextWrite,
  sent,
  settle,
  sighted,
  type Work,
  waited,
  written,
} from './work.ts'

const WRITE_AGAIN_MS = 400
const SETTLE_MS = 3000
/** More than this in one session is no patron's visit; what is more is left alone. */
const MAX_WORKS = 200

const changeWorks = (state: DeskState, change: (work: Work) => Change): DeskStep => {
  const changes = state.works.map(change)
  const works = changes.flatMap(({ work }) => (work === null ? [] : [work]))
  return { state: { ...state, works }, effects: changes.flatMap(({ effects }) => effects) }
}

export const changeWork = (
  state: DeskState,
  id: string,
  change: (work: Work) => Change,
): DeskStep =>
  changeWorks(state, (work) => (work.id === id ? change(work) : { work, effects: [] }))

/** After every event: settles what can be settled, begins what is new, keeps the writer busy. */
export const goOn = (state: DeskState): DeskStep =>
  [supersede, forget, begin, write].reduce(
    (step, part) => andThen(step, part),
    changeWorks(state, (work) => settle(work, state.pad.tags, state.security)),
  )

/**
 * Whoever takes the item has it: what an earlier visit may have been lent is over, as it is for the hub.
 * Else it would be undone later, and with it the item believed at home.
 */
const supersede = (state: DeskState): DeskStep =>
  changeWorks(state, (work) => {
    const isTaken = state.works.some(
      ({ id, key, phase }) => id !== work.id && key === work.key && phase.at === 'lent',
    )
    return work.phase.at === 'learning' && isTaken
      ? { work: null, effects: [{ kind: 'finish', key: work.id }] }
      : { work, effects: [] }
  })

/** Ended work of an earlier session has nobody to be shown to. */
const forget = (state: DeskState): DeskStep =>
  changeWorks(state, (work) => ({
    work: work.visit !== state.visit && !isUnended(work) ? null : work,
    effects: [],
  }))

const write = (state: DeskState): DeskStep => {
  const { works, pad, security, writing } = state
  if (writing !== null || !pad.connected) return stay(state)
  const next = nextWrite(works, pad.tags, security)
  if (next === null) return stay(state)
  const { uid, afi } = next
  const busy = { ...state, works: works.map((work) => sent(work, next)), writing: next }
  return { state: busy, effects: [{ kind: 'write', uid, afi }] }
}

const begin = (state: DeskState): DeskStep => {
  const { screen, patron, pad } = state
  if (screen.at !== 'return' && (screen.at !== 'borrow' || patron === null))
    return stay(state)
  const free = group(pad.tags).items.filter(
    (seen) => isComplete(seen) && isFree(state, seen),
  )
  return free.reduce(
    (step, seen) => andThen(step, (now) => beginWork(now, seen)),
    stay(state),
  )
}

const isFree = ({ works, pad, notes, visit, screen }: DeskState, seen: ItemSeen): boolean =>
  works.length < MAX_WORKS &&
  !pad.leftOver.includes(seen.key) &&
  !notes.some(({ note }) => keyOf(note.item) === seen.key) &&
  !works.some(
    (work) =>
      work.key === seen.key &&
      (isAtWork(work) ||
        (work.visit === visit &&
          work.phase.at !== 'learning' &&
          (work.kind === 'lending') === (screen.at === 'borrow'))),
  )

const beginWork = (state: DeskState, seen: ItemSeen): DeskStep => {
  const { patron, visit } = state
  if (state.screen.at === 'return') {
    const { id, state: numbered } = nextId(state)
    return add(numbered, beginReturning(seen, { id, visit }))
  }
  if (patron === null) return stay(state)
  const learning = state.works.find(
    (work) => work.key === seen.key && work.visit === visit && work.kind === 'lending',
  )
  if (learning !== undefined)
    return changeWork(state, learning.id, (work) =>
      work.kind === 'lending' ? lendAgain(work) : { work, effects: [] },
    )
  const { id, state: numbered } = nextId(state)
  const { session, patron: key } = patron
  return add(numbered, beginLending(seen, { id, visit, session, patron: key }))
}

const add = (state: DeskState, { work, effects }: Change): DeskStep => ({
  state: { ...state, works: work === null ? state.works : [...state.works, work] },
  effects,
})

export const tagsSeen = (state: DeskState, now: readonly TagSeen[]): DeskState => {
  const before = state.pad.tags
  const { items } = group(now)
  const isLaid = (seen: ItemSeen): boolean =>
    seen.tags.some(({ uid }) => !before.some((tag) => tag.uid === uid))
  const works = state.works
    .map((work) => sighted(work, before, now))
    .filter(
      (work) =>
        !items.some(
          (seen) => seen.key === work.key && isOutdated(work, seen, isLaid(seen)),
        ),
    )
  const leftOver = state.pad.leftOver.filter((key) =>
    items.some((seen) => seen.key === key),
  )
  return { ...state, works, pad: { ...state.pad, tags: now, leftOver } }
}

export const tagWritten = (
  state: DeskState,
  told: { uid: string; afi: number; written: AfiWritten },
): DeskStep => {
  const works = state.works.map((work) => written(work, told))
  const tags = state.pad.tags.map((tag) =>
    tag.uid === told.uid ? { ...tag, afi: nowRead(tag.afi, told) } : tag,
  )
  const after = { ...state, works, writing: null, pad: { ...state.pad, tags } }
  return {
    state: after,
    effects: told.written.ok ? [] : [timer('write-again', WRITE_AGAIN_MS)],
  }
}

const nowRead = (
  before: number | null,
  { afi, written: how }: { afi: number; written: AfiWritten },
): number | null => {
  if (how.ok) return afi
  return how.reason === 'gone' || how.reason === 'refused' ? before : null
}

export const writeAgain = (state: DeskState): DeskState => ({
  ...state,
  works: state.works.map(waited),
})

/** The pad is there, or is not: then nothing is known to lie on it. */
export const padChanged = (state: DeskState, connected: boolean): DeskStep => {
  if (state.pad.connected === connected) return stay(state)
  const pad = connected
    ? { ...state.pad, connected }
    : { ...state.pad, connected, tags: [] }
  const effects: DeskEffects = [
    ...(connected && state.notes.length > 0 ? [timer('settle', SETTLE_MS)] : []),
    { kind: 'record', fact: { kind: 'device', device: 'desk-pad', connected } },
  ]
  return { state: { ...state, pad }, effects }
}

/** What a restart must settle: at once where no tag was touched, else when the pad has been read. */
export const notesRead = (state: DeskState, notes: DeskState['notes']): DeskStep => {
  const untouched = notes.filter(isUntouched)
  const waiting = notes.filter((note) => !isUntouched(note))
  const step = recoverAll({ ...state, notes: waiting }, untouched)
  if (waiting.length === 0 || !state.pad.connected) return step
  return { state: step.state, effects: [...step.effects, timer('settle', SETTLE_MS)] }
}

export const settleNotes = (state: DeskState): DeskStep =>
  state.pad.connected ? recoverAll({ ...state, notes: [] }, state.notes) : stay(state)

const recoverAll = (state: DeskState, notes: DeskState['notes']): DeskStep =>
  notes.reduce(
    (step, note) =>
      andThen(step, (now) => add(now, recover(note, state.pad.tags, state.security))),
    stay(state),
  )

/** The session has ended: what is at stake goes on without a title, the rest is forgotten. */
export const leaveWorks = (state: DeskState): DeskState => ({
  ...state,
  works: state.works
    .filter(isUnended)
    .map((work) => leave({ ...work, title: null, visit: 0 })),
})

/** Leaves a task: what failed may be tried anew, what was done is let lie until it is lifted. */
export const turnPage = (state: DeskState): DeskState => {
  const { at } = state.screen
  if (at !== 'borrow' && at !== 'return' && at !== 'finish') return state
  const kept = state.works.filter((work) => isUnended(work) || isDone(work))
  const done = kept.map(({ key }) => key)
  const lying = group(state.pad.tags).items.map(({ key }) => key)
  const leftOver = lying.filter((key) => done.includes(key))
  return { ...state, works: kept, pad: { ...state.pad, leftOver } }
}

const isDone = ({ phase }: Work): boolean => phase.at === 'lent' || phase.at === 'returned'

export const waitOver = (state: DeskState, id: string): DeskStep => {
  const left = changeWork(state, id, (work) => ({ work: leave(work), effects: [] }))
  return { state: left.state, effects: [stop(`wait:${id}`)] }
}

/** Everything that is still to be learned is asked again. */
export const learnAgain = (state: DeskState): DeskStep => ({
  state,
  effects: state.works.flatMap((work): DeskEffect[] =>
    work.kind === 'lending' && work.phase.at === 'learning' ? [askOf(work)] : [],
  ),
})
