// The intruder alarm: set when the hours say so and nobody is inside, never while it burns; taken off
// before people come, and else nobody is let in. What hands do at the panel afterwards counts.
import { andThen } from '../machine.ts'
import { announce } from './announce.ts'
import {
  type PremisesState,
  type PremisesStep,
  record,
  stay,
  stop,
  timer,
} from './state.ts'

const MINUTE_MS = 60_000
/** Whoever is still inside is asked to leave, and a panel that did not obey is told, this often. */
const AGAIN_MS = MINUTE_MS

/** The room may be armed: whoever came in would set it off. What is unknown may be. */
export const isBarred = ({ fitted, armed, alarm }: PremisesState): boolean =>
  fitted.alarm && (armed !== false || alarm === 'arming')

/** The hours turn to another word: it is to be carried out, once. */
export const alarmWanted = (
  state: PremisesState,
  wanted: PremisesState['wanted'],
): PremisesStep => {
  const now = { ...state, wanted }
  return wanted.alarm === state.wanted.alarm ? stay(now) : calm({ ...now, due: true })
}

const calm = (state: PremisesState): PremisesStep => ({
  state: { ...state, alarm: 'rest', failed: false },
  effects: state.alarm === 'rest' ? [] : [stop('confirm'), stop('again'), stop('tell')],
})

/** After every event: is there something to do about the alarm? */
export const followAlarm = (state: PremisesState): PremisesStep => {
  const { fitted, board, wanted, armed, due, alarm, fire } = state
  if (!fitted.alarm || !board || armed === null || !due) return stay(state)
  if (wanted.alarm === (armed ? 'armed' : 'disarmed'))
    return andThen(calm(state), (now) => stay({ ...now, due: false }))
  if (fire) return alarm === 'waiting' ? calm(state) : stay(state)
  if (alarm === 'arming' || alarm === 'disarming') return stay(state)
  if (wanted.alarm === 'disarmed') return disarm(state)
  return wanted.alarm === 'armed' ? armWhenEmpty(state) : stay(state)
}

/** By a clock that nobody trusts it may be the middle of the night. */
const disarm = (state: PremisesState): PremisesStep =>
  state.timeTrusted ? told(state, 'disarming') : failed(state, 'not-disarmed')

const armWhenEmpty = (state: PremisesState): PremisesStep => {
  const isWaiting = state.alarm === 'waiting'
  if (isEmpty(state))
    return andThen(isWaiting ? calm(state) : stay(state), (now) => told(now, 'arming'))
  if (isWaiting) return stay(state)
  return {
    state: { ...state, alarm: 'waiting' },
    effects: [
      announce(state, 'leave'),
      timer('again', AGAIN_MS),
      timer('tell', state.arming.tellAfterMinutes * MINUTE_MS),
    ],
  }
}

const isEmpty = ({ inside, arming, timeTrusted }: PremisesState): boolean =>
  inside === null ? arming.unknownInside && timeTrusted : inside === 0

const told = (state: PremisesState, alarm: 'arming' | 'disarming'): PremisesStep => ({
  state: { ...state, alarm },
  effects: [
    { kind: alarm === 'arming' ? 'arm' : 'disarm' },
    timer('confirm', state.arming.confirmSeconds * 1000),
  ],
})

/** The panel did not do as it was told: staff hear of it, and it is told again. */
export const notConfirmed = (state: PremisesState): PremisesStep => {
  const { alarm } = state
  if (alarm !== 'arming' && alarm !== 'disarming') return stay(state)
  return andThen({ state, effects: [timer('again', AGAIN_MS)] }, (now) =>
    failed(now, alarm === 'arming' ? 'not-armed' : 'not-disarmed'),
  )
}

/** Once, however often it is tried. */
const failed = (state: PremisesState, what: 'not-armed' | 'not-disarmed'): PremisesStep =>
  state.failed
    ? stay(state)
    : { state: { ...state, failed: true }, effects: [record({ kind: 'alarm', what })] }

/** What was told is told again; who was asked to leave is asked again. */
export const onceMore = (state: PremisesState): PremisesStep => {
  if (state.alarm === 'waiting')
    return { state, effects: [announce(state, 'leave'), timer('again', AGAIN_MS)] }
  return stay({ ...state, alarm: 'rest' })
}

/** Somebody stays on: staff decide. */
export const tellStaff = (state: PremisesState): PremisesStep =>
  state.alarm === 'waiting'
    ? { state, effects: [record({ kind: 'alarm', what: 'somebody-inside' })] }
    : stay(state)

export const panelSaid = (state: PremisesState, armed: boolean): PremisesStep =>
  state.armed === armed
    ? stay(state)
    : {
        state: { ...state, armed },
        effects: [record({ kind: 'alarm', what: armed ? 'armed' : 'disarmed' })],
      }

/** What it was told may not have arrived: when it is back it is told again, if still wanted. */
export const panelLost = (state: PremisesState): PremisesStep => calm(state)
