// What a control panel knows of its OSDP reader, what can happen, and what it can do about it.
import type { Step, TimerEffect, TimerEvent } from '../machine.ts'
import type { CardReaderEvent } from '../ports.ts'
import type { Channel } from '../wire/osdp-channel.ts'
import type { LedColour, OsdpCommand, Tones } from '../wire/osdp-command.ts'
import { encodeOsdpCommand } from '../wire/osdp-command.ts'
import { encodeOsdpFrame, type OsdpFrame, type SecurityBlock } from '../wire/osdp-frame.ts'

/** How far it has come. A card counts in `secure` alone. */
export type Phase =
  | { at: 'idle' }
  | { at: 'id' | 'capabilities' | 'challenge'; base: Base }
  | { at: 'proof'; base: Base; channel: Channel }
  /** Under the key of the factory, to set the reader's own: nothing else is said there. */
  | { at: 'install'; channel: Channel }
  | { at: 'secure'; channel: Channel; asked: OsdpCommand }

/** The reader's own key, the panel's random, and whether the factory's key is tried instead. */
export type Base = { own: Uint8Array; random: Uint8Array; isDefault: boolean }

/** Why a reader is not trusted. */
export type Distrust =
  | 'no-key-file'
  | 'no-crypto'
  | 'wrong-key'
  | 'default-key'
  | 'refused'
  | 'clear'
  | 'mac'
  | 'padding'
  | 'silent'

export type PanelState = {
  address: number
  /** The factory's key may be used, to set another; over once the own key was proved. */
  install: boolean
  phase: Phase
  /** Of the last command: 0 at the beginning, then 1, 2, 3, 1 … */
  sequence: number
  /** The packet that waits for its reply. */
  sent: Uint8Array | null
  isTrusted: boolean
  distrust: Distrust | null
  failures: number
  tamper: boolean | null
  /** What the LED shows, and what it shall. */
  shown: LedColour | null
  colour: LedColour
  tones: Tones | null
  /** Commands since it was asked how it is. */
  since: number
}

export type PanelTimer = 'reply' | 'poll' | 'silence' | 'again'

export type PanelEvent =
  | { kind: 'open' | 'lost' }
  /** `key` null: there is none to be had. */
  | { kind: 'begun'; random: Uint8Array; key: Uint8Array | null }
  | { kind: 'frame'; frame: OsdpFrame }
  | { kind: 'light'; colour: LedColour }
  | { kind: 'sound'; tones: Tones }

export type PanelEffect =
  | { kind: 'send'; bytes: Uint8Array }
  /** Draw a random and read the key. */
  | { kind: 'begin' }
  | { kind: 'tell'; event: CardReaderEvent }
  | { kind: 'reopen' }
  | { kind: 'warn'; why: Distrust }
  /** What was held to the reader is no card. */
  | { kind: 'misread'; reason: string }

export type PanelStep = Step<PanelState, PanelEffect | TimerEffect<PanelTimer>>
export type PanelInput = PanelEvent | TimerEvent<PanelTimer>

export const initial = (address: number, install: boolean): PanelState => ({
  ...{ address, install, phase: { at: 'idle' }, sequence: 0, sent: null, isTrusted: false },
  ...{ distrust: null, failures: 0, tamper: null, shown: null, colour: 'off', tones: null },
  since: 0,
})

/** A reader answers within 200 ms (clause 5.7); a busy machine or a USB adapter takes its time too. */
const REPLY_MS = 300
/** So long without a reply that counts, and it is gone. */
const SILENCE_MS = 6000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4000

export const timer = (name: PanelTimer, ms: number): TimerEffect<PanelTimer> => ({
  ...{ kind: 'timer', name, ms },
})
export const stop = (name: PanelTimer): TimerEffect<PanelTimer> => ({ kind: 'stop', name })
export const stay = (state: PanelState): PanelStep => ({ state, effects: [] })

const STOP_ALL = (['reply', 'poll', 'silence', 'again'] as const).map(stop)

export const waitForReply = timer('reply', REPLY_MS)
export const waitForLife = timer('silence', SILENCE_MS)

/** Sends a packet and waits for its reply. */
export const send = (state: PanelState, frame: OsdpFrame): PanelStep => {
  const bytes = encodeOsdpFrame(frame)
  return {
    state: { ...state, sent: bytes, sequence: frame.sequence },
    effects: [{ kind: 'send', bytes }, waitForReply],
  }
}

/** Number of the next command. */
export const following = ({ sequence }: PanelState): number => (sequence % 3) + 1

/** A command that is not sealed: none but those of the handshake. */
export const bare = (
  { address }: PanelState,
  sequence: number,
  command: OsdpCommand,
  security: SecurityBlock | null,
): OsdpFrame => ({
  ...{ address, sequence, isReply: false, check: 'crc', security, mac: new Uint8Array(0) },
  ...encodeOsdpCommand(command),
})

/** Nothing of this connection counts any more. */
export const ended = (state: PanelState): PanelStep => ({
  state: { ...state, phase: { at: 'idle' }, sent: null, isTrusted: false, shown: null },
  effects: [
    ...STOP_ALL,
    ...(state.isTrusted ? [{ kind: 'tell', event: GONE } as const] : []),
  ],
})

const GONE: CardReaderEvent = { kind: 'card-reader', connected: false }

/** It is begun anew, each time later; the reason is told when it is another than before. */
export const distrust = (state: PanelState, why: Distrust): PanelStep => {
  const { state: now, effects } = ended(state)
  const wait = Math.min(FIRST_WAIT_MS * 2 ** state.failures, LONGEST_WAIT_MS)
  return {
    state: { ...now, distrust: why, failures: Math.min(state.failures + 1, 10) },
    effects: [
      ...effects,
      timer('again', wait),
      ...(state.distrust === why ? [] : [{ kind: 'warn', why } as const]),
    ],
  }
}
