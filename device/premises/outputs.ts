// Lights, machines, screens and the door: told when what they should be changes, and all again to a
// board that is back.
import type { DoorMode } from '../door/state.ts'
import { isBarred } from './alarm.ts'
import { isCalling } from './roll-call.ts'
import type { PremisesEffect, PremisesState, PremisesStep, Told } from './state.ts'

/** After every event. Fire lights every room and screen, and cuts nothing. */
export const followOutputs = (state: PremisesState): PremisesStep => {
  const { fire, wanted, told } = state
  const next: Told = {
    lights: fire ? true : isOn(wanted.lights, told.lights),
    machines: fire ? told.machines : isOn(wanted.machines, told.machines),
    screens: fire || wanted.screens !== 'dark',
    door: { mode: doorMode(state), rollCall: isCalling(state) },
  }
  return { state: { ...state, told: next }, effects: changes(told, next) }
}

/** What nothing is said of stays as it is. */
const isOn = (wanted: 'on' | 'off' | null, told: boolean | null): boolean | null =>
  wanted === null ? told : wanted === 'on'

const doorMode = (state: PremisesState): DoorMode => {
  const { wanted, timeTrusted } = state
  if (isBarred(state)) return 'closed'
  if (wanted.door === 'open' && !timeTrusted) return 'locked'
  return wanted.door ?? 'locked'
}

const changes = (before: Told, now: Told): PremisesEffect[] => [
  ...(now.lights === null || now.lights === before.lights
    ? []
    : [{ kind: 'lights' as const, on: now.lights }]),
  ...(now.machines === null || now.machines === before.machines
    ? []
    : [{ kind: 'machines' as const, on: now.machines }]),
  ...(now.screens === before.screens
    ? []
    : [{ kind: 'screens' as const, lit: now.screens }]),
  ...(now.door.mode === before.door.mode && now.door.rollCall === before.door.rollCall
    ? []
    : [{ kind: 'door' as const, ...now.door }]),
]

/** A board that is back is at rest: lit and powered. */
export const forgetBoard = ({ told, ...state }: PremisesState): PremisesState => ({
  ...state,
  told: { ...told, lights: null, machines: null },
})
