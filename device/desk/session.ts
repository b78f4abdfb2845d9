// Who stands at the desk: waking it, card and PIN, the time-out, and the end that forgets all.

import type { AnswerOf } from '../../hub/protocol/asks.ts'
import type { Language } from '../../hub/protocol/terms.ts'
import type { Asked } from '../link/questions.ts'
import { andThen } from '../machine.ts'
import type { CardProblem, Task } from '../screen-protocol.ts'
import { openTask } from './account.ts'
import { type DeskEffect, stop, timer } from './events.ts'
import { leaveWorks, turnPage } from './pad.ts'
import { type DeskState, type DeskStep, nextId, type Screen, stay } from './state.ts'

const IDLE_MS = 60_000
export const WARNING_S = 30
/** What somebody wants who holds her card up before she has chosen. */
const FIRST_TASK: Task = 'borrow'

/** Somebody is there: the time-out begins anew. */
export const touched = (state: DeskState): DeskStep => {
  const { at } = state.screen
  if (at === 'idle' || at === 'thanks') return stay(state)
  const idle = timer('idle', IDLE_MS)
  if (state.warning === null) return { state, effects: [idle] }
  return { state: { ...state, warning: null }, effects: [stop('tick'), idle] }
}

export const warn = (state: DeskState): DeskStep => {
  const { at } = state.screen
  if (at === 'idle' || at === 'thanks' || at === 'finish') return stay(state)
  return { state: { ...state, warning: WARNING_S }, effects: [timer('tick', 1000)] }
}

export const warningTick = (state: DeskState, secondsLeft: number): DeskStep =>
  secondsLeft <= 1
    ? end(state, { at: 'idle' })
    : {
        state: { ...state, warning: secondsLeft - 1 },
        effects: [timer('tick', 1000)],
      }

/** Wipes whatever is the person's; items at stake go on by themselves. */
export const end = (state: DeskState, screen: Screen): DeskStep => {
  const { patron } = state
  const { id, state: numbered } = nextId(leaveWorks(state))
  const wiped: DeskState = {
    ...numbered,
    visit: state.visit + 1,
    screen,
    help: false,
    warning: null,
    patron: null,
    language: 'sv',
    chosen: false,
    account: null,
    accountAsk: null,
    renewed: [],
    pad: { ...state.pad, leftOver: [] },
  }
  const timers = [stop('idle'), stop('tick'), stop('printing'), stop('account')]
  const goodbye: DeskEffect[] = [{ kind: 'language', language: 'sv' }]
  if (patron !== null) goodbye.push(endOf(id, patron.session))
  return { state: wiped, effects: [...timers, ...goodbye] }
}

const endOf = (id: string, session: string): DeskEffect => ({
  kind: 'ask',
  ask: 'end',
  id,
  request: { session },
})

/** Tasks that cannot be done just now: their tiles say so. */
export const disabledTasks = ({ pad, online, patron }: DeskState): readonly Task[] => {
  const tasks: Task[] = []
  if (!pad.connected) tasks.push('return')
  if (!pad.connected || (!online && patron === null)) tasks.push('borrow')
  if (!online) tasks.push('renew', 'holds', 'account')
  return tasks
}

export const wake = (state: DeskState): DeskStep =>
  state.screen.at === 'idle' || state.screen.at === 'thanks'
    ? touched({ ...state, screen: { at: 'home' } })
    : stay(state)

/** My loans lead to renewing them, what waits on the shelf to borrowing it. */
const OFFERS_TASKS: ReadonlySet<Screen['at']> = new Set([
  'idle',
  'home',
  'account',
  'holds',
])

export const choose = (state: DeskState, task: Task): DeskStep => {
  const { screen, patron } = state
  if (!OFFERS_TASKS.has(screen.at)) return stay(state)
  if (disabledTasks(state).includes(task)) return stay(state)
  const page = turnPage(state)
  if (task === 'return' || patron !== null) return andThen(openTask(page, task), touched)
  return touched({ ...page, screen: { at: 'identify', task, problem: null } })
}

