// The Firmata 2.5 messages a board hears and says: bytes to commands and reports to bytes.
// Source: the protocol document of firmata/protocol; 7-bit bytes, commands have the top bit set.

export type FirmataCommand =
  | { kind: 'report-version' }
  | { kind: 'reset' }
  | { kind: 'pin-mode'; pin: number; mode: number }
  | { kind: 'write-port'; port: number; bits: number }
  | { kind: 'write-pin'; pin: number; level: number }
  | { kind: 'write-analog'; pin: number; value: number }
  | { kind: 'report-port'; port: number; on: boolean }
  | { kind: 'report-analog'; channel: number; on: boolean }
  | { kind: 'report-firmware' }
  | { kind: 'capabilities' }
  | { kind: 'analog-mapping' }
  | { kind: 'pin-state'; pin: number }
  | { kind: 'servo-config'; pin: number }
  | { kind: 'sampling-interval'; ms: number }

export const PIN_MODE = {
  input: 0,
  output: 1,
  analog: 2,
  pwm: 3,
  servo: 4,
  pullup: 11,
} as const

const START_SYSEX = 0xf0
const END_SYSEX = 0xf7
/** A board's buffer for one sysex message; a longer one is thrown away. */
const LONGEST = 64

const two = (low = 0, high = 0): number => low | (high << 7)

/** Messages by command byte (channel bits cleared) and their length. */
const SHORT: Readonly<
  Record<number, { length: number; read(b: readonly number[]): FirmataCommand }>
> = {
  249: { length: 1, read: () => ({ kind: 'report-version' }) },
  255: { length: 1, read: () => ({ kind: 'reset' }) },
  244: { length: 3, read: ([, pin = 0, mode = 0]) => ({ kind: 'pin-mode', pin, mode }) },
  245: { length: 3, read: ([, pin = 0, level = 0]) => ({ kind: 'write-pin', pin, level }) },
  144: {
    length: 3,
    read: ([c = 0, a, b]) => ({ kind: 'write-port', port: c & 15, bits: two(a, b) }),
  },
  224: {
    length: 3,
    read: ([c = 0, a, b]) => ({ kind: 'write-analog', pin: c & 15, value: two(a, b) }),
  },
  208: {
    length: 2,
    read: ([c = 0, on]) => ({ kind: 'report-port', port: c & 15, on: on === 1 }),
  },
  192: {
    length: 2,
    read: ([c = 0, on]) => ({ kind: 'report-analog', channel: c & 15, on: on === 1 }),
  },
}

const LONG: Readonly<Record<number, (body: readonly number[]) => FirmataCommand>> = {
  121: () => ({ kind: 'report-firmware' }),
  107: () => ({ kind: 'capabilities' }),
  105: () => ({ kind: 'analog-mapping' }),
  109: ([pin = 0]) => ({ kind: 'pin-state', pin }),
  111: ([pin = 0, a, b]) => ({ kind: 'write-analog', pin, value: two(a, b) }),
  112: ([pin = 0]) => ({ kind: 'servo-config', pin }),
  122: ([a, b]) => ({ kind: 'sampling-interval', ms: two(a, b) }),
}

export type FirmataParser = { push(bytes: Uint8Array): FirmataCommand[] }

/** Cuts what the host sends into commands; what fits nothing is skipped, as a board does. */
export const createFirmataParser = (): FirmataParser => {
  let held: number[] = []

  const sysex = (byte: number): FirmataCommand | undefined => {
    if (byte === END_SYSEX) {
      const [, command = 0, ...body] = held
      held = []
      return LONG[command]?.(body)
    }
    if (held.length >= LONGEST) held = []
    else held.push(byte)
    return undefined
  }

  const short = (): FirmataCommand | undefined => {
    const [first = 0] = held
    const shape = SHORT[first < START_SYSEX ? first & 0xf0 : first]
    if (shape === undefined) held = []
    if (shape === undefined || held.length < shape.length) return undefined
    const command = shape.read(held)
    held = []
    return command
  }

  const take = (byte: number): FirmataCommand | undefined => {
    const isCommand = byte >= 0x80 && byte !== END_SYSEX
    // A command byte ends whatever was not whole before it.
    if (isCommand) held = [byte]
    else if (held.length === 0) return undefined
    else if (held[0] === START_SYSEX) return sysex(byte)
    else held.push(byte)
    return held[0] === START_SYSEX ? undefined : short()
  }

  return {
    push: (bytes) => [...bytes].map(take).filter((command) => command !== undefined),
  }
}

const split = (value: number): [number, number] => [value & 0x7f, (value >> 7) & 0x7f]

/** What a board says. Values are 14 bits. */
export const say = {
  version: [0xf9, 2, 5],
  firmware: (name: string): number[] => [
    START_SYSEX,
    0x79,
    2,
    5,
    ...[...Buffer.from(name, 'latin1')].flatMap(split),
    END_SYSEX,
  ],
  port: (port: number, bits: number): number[] => [0x90 | port, ...split(bits)],
  analog: (channel: number, value: number): number[] => [0xe0 | channel, ...split(value)],
  /** Modes and their resolution in bits, pin by pin. */
  capabilities: (pins: readonly (readonly (readonly [number, number])[])[]): number[] => [
    START_SYSEX,
    0x6c,
    ...pins.flatMap((modes) => [...modes.flat(), 0x7f]),
    END_SYSEX,
  ],
  /** Analog channel of each pin, 127 for none. */
  analogMapping: (channels: readonly number[]): number[] => [
    START_SYSEX,
    0x6a,
    ...channels,
    END_SYSEX,
  ],
  pinState: (pin: number, mode: number, value: number): number[] => [
    START_SYSEX,
    0x6e,
    pin,
    mode,
    ...split(value),
    END_SYSEX,
  ],
} as const
