// Counts people through the doorway: who is inside, and whether more came in than were let in.
// All of it is for staff: nothing here touches the lock.
import { andThen } from '../machine.ts'
import { type Beam, clear, seen } from './beams.ts'
import type { Counter } from './counter-state.ts'
import {
  type DoorEffect,
  type DoorState,
  type DoorStep,
  record,
  remember,
  stay,
  stop,
  timer,
} from './state.ts'

/** What was counted is told this soon, several people in one row. */
const TELL_MS = 8000
/** People still come through when the door is locked again. */
const EPISODE_MS = 5000
/** Longer than anybody stands in a doorway. */
const BLOCKED_MS = 120_000
const MINUTE_MS = 60_000
/** Thirty people who turn back in one minute, or a beam that flickers. */
const MOST_WASTED = 120
/** So long without a sign of life while it is closed, nobody is inside. */
const QUIET_MS = 3 * 60 * 60_000
const MOST = 10_000

const bounded = (count: number): number => Math.min(Math.max(count, 0), MOST)

const withCounter = (state: DoorState, change: Partial<Counter>): DoorState => ({
  ...state,
  counter: { ...state.counter, ...change },
})

/** People inside; null where nobody counts them. */
export const insideOf = ({ counter }: DoorState): number | null =>
  counter.fitted ? counter.inside : null

export const beamChanged = (state: DoorState, beam: Beam, broken: boolean): DoorStep => {
  const { counter } = state
  const { beams, ...went } = seen(counter.beams, beam, broken)
  const known = withCounter(state, { fitted: true, beams })
  if (beams === counter.beams) return stay(known)
  return andThen(watchBeams(known, counter.beams, went.in + went.out), (now) =>
    now.counter.dirty || went.in + went.out === 0 ? stay(now) : counted(now, went),
  )
}

/** A beam that nothing clears, or that changes too often, counts nobody. */
const watchBeams = (
  state: DoorState,
  before: Counter['beams'],
  people: number,
): DoorStep => {
  const { beams, wasted, watched } = state.counter
  const was = before.a || before.b
  const is = beams.a || beams.b
  // A person is two changes of each beam.
  const next = Math.max(0, wasted + 1 - 4 * people)
  return {
    state: withCounter(state, { wasted: next, watched: true }),
    effects: [
      ...(is === was ? [] : [is ? timer('blocked', BLOCKED_MS) : stop('blocked')]),
      ...(watched ? [] : [timer('flicker', MINUTE_MS)]),
    ],
  }
}

/** Nothing cleared a beam for too long. */
export const beamBlocked = (state: DoorState): DoorStep =>
  state.counter.beams.a || state.counter.beams.b ? soiled(state) : stay(state)

/** A minute is over: did the beams behave? */
export const flickerOver = (state: DoorState): DoorStep => {
  const { wasted, beams, dirty } = state.counter
  const now = withCounter(state, { wasted: 0, watched: false })
  if (wasted > MOST_WASTED) return soiled(now)
  if (!dirty) return stay(now)
  if (beams.a || beams.b) return watchOn(now)
  return {
    state: withCounter(now, { dirty: false }),
    effects: [record({ kind: 'door-trouble', what: 'beam-dirty', on: false })],
  }
}

const watchOn = (state: DoorState): DoorStep => ({
  state: withCounter(state, { watched: true }),
  effects: [timer('flicker', MINUTE_MS)],
})

const soiled = (state: DoorState): DoorStep =>
  andThen(watchOn(state), (now) => ({
    state: withCounter(now, { dirty: true }),
    effects: now.counter.dirty
      ? []
      : [record({ kind: 'door-trouble', what: 'beam-dirty', on: true })],
  }))

const counted = (state: DoorState, went: { in: number; out: number }): DoorStep => {
  const { inside, untold, episode } = state.counter
  const now = withCounter(state, {
    inside: bounded(inside + went.in - went.out),
    untold: { in: bounded(untold.in + went.in), out: bounded(untold.out + went.out) },
    episode: { ...episode, entered: bounded(episode.entered + went.in) },
  })
  const isFirst = untold.in + untold.out === 0
  return {
    state: now,
    effects: [...(isFirst ? [timer('count', TELL_MS)] : []), ...endOfEpisode(now)],
  }
}

