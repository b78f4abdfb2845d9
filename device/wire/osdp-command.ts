// What a control panel tells an OSDP reader (SIA OSDP 2.2, clause 6). Both ends: the driver encodes,
// the simulator decodes.
import type { OsdpMessage } from './osdp-frame.ts'
import { KEY_LENGTH, RANDOM_LENGTH } from './osdp-keys.ts'

export const LED_COLOURS = [
  'off',
  'red',
  'green',
  'amber',
  'blue',
  'magenta',
  'cyan',
  'white',
] as const
export type LedColour = (typeof LED_COLOURS)[number]

/** So many short tones, 1…255; or again and again until `none`. */
export type Tones = number | 'endless' | 'none'

export type OsdpCommand =
  | { kind: 'poll' | 'id' | 'capabilities' | 'local-status' }
  /** Steady, until told otherwise. */
  | { kind: 'led'; colour: LedColour }
  | { kind: 'buzzer'; tones: Tones }
  /** The base key the reader shall have from now on. */
  | { kind: 'set-key'; key: Uint8Array }
  /** RND.A, eight bytes. */
  | { kind: 'challenge'; random: Uint8Array }
  /** Server cryptogram. */
  | { kind: 'proof'; cryptogram: Uint8Array }

const CODES = {
  poll: 0x60,
  id: 0x61,
  capabilities: 0x62,
  'local-status': 0x64,
  led: 0x69,
  buzzer: 0x6a,
  'set-key': 0x75,
  challenge: 0x76,
  proof: 0x77,
} as const
const KINDS = new Map(
  Object.entries(CODES).map(([kind, code]) => [
    code as number,
    kind as OsdpCommand['kind'],
  ]),
)

const BASE_KEY = 0x01
const TONE_CODE = { off: 0x01, usual: 0x02 } as const
/** Of the count of tones. */
const ENDLESS = 0
/** Tenths of a second, on and off. */
const TONE = 2
/** Of an LED record: reader, LED, and nothing temporary. */
const STEADY = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]
const LED_LENGTH = STEADY.length + 2

const payloadOf = (command: OsdpCommand): number[] => {
  switch (command.kind) {
    case 'poll':
    case 'local-status':
      return []
    case 'id':
    case 'capabilities':
      return [0]
    case 'led':
      return [...STEADY, LED_COLOURS.indexOf(command.colour), 0]
    case 'buzzer':
      return [0, ...tonesOf(command.tones)]
    case 'set-key':
      return [BASE_KEY, command.key.length, ...command.key]
    case 'challenge':
      return [...command.random]
    case 'proof':
      return [...command.cryptogram]
  }
}

const tonesOf = (tones: Tones): number[] =>
  tones === 'none'
    ? [TONE_CODE.off, 0, 0, 0]
    : [TONE_CODE.usual, TONE, TONE, tones === 'endless' ? ENDLESS : tones]

export const encodeOsdpCommand = (command: OsdpCommand): OsdpMessage => ({
  code: CODES[command.kind],
  payload: Uint8Array.from(payloadOf(command)),
})

/** As NAK tells them (clause 7.3). */
export const NAK = {
  check: 1,
  length: 2,
  unknown: 3,
  sequence: 4,
  unsecured: 5,
  conditions: 6,
} as const

export type DecodedCommand =
  | { ok: true; command: OsdpCommand }
  | { ok: false; nak: (typeof NAK)['unknown' | 'length'] }

/** As the reader reads it. */
export const decodeOsdpCommand = ({ code, payload }: OsdpMessage): DecodedCommand => {
  const kind = KINDS.get(code)
  if (kind === undefined) return { ok: false, nak: NAK.unknown }
  const command = read(kind, payload)
  return command === undefined ? { ok: false, nak: NAK.length } : { ok: true, command }
}

const read = (kind: OsdpCommand['kind'], payload: Uint8Array): OsdpCommand | undefined => {
  switch (kind) {
    case 'poll':
    case 'local-status':
      return payload.length === 0 ? { kind } : undefined
    case 'id':
    case 'capabilities':
      return payload.length === 1 ? { kind } : undefined
    case 'led':
      return readLed(payload)
    case 'buzzer':
      return payload.length === 5 ? { kind, tones: readTones(payload) } : undefined
    case 'set-key': {
      const key = payload.slice(2)
      return key.length === KEY_LENGTH && payload[1] === KEY_LENGTH
        ? { kind, key }
        : undefined
    }
    case 'challenge':
      return payload.length === RANDOM_LENGTH ? { kind, random: payload } : undefined
    case 'proof':
      return payload.length === KEY_LENGTH ? { kind, cryptogram: payload } : undefined
  }
}

const readTones = ([, code, , , times = 0]: Uint8Array): Tones => {
  if (code === TONE_CODE.off) return 'none'
  return times === ENDLESS ? 'endless' : times
}

const readLed = (payload: Uint8Array): OsdpCommand | undefined => {
  const colour = LED_COLOURS[payload[STEADY.length] ?? -1]
  return payload.length === LED_LENGTH && colour !== undefined
    ? { kind: 'led', colour }
    : undefined
}
