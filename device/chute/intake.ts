// From something in the mouth to an open flap: one known, whole item at a time.
import type { AnswerOf } from '../../hub/protocol/asks.ts'
import { group, type ItemSeen, isComplete } from '../items.ts'
import type { Asked } from '../link/questions.ts'
import { andThen } from '../machine.ts'
import type { TagSeen } from '../ports.ts'
import { tagPart } from '../tag-part.ts'
import type { ChuteNote } from './notes.ts'
import { type Bin, chooseBin, type Sort } from './sorting.ts'
import {
  type ChuteEffect,
  type ChuteState,
  type ChuteStep,
  type GivenBack,
  type Load,
  type Passage,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

const SETTLE_MS = 300
/** Tags that come and go for ever are judged all the same. */
const MAX_RESTARTS = 10
/** How long the flap stays open for something that does not come. */
const OFFER_MS = 20_000
/** Within the board's own limit of 10 s, which shuts the flap. */
const RENEW_MS = 8000
/** Taken out of the mouth again: the flap shuts after this. */
const AWAY_MS = 2000
export const SHOW_MS = 4000

/** Nothing is in hand: looks again at what lies in the mouth. */
export const rest = (state: ChuteState): ChuteStep => {
  const idle: ChuteState = { ...state, passage: { at: 'idle' } }
  if (!isReady(state) || state.tags.length === 0) return stay(idle)
  return {
    state: { ...idle, passage: { at: 'settling', restarts: 0 } },
    effects: [timer('settle', SETTLE_MS)],
  }
}

const isReady = (state: ChuteState): boolean =>
  state.board &&
  state.reader &&
  !state.fire &&
  !state.beam &&
  state.notes.length === 0 &&
  !isChuteFull(state)

export const isChuteFull = ({ bins, full }: ChuteState): boolean =>
  bins.every(({ bin }) => full.includes(bin))

/** The tags in the mouth have changed while nothing was open. */
export const mouthChanged = (state: ChuteState, before: readonly TagSeen[]): ChuteStep => {
  const { passage, tags } = state
  if (isSame(before, tags)) return stay(state)
  if (passage.at === 'settling' && tags.length > 0) return settleAgain(state, passage)
  if (tags.length > 0) return rest(state)
  if (passage.at === 'accepted') return stay(state)
  if (passage.at === 'given-back') return { state, effects: [timer('show', SHOW_MS)] }
  return rest(state)
}

const settleAgain = (
  state: ChuteState,
  { at, restarts }: Extract<Passage, { at: 'settling' }>,
): ChuteStep =>
  restarts >= MAX_RESTARTS
    ? stay(state)
    : {
        state: { ...state, passage: { at, restarts: restarts + 1 } },
        effects: [timer('settle', SETTLE_MS)],
      }

/** The security bytes may differ: they change by our own hand. */
const isSame = (before: readonly TagSeen[], now: readonly TagSeen[]): boolean =>
  before.length === now.length &&
  now.every(({ uid, content }) =>
    before.some((tag) => tag.uid === uid && tag.content.kind === content.kind),
  )

/** What lies in the mouth has been read: is it one whole item of ours? */
export const judge = (state: ChuteState): ChuteStep => {
  if (state.passage.at !== 'settling') return stay(state)
  if (!isReady(state)) return rest(state)
  const { items, strange } = group(state.tags)
  const [item] = items
  const [alien] = strange
  if (items.length + strange.length > 1) return giveBack(state, { why: 'several' })
  if (alien !== undefined) return giveBack(state, { why: alien.why })
  if (item === undefined) return rest(state)
  if (!isComplete(item)) return incomplete(state, item.have, item.total)
  const ids = state.ids + 1
  return {
    state: { ...state, ids, passage: { at: 'asking', ask: ids, seen: item } },
    effects: [{ kind: 'ask', ask: ids, item: item.item }],
  }
}

type Given = { why: GivenBack; have?: number; total?: number }

const giveBack = (state: ChuteState, given: Given): ChuteStep =>
  freeTray({
    state: { ...state, passage: { at: 'given-back', ...given } },
    effects: [record({ kind: 'given-back', where: 'chute', why: given.why })],
  })

/** After a restart what is seen may lie on the tray, where nobody can take it: it is let fall. */
const freeTray = ({ state, effects }: ChuteStep): ChuteStep =>
  state.doubtful
    ? {
        state: { ...state, doubtful: false },
        effects: [
          ...effects,
          clearTray(state.bins),
          record({ kind: 'given-back', where: 'chute', why: 'tag-failed' }),
        ],
      }
    : { state, effects }

const incomplete = (state: ChuteState, have: number, total: number): ChuteStep =>
  giveBack(state, { why: 'incomplete', have, total })

/** Without an answer the book is taken in all the same: nobody is sent home with it. */
export const answered = (
  state: ChuteState,
  ask: number,
  asked: Asked<'item'>,
): ChuteStep => {
  const { passage } = state
  if (passage.at !== 'asking' || passage.ask !== ask) return stay(state)
  const { seen } = passage
  if (!asked.ok) return open(state, seen, { title: null, sort: 'unsorted', later: true })
  return asked.answer.ok
    ? known(state, seen, asked.answer)
    : giveBack(state, { why: 'unknown-item' })
}

const known = (
  state: ChuteState,
  seen: ItemSeen,
  { title, parts, destination }: Extract<AnswerOf<'item'>, { ok: true }>,
): ChuteStep =>
  parts > seen.have
    ? incomplete(state, seen.have, parts)
    : open(state, seen, { title, sort: destination.kind, later: false })

const open = (
  state: ChuteState,
  { item, tags }: ItemSeen,
  { title, sort, later }: { title: string | null; sort: Sort; later: boolean },
): ChuteStep => {
  const bin = chooseBin(sort, state.bins, state.full)
  if (bin === null || !isReady(state)) return rest(state)
  const ids = state.ids + 1
  // Every tag is written and read back inside, whatever it was read as in the mouth.
  const parts = tags.map(({ uid }) => tagPart({ uid, afi: null }))
  const before = Object.fromEntries(tags.map(({ uid, afi }) => [uid, afi]))
  const load: Load = { id: `${state.run}-${ids}`, item, title, bin, later, parts, before }
  return {
    state: { ...state, ids, passage: { at: 'open', load } },
    effects: [
      noteOf(load, 'open'),
      { kind: 'open-flap' },
      timer('offer', OFFER_MS),
      timer('renew', RENEW_MS),
    ],
  }
}

export const noteOf = (
  { id, item, bin, later, before }: Load,
  phase: ChuteNote['phase'],
): ChuteEffect => {
  const tags = Object.entries(before).map(([uid, afi]) => ({ uid, afi }))
  return { kind: 'note', key: id, note: { kind: 'chute', phase, item, bin, later, tags } }
}

/** The flap is open: is it still that one item, and still there? */
export const offered = (state: ChuteState): ChuteStep => {
  const { passage, tags } = state
  if (passage.at !== 'open') return stay(state)
  const own = passage.load.parts.map(({ uid }) => uid)
  if (tags.some(({ uid }) => !own.includes(uid)))
    return andThen(shut(state, passage.load), (now) => giveBack(now, { why: 'several' }))
  const isThere = tags.some(({ uid }) => own.includes(uid))
  return { state, effects: [isThere ? stop('away') : timer('away', AWAY_MS)] }
}

/** It was taken out of the mouth again. */
export const takenAway = (state: ChuteState): ChuteStep =>
  state.passage.at === 'open' ? andThen(shut(state, state.passage.load), rest) : stay(state)

/** It lies there and is not pushed in: the loan stays, and nothing has happened. */
export const offerOver = (state: ChuteState): ChuteStep =>
  state.passage.at === 'open'
    ? freeTray(
        andThen(shut(state, state.passage.load), (now) =>
          stay({ ...now, passage: { at: 'given-back', why: 'tag-failed' } }),
        ),
      )
    : stay(state)

/** Whatever lies on the tray falls among the unsorted. */
export const clearTray = (bins: readonly Bin[]): ChuteEffect => ({
  kind: 'sort',
  bin: chooseBin('unsorted', bins, []) ?? 1,
})

/** Shuts the flap before anything has come through the beam. */
export const shut = (state: ChuteState, { id }: Load): ChuteStep => ({
  state,
  effects: [
    { kind: 'close-flap' },
    stop('offer'),
    stop('away'),
    stop('renew'),
    { kind: 'finish', key: id },
  ],
})

export const renewOffer = (state: ChuteState): ChuteStep =>
  state.passage.at === 'open'
    ? { state, effects: [{ kind: 'open-flap' }, timer('renew', RENEW_MS)] }
    : stay(state)
