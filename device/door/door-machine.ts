// The entrance: one event in, its next state and effects out. No I/O, no clock, no chance.
import { andThen } from '../machine.ts'
import type { ScreenAction } from '../screen-protocol.ts'
import { commanded } from './command.ts'
import { contactSettled, contactTold, heldOpen, heldSoon } from './contact.ts'
import {
  beamBlocked,
  beamChanged,
  episodeOver,
  flickerOver,
  quietNight,
  setInside,
  tellCount,
  waitForQuiet,
} from './counter.ts'
import { answered, cardHeld, goAway, keyPressed, pinTyped, tick } from './entry.ts'
import { exitChanged, exitStuck } from './exit-button.ts'
import { acknowledged, fireChanged, recalled } from './fire.ts'
import { endHold } from './hold.ts'
import { followHours, hoursChanged } from './hours.ts'
import { keyTyped } from './keypad.ts'
import { linesChanged } from './lines.ts'
import {
  type DoorInput,
  type DoorMemory,
  type DoorState,
  type DoorStep,
  type DoorTimer,
  record,
  stay,
  timer,
} from './state.ts'
import { boltLate, relock, renewRelease, watchBolt } from './strike.ts'

/** A language chosen by somebody who then does nothing goes back after this. */
const LANGUAGE_MS = 60_000

export const next = (state: DoorState, event: DoorInput): DoorStep => {
  const followed = andThen(step(state, event), followHours)
  const { state: now, effects } = andThen(followed, watchBolt)
  return { state: now, effects: [...effects, ...waitForQuiet(now, event.kind)] }
}

const step = (state: DoorState, event: DoorInput): DoorStep => {
  switch (event.kind) {
    case 'card':
      return cardHeld(state, event.number)
    case 'action':
      return act(state, event.action)
    case 'answer':
      return answered(state, event)
    case 'timer':
      return expired(state, event.name)
    case 'contact':
      return contactTold(state, event.open)
    case 'exit-button':
      return exitChanged(state, event.pressed)
    case 'fire':
      return fireChanged(state, event.on)
    case 'bolt':
      return stay({
        ...state,
        bolt: { ...state.bolt, at: event.thrown ? 'thrown' : 'drawn' },
      })
    case 'beam':
      return beamChanged(state, event.beam, event.broken)
    case 'service-key':
      return acknowledged(state)
    case 'inside':
      return setInside(state, event.count, 'staff')
    case 'remembered':
      return remembered(state, event.memory)
    case 'lines':
      return linesChanged(state, event.connected)
    case 'card-reader':
      return readerChanged(state, event.connected)
    case 'tamper':
      return { state, effects: [record({ ...event, device: 'door-card-reader' })] }
    case 'key':
      return keyTyped(state, event.key)
    case 'command':
      return commanded(state, event)
    case 'online':
      return stay({ ...state, online: event.online })
    case 'settings':
      return stay({ ...state, settings: { ...state.settings, ...event.settings } })
    case 'opening':
      return stay({ ...state, opening: event.name })
    case 'closing':
      return stay({ ...state, closing: event.minutes })
    case 'hours':
      return hoursChanged(state, event)
  }
}

const act = (state: DoorState, action: ScreenAction): DoorStep => {
  switch (action.do) {
    case 'card':
      return cardHeld(state, action.number, 'hand')
    case 'pin':
      return pinTyped(state, action.digits)
    case 'touch':
      return keyPressed(state)
    case 'back':
    case 'finish':
      return goAway(state)
    case 'language':
      return {
        state,
        effects: [
          { kind: 'language', language: action.language },
          timer('language', LANGUAGE_MS),
        ],
      }
    case 'start':
    case 'choose':
    case 'done':
    case 'renew':
    case 'receipt':
    case 'help':
    case 'stay':
      return stay(state)
  }
}

const expired = (state: DoorState, name: DoorTimer): DoorStep => {
  switch (name) {
    case 'pin':
    case 'show':
      return goAway(state)
    case 'relock':
      return relock(state)
    case 'tick':
      return tick(state)
    case 'renew':
      return renewRelease(state)
    case 'settle':
      return contactSettled(state)
    case 'soon':
      return heldSoon(state)
    case 'held':
      return heldOpen(state)
    case 'excuse':
      return stay({ ...state, excuse: null })
    case 'hold':
      return endHold(state, 'time')
    case 'stuck':
      return exitStuck(state)
    case 'bolt':
      return boltLate(state)
    case 'count':
      return tellCount(state)
    case 'episode':
      return episodeOver(state)
    case 'blocked':
      return beamBlocked(state)
    case 'flicker':
      return flickerOver(state)
    case 'quiet':
      return quietNight(state)
    case 'language':
      return { state, effects: [{ kind: 'language', language: 'sv' }] }
  }
}

const readerChanged = (state: DoorState, connected: boolean): DoorStep =>
  state.reader === connected
    ? stay(state)
    : {
        state: { ...state, reader: connected },
        effects: [record({ kind: 'device', device: 'door-card-reader', connected })],
      }

/** Who came in since the start is added to who was inside before it. */
const remembered = (state: DoorState, { afterFire, inside }: DoorMemory): DoorStep => {
  const { counter } = state
  const now = { ...state, counter: { ...counter, inside: counter.inside + inside } }
  return recalled(now, afterFire)
}
