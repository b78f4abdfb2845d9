// Past the flap: tags secured and read back on the tray, the flap shut, the item let fall. It is
// checked in when its tags have left the field after that: then it is in the bin.
import type { Fact } from '../fact.ts'
import { andThen } from '../machine.ts'
import type { AfiWritten } from '../ports.ts'
import {
  afterWait,
  afterWrite,
  allAre,
  isBlocked,
  isPresent,
  nextToWrite,
  type TagPart,
} from '../tag-part.ts'
import { noteOf, SHOW_MS } from './intake.ts'
import { chooseBin } from './sorting.ts'
import {
  type ChuteEffect,
  type ChuteState,
  type ChuteStep,
  type Load,
  type Passage,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

export const JAM_MS = 8000
const WRITE_AGAIN_MS = 200
/** From the tray to the bin. */
export const FALL_MS = 3000
const MAX_FALLS = 3
const RESTORE_MS = 3000
const PERSON_MS = 30_000

export const beamChanged = (state: ChuteState, broken: boolean): ChuteStep => {
  if (state.beam === broken) return stay(state)
  return broken ? beamBroken(state) : beamClear(state)
}

const beamBroken = (state: ChuteState): ChuteStep => {
  const { passage } = state
  const now: ChuteState = { ...state, beam: true }
  if (passage.at !== 'open') return { state: now, effects: [timer('jam', JAM_MS)] }
  return {
    state: { ...now, passage: { at: 'inside', load: passage.load } },
    effects: [timer('jam', JAM_MS), stop('offer'), stop('away'), stop('renew')],
  }
}

/** The flap shuts at once behind the item, so that no second one follows it. */
const beamClear = (state: ChuteState): ChuteStep => {
  const now: ChuteState = { ...state, beam: false, jam: false }
  const { at } = state.passage
  if (at === 'inside') return { state: now, effects: [stop('jam'), { kind: 'close-flap' }] }
  if (hasLoad(state.passage)) return { state: now, effects: [stop('jam')] }
  return { state: now, effects: [stop('jam'), ...slippedIn(state)] }
}

/** Something got in that nobody asked for: the tray is cleared, and staff are told. */
const slippedIn = ({ bins }: ChuteState): ChuteEffect[] => [
  { kind: 'close-flap' },
  { kind: 'sort', bin: chooseBin('unsorted', bins, []) ?? 1 },
  record({ kind: 'given-back', where: 'chute', why: 'no-tag' }),
]

export const jammed = (state: ChuteState): ChuteStep => stay({ ...state, jam: state.beam })

type WithLoad = Extract<Passage, { load: Load }>

const hasLoad = (passage: Passage): passage is WithLoad => 'load' in passage

/** Changes what is known of the load's tags, if there is a load. */
export const changeParts = (
  state: ChuteState,
  change: (part: TagPart) => TagPart,
): ChuteState => {
  const { passage } = state
  if (!hasLoad(passage)) return state
  const load = { ...passage.load, parts: passage.load.parts.map(change) }
  return { ...state, passage: { ...passage, load } }
}

export const tagWritten = (
  state: ChuteState,
  { uid, afi, written }: { uid: string; afi: number; written: AfiWritten },
): ChuteStep => ({
  state: changeParts({ ...state, writing: false }, (part) =>
    part.uid === uid ? afterWrite(part, afi, written) : part,
  ),
  effects: written.ok ? [] : [timer('write-again', WRITE_AGAIN_MS)],
})

export const writeAgain = (state: ChuteState): ChuteState => changeParts(state, afterWait)

/** After every event: the next write, or the next step once the beam is clear. */
export const goOn = (state: ChuteState): ChuteStep => {
  const { passage } = state
  switch (passage.at) {
    case 'inside':
      return secure(state, passage.load)
    case 'falling':
      return fallen(state, passage.load)
    case 'restoring':
      return restore(state, passage.load)
    case 'idle':
    case 'settling':
    case 'asking':
    case 'open':
    case 'accepted':
    case 'given-back':
      return stay(state)
  }
}

const secure = (state: ChuteState, load: Load): ChuteStep => {
  const { secured } = state.security
  const part = nextToWrite(load.parts, secured, state.tags)
  if (part !== undefined) return write(state, part.uid, secured)
  if (state.beam || !state.board) return stay(state)
  if (allAre(load.parts, secured)) return letFall(state, load, load.bin)
  if (!isBlocked(load.parts, secured, state.tags)) return stay(state)
  return letFall(state, load, chooseBin('unsorted', state.bins, []) ?? load.bin)
}

const write = (state: ChuteState, uid: string, afi: number): ChuteStep => {
  if (state.writing || !state.reader) return stay(state)
  const busy = changeParts(state, (part) =>
    part.uid === uid ? { ...part, busy: true } : part,
  )
  return { state: { ...busy, writing: true }, effects: [{ kind: 'write', uid, afi }] }
}

const letFall = (state: ChuteState, load: Load, bin: number): ChuteStep => {
  const isSecured = allAre(load.parts, state.security.secured)
  const falling: Load = { ...load, bin }
  const told: ChuteStep = {
    state: { ...state, passage: { at: 'falling', load: falling, tries: 1 } },
    effects: [
      { kind: 'close-flap' },
      ...(isSecured ? [noteOf(falling, 'secured')] : []),
      { kind: 'sort', bin },
      timer('fall', FALL_MS),
    ],
  }
  return andThen(told, (now) => fallen(now, falling))
}

const fallen = (state: ChuteState, load: Load): ChuteStep => {
  if (load.parts.some((part) => isPresent(part, state.tags) || part.busy))
    return stay(state)
  return accept(state, load)
}

const accept = (state: ChuteState, load: Load): ChuteStep => {
  const isSecured = allAre(load.parts, state.security.secured)
  return {
    state: {
      ...state,
      count: state.count + 1,
      passage: { at: 'accepted', title: load.title, later: load.later || !isSecured },
    },
    effects: [
      stop('fall'),
      record(isSecured ? checkin(load) : unsecured, load.id),
      timer('show', SHOW_MS),
      timer('person', PERSON_MS),
    ],
  }
}

export const checkin = ({ item, bin }: { item: Load['item']; bin: number }): Fact => ({
  kind: 'checkin',
  item,
  where: 'chute',
  bin,
})

/** It is inside, but a tag of it could not be secured: the loan stays, and staff are told. */
export const unsecured: Fact = { kind: 'given-back', where: 'chute', why: 'tag-failed' }

/** Told to fall and still in the field: the tray is told again, then it was pulled out. */
export const stillThere = (state: ChuteState): ChuteStep => {
  const { passage, board } = state
  if (passage.at !== 'falling') return stay(state)
  const { load, tries } = passage
  if (!load.parts.some((part) => isPresent(part, state.tags))) return stay(state)
  if (!board) return { state, effects: [timer('fall', FALL_MS)] }
  if (tries < MAX_FALLS)
    return {
      state: { ...state, passage: { ...passage, tries: tries + 1 } },
      effects: [
        { kind: 'close-flap' },
        { kind: 'sort', bin: load.bin },
        timer('fall', FALL_MS),
      ],
    }
  const parts = load.parts.map((part) => ({ ...part, tries: 0, wait: false }))
  return {
    state: { ...state, passage: { at: 'restoring', load: { ...load, parts } } },
    // From here on its tags are unlocked again: a restart must not take it for one in the bin.
    effects: [noteOf(load, 'open'), timer('restore', RESTORE_MS)],
  }
}

const restore = (state: ChuteState, load: Load): ChuteStep => {
  for (const part of load.parts) {
    const before = load.before[part.uid] ?? null
    if (before === null) continue
    if (nextToWrite([part], before, state.tags) !== undefined)
      return write(state, part.uid, before)
  }
  return load.parts.some(({ busy }) => busy) ? stay(state) : restored(state, load)
}

/** Nothing was taken in: the patron has it, and the loan stays. */
const restored = (state: ChuteState, { id }: Load): ChuteStep => ({
  state: { ...state, passage: { at: 'given-back', why: 'tag-failed' } },
  effects: [
    stop('restore'),
    { kind: 'finish', key: id },
    ...(state.tags.length === 0 ? [timer('show', SHOW_MS)] : []),
  ],
})

export const restoreOver = (state: ChuteState): ChuteStep =>
  state.passage.at === 'restoring' ? restored(state, state.passage.load) : stay(state)
