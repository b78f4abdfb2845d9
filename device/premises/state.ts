// What the branch's rooms are like, what can happen to them, and what can be done about it.
import type { Announcement, Arming } from '../../hub/protocol/actions.ts'
import type { ActionValues } from '../../hub/rules/actions.ts'
import type { DoorMode } from '../door/state.ts'
import type { Fact } from '../fact.ts'
import type { Step, TimerEffect, TimerEvent } from '../machine.ts'
import type { PremisesEvent as BoardEvent } from '../ports.ts'
import type { OpeningName } from '../screen-protocol.ts'

/** What outputs were last told; null = nothing yet. */
export type Told = {
  lights: boolean | null
  machines: boolean | null
  screens: boolean
  door: { mode: DoorMode; rollCall: boolean }
}

export type PremisesState = {
  /** What this kiosk has; without them nothing of the kind is done or told. */
  fitted: { alarm: boolean; door: boolean }
  /** What the hours want; null = they say nothing of it. */
  wanted: ActionValues
  opening: OpeningName
  fire: boolean
  /** People inside; null = nobody counts. */
  inside: number | null
  /** Without it nothing is opened by the hours. */
  timeTrusted: boolean
  arming: Arming
  board: boolean
  /** As the panel said last; null = it has not said anything yet. */
  armed: boolean | null
  /** What the hours want of the alarm is still to be done; once done, hands at the panel count. */
  due: boolean
  /** `waiting` for people to leave; told to arm or disarm, and not yet seen to have. */
  alarm: 'rest' | 'waiting' | 'arming' | 'disarming'
  /** It did not go as it should, and staff have been told. */
  failed: boolean
  /** Who has checked in at this roll-call: keys that the hub gave. */
  present: readonly string[]
  told: Told
}

export type PremisesTimer = 'confirm' | 'again' | 'tell' | 'evacuate'

export type PremisesEvent =
  | BoardEvent
  | { kind: 'wanted'; values: ActionValues }
  | { kind: 'opening'; name: OpeningName }
  | { kind: 'arming'; rules: Arming }
  | { kind: 'fire'; on: boolean }
  | { kind: 'inside'; count: number | null }
  | { kind: 'time'; trusted: boolean }
  /** Somebody was identified inside, or at the door during the roll-call. */
  | { kind: 'present'; patron: string }

export type PremisesEffect =
  | { kind: 'lights'; on: boolean }
  | { kind: 'machines'; on: boolean }
  | { kind: 'screens'; lit: boolean }
  | { kind: 'arm' }
  | { kind: 'disarm' }
  | { kind: 'door'; mode: DoorMode; rollCall: boolean }
  /** Written on the screens in any case, said only when `aloud`. */
  | { kind: 'announce'; what: Announcement; aloud: boolean }
  | { kind: 'hush' }
  | { kind: 'record'; fact: Fact }

export type PremisesEffects = readonly (PremisesEffect | TimerEffect<PremisesTimer>)[]
export type PremisesStep = Step<PremisesState, PremisesEffect | TimerEffect<PremisesTimer>>
export type PremisesInput = PremisesEvent | TimerEvent<PremisesTimer>

const NOTHING: ActionValues = {
  lights: null,
  alarm: null,
  sound: null,
  door: null,
  machines: null,
  screens: null,
}

export const initial = (fitted: PremisesState['fitted']): PremisesState => ({
  fitted,
  wanted: NOTHING,
  opening: 'unknown',
  fire: false,
  inside: null,
  timeTrusted: false,
  arming: { unknownInside: false, tellAfterMinutes: 10, confirmSeconds: 5 },
  board: false,
  armed: null,
  due: true,
  alarm: 'rest',
  failed: false,
  present: [],
  told: {
    lights: null,
    machines: null,
    screens: true,
    door: { mode: 'locked', rollCall: false },
  },
})

export const stay = (state: PremisesState): PremisesStep => ({ state, effects: [] })

export const record = (fact: Fact): PremisesEffect => ({ kind: 'record', fact })

export const timer = (name: PremisesTimer, ms: number): TimerEffect<PremisesTimer> => ({
  kind: 'timer',
  name,
  ms,
})

export const stop = (name: PremisesTimer): TimerEffect<PremisesTimer> => ({
  kind: 'stop',
  name,
})