/** A card at the reader, or its number typed by hand. */
export const cardHeld = (state: DeskState, card: string): DeskStep => {
  const { patron, screen } = state
  if (patron?.card === card) return stay(state)
  if (screen.at === 'pin' && screen.asking !== null) return stay(state)
  // Another card ends the session before it: nothing of the first patron is seen by the next.
  const free = patron === null ? stay(state) : end(state, { at: 'home' })
  const task = screen.at === 'identify' || screen.at === 'pin' ? screen.task : FIRST_TASK
  return andThen(free, (now) =>
    touched({ ...turnPage(now), help: false, screen: pinScreen(task, card) }),
  )
}

const pinScreen = (task: Task, card: string): Screen => ({
  at: 'pin',
  task,
  card,
  asking: null,
  problem: null,
  triesLeft: null,
})

/** The PIN goes out with the question and is kept nowhere. */
export const pinTyped = (state: DeskState, pin: string): DeskStep => {
  const { screen } = state
  if (screen.at !== 'pin' || screen.asking !== null) return stay(state)
  const { id, state: numbered } = nextId(state)
  return {
    state: { ...numbered, screen: { ...screen, asking: id, problem: null } },
    effects: [{ kind: 'ask', ask: 'identify', id, request: { card: screen.card, pin } }],
  }
}

export const identified = (
  state: DeskState,
  id: string,
  asked: Asked<'identify'>,
): DeskStep => {
  const { screen } = state
  if (screen.at !== 'pin' || screen.asking !== id) return unwanted(state, asked)
  const pin = { ...screen, asking: null }
  if (!asked.ok)
    return stay({ ...state, screen: { ...pin, problem: 'no-answer', triesLeft: null } })
  if (asked.answer.ok) return admit(state, screen, asked.answer)
  const { reason, triesLeft = null } = asked.answer
  if (reason === 'wrong-pin' || reason === 'locked-out')
    return stay({ ...state, screen: { ...pin, problem: reason, triesLeft } })
  return stay({ ...state, screen: identifyScreen(screen.task, reason) })
}

const identifyScreen = (task: Task, problem: CardProblem | null): Screen => ({
  at: 'identify',
  task,
  problem,
})

type Admitted = Extract<AnswerOf<'identify'>, { ok: true }>

const admit = (
  state: DeskState,
  { card, task }: Extract<Screen, { at: 'pin' }>,
  { session, patron, name, language }: Admitted,
): DeskStep => {
  const known: DeskState = { ...state, patron: { session, patron, name, card } }
  const spoken = known.chosen ? stay(known) : speak(known, language)
  return andThen(
    andThen(spoken, (now) => openTask(turnPage(now), task)),
    touched,
  )
}

/** She who asked has gone: a session opened for her is closed at once. */
const unwanted = (state: DeskState, asked: Asked<'identify'>): DeskStep => {
  if (!asked.ok || !asked.answer.ok) return stay(state)
  const { id, state: numbered } = nextId(state)
  return { state: numbered, effects: [endOf(id, asked.answer.session)] }
}

export const speak = (state: DeskState, language: Language): DeskStep => ({
  state: { ...state, language },
  effects: [{ kind: 'language', language }],
})

/** The hub has forgotten the session: who she is must be asked again. */
export const expire = (state: DeskState, task: Task): DeskStep =>
  andThen(end(state, identifyScreen(task, null)), touched)

/** One step towards home. */
export const goBack = (state: DeskState): DeskStep => {
  const { screen } = state
  if (state.help) return stay({ ...state, help: false })
  switch (screen.at) {
    case 'pin':
      return stay({ ...state, screen: identifyScreen(screen.task, null) })
    case 'home':
      return state.patron === null ? end(state, { at: 'idle' }) : stay(state)
    case 'finish':
      return screen.printing ? stay(state) : { state: home(state), effects: [stop('tick')] }
    case 'identify':
    case 'borrow':
    case 'return':
    case 'renew':
    case 'holds':
    case 'account':
      return { state: home(state), effects: [stop('account')] }
    case 'idle':
    case 'thanks':
      return stay(state)
  }
}

const home = (state: DeskState): DeskState => ({
  ...turnPage(state),
  screen: { at: 'home' },
  accountAsk: null,
})
