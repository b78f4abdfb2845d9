// Letting people in: card, PIN, the hub's word, the lock for some seconds.
import { type AnswerOf, reasonOf } from '../../hub/protocol/asks.ts'
import { needsPin } from '../../hub/rules/login.ts'
import type { Fact } from '../fact.ts'
import { andThen } from '../machine.ts'
import { expect, insideOf } from './counter.ts'
import { checkedIn } from './hours.ts'
import {
  type DoorEvent,
  type DoorState,
  type DoorStep,
  light,
  record,
  sound,
  stay,
  stop,
  timer,
} from './state.ts'
import { greetNext, RENEW_MS } from './strike.ts'

const PIN_MS = 30_000
const SHOW_MS = 5000

/** Nobody is let in while it burns, nor until somebody has said that it is over; without the lock line nobody can be. */
export const cardHeld = (
  state: DoorState,
  card: string,
  by: 'reader' | 'hand' = 'reader',
): DoorStep => {
  const { at } = state.passage
  if (state.fire || state.hold || !state.lines) return stay(state)
  if (at === 'asking' || at === 'granted') return stay(state)
  if (state.afterFire) return { state, effects: [sound('refused')] }
  // Numbers run on from one card to the next: typed by hand, none opens alone (threat 4).
  if (by === 'reader' && !needsPin(state.settings, card)) {
    const { state: asking, effects } = askFor(state, { card, pin: null })
    return { state: asking, effects: [stop('show'), ...effects] }
  }
  return {
    state: { ...state, passage: { at: 'pin', card } },
    effects: [stop('show'), light('ready'), timer('pin', PIN_MS)],
  }
}

export const pinTyped = (state: DoorState, pin: string): DoorStep =>
  state.passage.at === 'pin'
    ? askFor(state, { card: state.passage.card, pin })
    : stay(state)

/** `pin` null: the branch takes the card alone. */
const askFor = (
  state: DoorState,
  { card, pin }: { card: string; pin: string | null },
): DoorStep => {
  const ask = state.asks + 1
  return {
    state: { ...state, asks: ask, passage: { at: 'asking', ask } },
    effects: [stop('pin'), { kind: 'ask', ask, card, pin, inside: insideOf(state) }],
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
  if (!asked.answer.ok)
    return turnAway(state, 'refused', { reason: reasonOf(asked.answer), ...how })
  // The alarm is set, perhaps while the hub was asked, or the branch lets nobody in now but its guards.
  if (state.mode === 'closed' && !asked.answer.anyHour)
    return turnAway(state, 'refused', { reason: 'no-entry', ...how })
  if (state.rollCall) return checkedIn(state, asked.answer.patron)
  return letIn(state, asked.answer, how)
}

/** Whether the hub was asked, as the journal tells it. */
type How = { offline?: true }

/** The lock and its timer come before the journal: a slow disk keeps nobody out, or the door open. */
const letIn = (
  state: DoorState,
  { patron, language, extended }: Extract<AnswerOf<'entry'>, { ok: true }>,
  how: How,
): DoorStep =>
  andThen(admit(state, extended), (admitted) => ({
    state: admitted,
    effects: [{ kind: 'language', language }, record({ kind: 'visit', patron, ...how })],
  }))

/** The lock is released for one entry, for longer where somebody needs longer. */
export const admit = (state: DoorState, extended = false): DoorStep => {
  const { unlockMs, extendedMs } = state.settings
  const ms = extended ? Math.max(unlockMs, extendedMs) : unlockMs
  const seconds = Math.ceil(ms / 1000)
  const renew = ms > RENEW_MS ? [timer('renew', RENEW_MS)] : []
  return {
    state: {
      ...expect(state),
      passage: { at: 'granted', secondsLeft: seconds, ofSeconds: seconds },
    },
    effects: [
      { kind: 'release' },
      timer('relock', ms),
      timer('tick', 1000),
      ...renew,
      light('go'),
      sound('welcome'),
    ],
  }
}

type Refused = Omit<Extract<Fact, { kind: 'entry-refused' }>, 'kind'>

/** Whatever the reason: the same lamp, the same sound, the same words. */
const turnAway = (
  state: DoorState,
  at: 'refused' | 'no-answer',
  refused: Refused,
): DoorStep => ({
  state: { ...state, passage: { at } },
  effects: [
    light('no'),
    sound('refused'),
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

/** Whoever stood there is forgotten: time passed, or she went. */
export const goAway = (state: DoorState): DoorStep => {
  const { at } = state.passage
  if (state.fire || state.hold || at === 'asking' || at === 'granted') return stay(state)
  return {
    state: { ...state, passage: { at: 'closed' } },
    effects: [stop('pin'), stop('show'), ...greetNext(state)],
  }
}