/** One was let in, with whom she may bring. */
export const expect = (state: DoorState): DoorState => {
  const { episode } = state.counter
  const expected = bounded(episode.expected + 1 + state.settings.coVisitors)
  return withCounter(state, { episode: { ...episode, expected } })
}

/** With the door shut and locked, what belongs to this opening is soon over. */
export const endOfEpisode = ({ contact, passage, hold }: DoorState) =>
  contact === 'open' || hold || passage.at === 'granted'
    ? []
    : [timer('episode', EPISODE_MS)]

export const episodeOver = (state: DoorState): DoorStep =>
  andThen(tellCount(state), (told) =>
    stay(
      endOfEpisode(told).length === 0
        ? told
        : withCounter(told, { episode: { expected: 0, entered: 0, told: 0 } }),
    ),
  )

/** Tells what was counted since the last time, and those too many. */
export const tellCount = (state: DoorState): DoorStep => {
  const { untold, inside } = state.counter
  if (untold.in + untold.out === 0) return stay(state)
  const now = withCounter(state, { untold: { in: 0, out: 0 } })
  return andThen(tailGate(now), (told) => ({
    state: told,
    effects: [
      stop('count'),
      record({ kind: 'counted', ...untold, inside, why: 'passage' }),
      remember(told),
    ],
  }))
}

/** While somebody works there, or has it held open, they see to it themselves. */
const tailGate = (state: DoorState): DoorStep => {
  const { expected, entered, told } = state.counter.episode
  const isSeenTo = state.opening === 'staffed' || state.fire || state.hold
  if (isSeenTo || entered <= Math.max(expected, told)) return stay(state)
  const score = tailGateScore({ counted: entered, expected, held: state.held })
  return {
    state: withCounter(state, { episode: { expected, entered, told: entered } }),
    effects: [record({ kind: 'tail-gate', counted: entered, expected, score })],
  }
}

const HELD_SCORE: Record<DoorState['held'], number> = { no: 0, soon: 10, told: 20 }

/** 0…100: nothing for as many as were let in, 50 for one more, more for each, and for a door held open. */
const tailGateScore = ({
  counted,
  expected,
  held,
}: {
  counted: number
  expected: number
  held: DoorState['held']
}): number => {
  const excess = counted - expected
  return excess <= 0 ? 0 : Math.min(100, 35 + 15 * excess + HELD_SCORE[held])
}

/** Without their lines beams tell nothing; who is in the doorway is not counted. */
export const beamsLost = (state: DoorState): DoorStep => ({
  state: withCounter(state, { beams: clear, wasted: 0 }),
  effects: [stop('blocked')],
})

/** Counting drifts: staff or a quiet night set it right. */
export const setInside = (
  state: DoorState,
  count: number,
  why: 'staff' | 'quiet-night',
): DoorStep =>
  andThen(tellCount(state), (told) => {
    const inside = bounded(Math.trunc(count))
    const now = withCounter(told, { inside })
    return {
      state: now,
      effects: [record({ kind: 'counted', in: 0, out: 0, inside, why }), remember(now)],
    }
  })

const SIGNS_OF_LIFE: ReadonlySet<string> = new Set([
  ...['card', 'action', 'contact', 'exit-button', 'beam', 'opening'],
])

/** Each sign of life at the door begins the quiet hours anew, while it is closed. */
export const waitForQuiet = (
  state: DoorState,
  kind: string,
): readonly DoorEffect[] | Quiet =>
  state.opening === 'closed' && state.counter.inside > 0 && SIGNS_OF_LIFE.has(kind)
    ? [timer('quiet', QUIET_MS)]
    : []
type Quiet = readonly ReturnType<typeof timer>[]

export const quietNight = (state: DoorState): DoorStep =>
  state.opening === 'closed' && state.counter.inside > 0
    ? setInside(state, 0, 'quiet-night')
    : stay(state)
