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
  hasLoad,
  type Load,
  type Passage,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

const WRITE_AGAIN_MS = 200
/** From the tray to the bin. */
const FALL_MS = 3000
const MAX_FALLS = 3
const RESTORE_MS = 3000
const MISSING_MS = 2000
export const PERSON_MS = 30_000

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
      return secure(state, passage)
    case 'falling':
      return fallen(state, passage)
    case 'restoring':
      return restore(state, passage)
    case 'idle':
    case 'settling':
    case 'asking':
    case 'open':
    case 'accepted':
    case 'given-back':
      return stay(state)
  }
}

const secure = (
  state: ChuteState,
  { load, rested: isRested }: Extract<Passage, { at: 'inside' }>,
): ChuteStep => {
  const { secured } = state.security
  const part = nextToWrite(load.parts, secured, state.tags)
  if (part !== undefined) return write(state, part.uid, secured)
  if (state.beam || !state.board || !isRested) return stay(state)
  if (allAre(load.parts, secured)) return onTray(state, load)
  if (!isBlocked(load.parts, secured, state.tags)) return stay(state)
  return letFall(state, load, chooseBin('unsorted', state.bins, []) ?? load.bin)
}

/** On the tray it is still seen. One that is not was pulled out, or is read again in a moment. */
const onTray = (state: ChuteState, load: Load): ChuteStep =>
  state.reader && !load.parts.some((part) => isPresent(part, state.tags))
    ? { state, effects: [timer('missing', MISSING_MS)] }
    : letFall(state, load, load.bin)

/** It went out of sight before it fell: nothing of it is known any more. */
export const missed = (state: ChuteState): ChuteState =>
  state.passage.at === 'inside'
    ? changeParts(state, (part) =>
        isPresent(part, state.tags) ? part : { ...part, afi: null },
      )
    : state

const write = (state: ChuteState, uid: string, afi: number): ChuteStep => {
  if (state.writing || !state.reader) return stay(state)
  const busy = changeParts(state, (part) =>
    part.uid === uid ? { ...part, busy: true } : part,
  )
  return { state: { ...busy, writing: true }, effects: [{ kind: 'write', uid, afi }] }
}

const letFall = (state: ChuteState, load: Load, bin: number): ChuteStep => {
  const isSecured = allAre(load.parts, state.security.secured)
  const falling: Falling = {
    at: 'falling',
    load: { ...load, bin },
    tries: 1,
    others: state.tags.map(({ uid }) => uid).filter((uid) => !(uid in load.before)),
  }
  const told: ChuteStep = {
    state: { ...state, passage: falling },
    effects: [
      { kind: 'close-flap' },
      ...(isSecured ? [noteOf(falling.load, 'secured')] : []),
      { kind: 'sort', bin },
      timer('fall', FALL_MS),
    ],
  }
  return andThen(told, (now) => fallen(now, falling))
}

type Falling = Extract<Passage, { at: 'falling' }>

const fallen = (state: ChuteState, { load, others }: Falling): ChuteStep => {
  if (load.parts.some((part) => isPresent(part, state.tags) || part.busy))
    return stay(state)
  return accept(state, load, others)
}

/** What else was in the field and has left it fell too: nobody knows of it but the staff. */
const isAlone = ({ tags }: ChuteState, others: readonly string[]): boolean =>
  others.every((uid) => isPresent({ uid }, tags))

const several: ChuteEffect = record({ kind: 'given-back', where: 'chute', why: 'several' })

/** When something else fell it may have fallen instead, and this been taken away. */
const accept = (state: ChuteState, load: Load, others: readonly string[]): ChuteStep => {
  const alone = isAlone(state, others)
  const isSure = alone && allAre(load.parts, state.security.secured)
  return {
    state: {
      ...state,
      count: state.count + 1,
      passage: { at: 'accepted', title: load.title, later: load.later || !isSure },
    },
    effects: [
      stop('fall'),
      record(isSure ? checkin(load) : unsecured, load.id),
      ...(alone ? [] : [several]),
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

/** Nobody can say that it is in and secured: the loan stays, and staff are told. */
export const unsecured: Fact = { kind: 'given-back', where: 'chute', why: 'tag-failed' }

/** Told to fall and still in the field: the tray is told again, then it was pulled out. */
export const stillThere = (state: ChuteState): ChuteStep => {
  const { passage, board } = state
  if (passage.at !== 'falling') return stay(state)
  const { load, others, tries } = passage
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
    state: { ...state, passage: { at: 'restoring', load: { ...load, parts }, others } },
    // From here on its tags are unlocked again: a restart must not take it for one in the bin.
    effects: [noteOf(load, 'open'), timer('restore', RESTORE_MS)],
  }
}

type Restoring = Extract<Passage, { at: 'restoring' }>

const restore = (state: ChuteState, restoring: Restoring): ChuteStep => {
  const { load } = restoring
  for (const part of load.parts) {
    const before = load.before[part.uid] ?? null
    if (before === null) continue
    if (nextToWrite([part], before, state.tags) !== undefined)
      return write(state, part.uid, before)
  }
  return load.parts.some(({ busy }) => busy) ? stay(state) : restored(state, restoring)
}

/** The patron has it again, or the tray is stuck: the loan stays, and staff are told. */
const restored = (state: ChuteState, { load, others }: Restoring): ChuteStep => ({
  state: { ...state, passage: { at: 'given-back', why: 'tag-failed' } },
  effects: [
    stop('restore'),
    record(unsecured, load.id),
    ...(isAlone(state, others) ? [] : [several]),
    ...(state.tags.length === 0 ? [timer('show', SHOW_MS)] : []),
  ],
})

export const restoreOver = (state: ChuteState): ChuteStep =>
  state.passage.at === 'restoring' ? restored(state, state.passage) : stay(state)
