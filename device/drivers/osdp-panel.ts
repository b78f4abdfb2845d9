// The control panel's side of an OSDP line with one reader: one event in, its next state and effects
// out. After its secure session nothing clear, changed, played again or older is taken.
import { openMessage } from '../wire/osdp-channel.ts'
import type { OsdpFrame } from '../wire/osdp-frame.ts'
import { decodeOsdpReply, encodeOsdpReply, type OsdpReply } from '../wire/osdp-reply.ts'
import { nameBadge } from '../wire/wiegand.ts'
import { ask, greet, shakeHands } from './osdp-handshake.ts'
import {
  distrust,
  ended,
  type PanelEffect,
  type PanelInput,
  type PanelState,
  type PanelStep,
  type PanelTimer,
  type Phase,
  stay,
  stop,
  timer,
  waitForLife,
  waitForReply,
} from './osdp-state.ts'

const POLL_MS = 50
/** What a busy reader is left alone. */
const BUSY_MS = 200
/** Of commands, some two seconds: not every reader tells by itself that it was opened. */
const STATUS_EVERY = 30

export const next = (state: PanelState, event: PanelInput): PanelStep => {
  switch (event.kind) {
    case 'open':
      return { state: { ...state, failures: 0 }, effects: [{ kind: 'begin' }] }
    case 'lost':
      return ended(state)
    case 'begun': {
      const { random, key } = event
      if (key === null) return distrust(state, 'no-key-file')
      return greet(state, { own: key, random, isDefault: false })
    }
    case 'frame':
      return heard(state, event.frame)
    case 'light':
      return stay({ ...state, colour: event.colour })
    case 'sound':
      return stay({ ...state, tones: event.tones })
    case 'timer':
      return expired(state, event.name)
  }
}

const expired = (state: PanelState, name: PanelTimer): PanelStep => {
  switch (name) {
    case 'again':
      return { state, effects: [{ kind: 'begin' }] }
    case 'reply':
      return sayAgain(state)
    case 'poll':
      return goOn(state)
    case 'silence': {
      const { state: now, effects } = distrust(state, 'silent')
      return { state: now, effects: [...effects, stop('again'), { kind: 'reopen' }] }
    }
  }
}

/** The very bytes: the reader knows by their number that it has done what they say. */
const sayAgain = (state: PanelState): PanelStep =>
  state.sent === null
    ? stay(state)
    : { state, effects: [{ kind: 'send', bytes: state.sent }, waitForReply] }

const BUSY = encodeOsdpReply({ kind: 'busy' }).code

/** Always clear, with number 0: it promises nothing, and does not count as a sign of life. */
const isBusy = ({ security, code, payload, sequence }: OsdpFrame): boolean =>
  security === null && code === BUSY && payload.length === 0 && sequence === 0

const heard = (state: PanelState, frame: OsdpFrame): PanelStep => {
  const { address, phase, sequence, sent } = state
  if (!frame.isReply || frame.address !== address || sent === null) return stay(state)
  if (isBusy(frame)) return { state, effects: [timer('reply', BUSY_MS)] }
  // Late, or of an older command: nobody waits for it any more.
  if (frame.sequence !== sequence) return stay(state)
  switch (phase.at) {
    case 'idle':
      return stay(state)
    case 'install':
      return keySet(state, phase, frame)
    case 'secure':
      return replied(state, phase, frame)
    case 'id':
    case 'capabilities':
    case 'challenge':
    case 'proof':
      return shakeHands(state, phase, frame)
  }
}

/** A reader may forget the session with its key, and say so in clear: its own key has to be proved. */
const keySet = (
  state: PanelState,
  { channel }: Extract<Phase, { at: 'install' }>,
  frame: OsdpFrame,
): PanelStep => {
  const opened = openMessage(channel, 'reader', frame)
  const decoded = decodeOsdpReply(opened.ok ? opened.message : frame)
  if (!decoded.ok || decoded.reply.kind !== 'ack') return distrust(state, 'refused')
  const { state: now, effects } = ended({ ...state, install: false })
  return { state: now, effects: [...effects, { kind: 'begin' }] }
}

const replied = (
  state: PanelState,
  phase: Extract<Phase, { at: 'secure' }>,
  frame: OsdpFrame,
): PanelStep => {
  const opened = openMessage(phase.channel, 'reader', frame)
  if (!opened.ok) return distrust(state, opened.reason)
  const decoded = decodeOsdpReply(opened.message)
  const now: PanelState = {
    ...{ ...state, phase: { ...phase, channel: opened.channel } },
    ...{ sent: null, isTrusted: true, distrust: null, failures: 0 },
  }
  const { state: after, effects } = decoded.ok ? read(now, decoded.reply) : stay(now)
  return {
    state: after,
    effects: [
      ...[stop('reply'), waitForLife, timer('poll', POLL_MS)],
      ...(state.isTrusted ? [] : [HERE]),
      ...effects,
    ],
  }
}

const HERE: PanelEffect = {
  ...{ kind: 'tell', event: { kind: 'card-reader', connected: true } },
}

const read = (state: PanelState, reply: OsdpReply): PanelStep => {
  switch (reply.kind) {
    case 'badge': {
      const named = nameBadge(reply)
      return named.ok
        ? telling(state, [{ kind: 'card', number: named.number }])
        : { state, effects: [{ kind: 'misread', reason: named.reason }] }
    }
    case 'keys':
      return telling(
        state,
        reply.keys.map((key) => ({ kind: 'key', key })),
      )
    case 'local-status':
      return state.tamper === reply.tamper
        ? stay(state)
        : telling({ ...state, tamper: reply.tamper }, [
            { kind: 'tamper', on: reply.tamper },
          ])
    case 'ack':
    case 'busy':
    case 'nak':
    case 'id':
    case 'capabilities':
    case 'challenged':
    case 'proved':
      return stay(state)
  }
}

type Told = Extract<PanelEffect, { kind: 'tell' }>['event']

const telling = (state: PanelState, events: readonly Told[]): PanelStep => ({
  state,
  effects: events.map((event) => ({ kind: 'tell', event })),
})

/** How it is now and then, then what it shall sound and show, else whether there is anything. */
const goOn = (state: PanelState): PanelStep => {
  const { phase, since, tones, colour, shown } = state
  if (phase.at !== 'secure') return stay(state)
  const { channel } = phase
  if (since >= STATUS_EVERY)
    return ask({ ...state, since: 0 }, channel, { kind: 'local-status' })
  const now = { ...state, since: since + 1 }
  if (tones !== null)
    return ask({ ...now, tones: null }, channel, { kind: 'buzzer', tones })
  if (colour !== shown)
    return ask({ ...now, shown: colour }, channel, { kind: 'led', colour })
  return ask(now, channel, { kind: 'poll' })
}
