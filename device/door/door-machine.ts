// The entrance: one event in, its next state and effects out. No I/O, no clock, no chance.
import type { DoorView, Overlay, ScreenAction } from '../screen-protocol.ts'
import { commanded, endHold } from './command.ts'
import { answered, cardHeld, goAway, keyPressed, pinTyped, relock, tick } from './entry.ts'
import { keyTyped } from './keypad.ts'
import {
  contactChanged,
  exitPressed,
  fireChanged,
  heldOpen,
  linesChanged,
  renewRelease,
} from './lines.ts'
import {
  type DoorInput,
  type DoorState,
  type DoorStep,
  type DoorTimer,
  record,
  stay,
  timer,
} from './state.ts'

/** A language chosen by somebody who then does nothing goes back after this. */
const LANGUAGE_MS = 60_000

export const next = (state: DoorState, event: DoorInput): DoorStep => {
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
      return contactChanged(state, event.open)
    case 'exit-button':
      return exitPressed(state)
    case 'fire':
      return fireChanged(state, event.on)
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
    case 'unlock-time':
      return stay({ ...state, unlockMs: event.ms })
    case 'closing':
      return stay({ ...state, closing: event.minutes })
  }
}

const act = (state: DoorState, action: ScreenAction): DoorStep => {
  switch (action.do) {
    case 'card':
      return cardHeld(state, action.number)
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
    case 'held':
      return heldOpen(state)
    case 'excuse':
      return stay({ ...state, excuse: null })
    case 'hold':
      return endHold(state, 'time')
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

export const viewOf = (state: DoorState): DoorView => {
  const { passage } = state
  switch (passage.at) {
    case 'pin':
      return { screen: 'door.pin', asking: false }
    case 'asking':
      return { screen: 'door.pin', asking: true }
    case 'granted': {
      const { secondsLeft, ofSeconds } = passage
      return { screen: 'door.granted', secondsLeft, ofSeconds }
    }
    case 'refused':
      return { screen: 'door.refused' }
    case 'no-answer':
      return { screen: 'door.offline' }
    case 'closed':
      return restView(state)
  }
}

const restView = ({ heldOpen: isHeld, lines, reader, online }: DoorState): DoorView => {
  if (isHeld) return { screen: 'door.held-open' }
  if (!lines || !reader) return { screen: 'door.reader-lost' }
  return online ? { screen: 'door.ready' } : { screen: 'door.offline' }
}

export const overlayOf = ({ fire, closing }: DoorState): Overlay => {
  if (fire) return { kind: 'evacuation' }
  return closing === null ? null : { kind: 'closing', minutes: closing }
}
