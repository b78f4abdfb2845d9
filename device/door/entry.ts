// Letting people in: card, PIN, the hub's word, the lock for some seconds.
import { type AnswerOf, reasonOf } from '../../hub/protocol/asks.ts'
import type { Fact } from '../fact.ts'
import { andThen } from '../machine.ts'
import {
  type DoorEffects,
  type DoorEvent,
  type DoorState,
  type DoorStep,
  light,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

const PIN_MS = 30_000
const SHOW_MS = 5000
/** Within the hardware's pulse limit of 10 s: a longer release has to be renewed. */
export const RENEW_MS = 8000
/** One who pulls the door in the moment it is locked again has not forced it. */
export const JUST_RELOCKED_MS = 2000

/** Nobody is let in while it burns, and without the lock line nobody can be. */
export const cardHeld = (state: DoorState, card: string): DoorStep => {
  const { at } = state.passage
  if (state.fire || state.hold || !state.lines) return stay(state)
  if (at === 'asking' || at === 'granted') return stay(state)
  return {
    state: { ...state, passage: { at: 'pin', card } },
    effects: [stop('show'), light('ready'), timer('pin', PIN_MS)],
  }
}

export const pinTyped = (state: DoorState, pin: string): DoorStep => {
  if (state.passage.at !== 'pin') return stay(state)
  const ask = state.asks + 1
  const { card } = state.passage
  return {
    state: { ...state, asks: ask, passage: { at: 'asking', ask } },
    effects: [stop('pin'), { kind: 'ask', ask, card, pin }],
  }
}

export const keyPressed = (state: DoorState): DoorStep =>
  state.passage.at === 'pin' ? { state, effects: [timer('pin', PIN_MS)] } : stay(state)

/** An answer to any other question than the present one is not heard. */
export const answered = (
  state: DoorState,
  { ask, asked, offline }: Extract<DoorEvent, { kind: 'answer' }>,
): DoorStep => {
  const { passage } = state
  if (passage.at !== 'asking' || passage.ask !== ask) return stay(state)
  const how = offline ? { offline } : {}
  if (!asked.ok) return turnAway(state, 'no-answer', { reason: 'no-answer' })
  return asked.answer.ok
    ? letIn(state, asked.answer, how)
    : turnAway(state, 'refused', { reason: reasonOf(asked.answer), ...how })
}

/** Whether the hub was asked, as the journal tells it. */
type How = { offline?: true }

/** The lock and its timer come before the journal: a slow disk keeps nobody out, or the door open. */
const letIn = (
  state: DoorState,
  { patron, language }: Extract<AnswerOf<'entry'>, { ok: true }>,
  how: How,
): DoorStep =>
  andThen(admit(state), (admitted) => ({
    state: admitted,
    effects: [{ kind: 'language', language }, record({ kind: 'visit', patron, ...how })],
  }))

/** The lock is released for one entry. */
export const admit = (state: DoorState): DoorStep => {
  const { unlockMs } = state
  const seconds = Math.ceil(unlockMs / 1000)
  const renew = unlockMs > RENEW_MS ? [timer('renew', RENEW_MS)] : []
  return {
    state: {
      ...state,
      passage: { at: 'granted', secondsLeft: seconds, ofSeconds: seconds },
    },
    effects: [
      { kind: 'release' },
      timer('relock', unlockMs),
      timer('tick', 1000),
      ...renew,
      light('go'),
    ],
  }
}

type Refused = Omit<Extract<Fact, { kind: 'entry-refused' }>, 'kind'>

const turnAway = (
  state: DoorState,
  at: 'refused' | 'no-answer',
  refused: Refused,
): DoorStep => ({
  state: { ...state, passage: { at } },
  effects: [
    light('no'),
    timer('show', SHOW_MS),
    record({ kind: 'entry-refused', ...refused }),
  ],
})

export const tick = (state: DoorState): DoorStep => {
  const { passage } = state
  if (passage.at !== 'granted') return stay(state)
  const secondsLeft = Math.max(passage.secondsLeft - 1, 0)
  return {
    state: { ...state, passage: { ...passage, secondsLeft } },
    effects: secondsLeft > 0 ? [timer('tick', 1000)] : [],
  }
}

export const relock = (state: DoorState): DoorStep =>
  state.passage.at === 'granted'
    ? {
        state: { ...state, passage: { at: 'closed' }, excuse: 'just-relocked' },
        effects: [
          { kind: 'secure' },
          ...stopPassage,
          ...greetNext,
          timer('excuse', JUST_RELOCKED_MS),
        ],
      }
    : stay(state)

/** Whoever stood there is forgotten: time passed, or she went. */
export const goAway = (state: DoorState): DoorStep => {
  const { at } = state.passage
  if (at === 'asking' || at === 'granted') return stay(state)
  return {
    state: { ...state, passage: { at: 'closed' } },
    effects: [...stopPassage, ...greetNext],
  }
}

export const stopPassage: DoorEffects = [
  stop('pin'),
  stop('show'),
  stop('relock'),
  stop('tick'),
  stop('renew'),
]

export const greetNext: DoorEffects = [light('ready'), { kind: 'language', language: 'sv' }]
