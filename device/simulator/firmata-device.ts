// A simulated 20-pin board with Firmata 2.5, as the chute and the entrance have one.
// It is powered apart from its data cable: unplugged, its pins stay, until its own limit acts.
import type { Unsubscribe } from '../ports.ts'
import {
  createFirmataParser,
  type FirmataCommand,
  PIN_MODE,
  say,
} from './firmata-protocol.ts'
import type { ByteDevice } from './wires.ts'

const PINS = 20
const FIRST_ANALOG = 14
const PWM_PINS = [3, 5, 6, 9, 10, 11]
const SAMPLING_MS = { at: 19, least: 10 }

/** Firmware rule: `pin` leaves `safe` for at most `ms`, then must be told `safe` to obey again. */
export type PulseLimit = { pin: number; safe: number; ms: number }

export type FirmataDevice = ByteDevice & {
  /** Output level 0 or 1; for a servo its pulse in microseconds, 0 while none is sent. */
  output(pin: number): number
  mode(pin: number): number
  /** Drives an input from outside; `null` leaves it to the pull-up. */
  drive(pin: number, level: 0 | 1 | null): void
  /** 0…1023 on A0 = channel 0. */
  driveAnalog(channel: number, value: number): void
  /** The reset button: outputs fall, and the board announces itself. */
  reset(): void
  /** Tells the pin whose output or mode changed. */
  onPin(listener: (pin: number) => void): Unsubscribe
}

type Pin = { mode: number; out: number; driven: 0 | 1 | null; tripped: boolean }

const startMode = (pin: number): number =>
  pin < FIRST_ANALOG ? PIN_MODE.output : PIN_MODE.analog

const modesOf = (pin: number): (readonly [number, number])[] => {
  if (pin < 2) return []
  const modes: [number, number][] = [
    [PIN_MODE.input, 1],
    [PIN_MODE.pullup, 1],
    [PIN_MODE.output, 1],
  ]
  if (pin >= FIRST_ANALOG) modes.push([PIN_MODE.analog, 10])
  else modes.push([PIN_MODE.servo, 14])
  if (PWM_PINS.includes(pin)) modes.push([PIN_MODE.pwm, 8])
  return modes
}

const NO_CHANNEL = 127
const channelOf = (pin: number): number =>
  pin < FIRST_ANALOG ? NO_CHANNEL : pin - FIRST_ANALOG

const all = <T>(make: (pin: number) => T): T[] =>
  Array.from({ length: PINS }, (_, i) => make(i))

export const createFirmataDevice = ({
  name = 'Bibliotek24',
  limits = [],
}: {
  name?: string
  limits?: readonly PulseLimit[]
} = {}): FirmataDevice => {
  const pins = all<Pin>((pin) => ({
    mode: startMode(pin),
    out: 0,
    driven: null,
    tripped: false,
  }))
  const analog = new Map<number, number>()
  const listeners = new Set<(pin: number) => void>()
  const reportedPorts = new Set<number>()
  const reportedChannels = new Set<number>()
  const running = new Map<number, NodeJS.Timeout>()
  let samplingMs = SAMPLING_MS.at
  let sampling: NodeJS.Timeout | undefined
  let parser = createFirmataParser()
  let send: ((bytes: Uint8Array) => void) | undefined

  const tell = (bytes: readonly number[]): void => send?.(Uint8Array.from(bytes))

  const level = ({ mode, driven }: Pin): number => {
    if (mode === PIN_MODE.pullup) return driven ?? 1
    return mode === PIN_MODE.input ? (driven ?? 0) : 0
  }

  const portBits = (port: number): number =>
    pins
      .slice(port * 8, port * 8 + 8)
      .reduce((bits, pin, bit) => bits | (level(pin) << bit), 0)

  const reportPort = (port: number): void => {
    if (reportedPorts.has(port)) tell(say.port(port, portBits(port)))
  }

  const put = (pin: number, out: number): void => {
    const it = pins[pin]
    if (it === undefined || it.out === out) return
    it.out = out
    for (const listener of listeners) listener(pin)
  }

  const trip = (pin: number, safe: number): void => {
    const it = pins[pin]
    if (it === undefined) return
    it.tripped = true
    put(pin, safe)
  }

  const startLimit = ({ pin, safe, ms }: PulseLimit): void => {
    if (running.has(pin)) return
    const timer = setTimeout(() => {
      running.delete(pin)
      trip(pin, safe)
    }, ms)
    timer.unref()
    running.set(pin, timer)
  }

  const endLimit = (pin: number): void => {
    clearTimeout(running.get(pin))
    running.delete(pin)
    const it = pins[pin]
    if (it) it.tripped = false
  }

  /** Writes an output under the firmware's pulse limits. */
  const write = (pin: number, value: number): void => {
    const limit = limits.find((one) => one.pin === pin)
    // Without a pulse the flap's spring closes it: as safe as being told so.
    if (limit && (value === limit.safe || value === 0)) endLimit(pin)
    else if (pins[pin]?.tripped) return
    else if (limit) startLimit(limit)
    put(pin, value)
  }

  const setMode = (pin: number, mode: number): void => {
    const it = pins[pin]
    if (it === undefined || !modesOf(pin).some(([known]) => known === mode)) return
    const changed = it.mode !== mode
    it.mode = mode
    if (changed) write(pin, 0)
    for (const listener of listeners) listener(pin)
    reportPort(pin >> 3)
  }

  const writeDigital = (pin: number, value: number): void => {
    const mode = pins[pin]?.mode
    if (mode === PIN_MODE.output) write(pin, value)
    // Hosts from before the pull-up mode switch it on by writing high to an input.
    if (mode === PIN_MODE.input && value === 1) setMode(pin, PIN_MODE.pullup)
  }

  const restart = (): void => {
    reportedPorts.clear()
    reportedChannels.clear()
    samplingMs = SAMPLING_MS.at
    sample()
    for (const [pin, it] of pins.entries()) {
      it.mode = startMode(pin)
      write(pin, 0)
    }
  }

  const sample = (): void => {
    clearInterval(sampling)
    sampling = undefined
    if (reportedChannels.size === 0) return
    sampling = setInterval(() => {
      for (const channel of reportedChannels)
        tell(say.analog(channel, analog.get(channel) ?? 0))
    }, samplingMs)
  }

  const reportOn = (set: Set<number>, key: number, on: boolean): void => {
    if (on) set.add(key)
    else set.delete(key)
  }

  const obey = (command: FirmataCommand): void => {
    switch (command.kind) {
      case 'report-version':
        tell(say.version)
        break
      case 'report-firmware':
        tell(say.firmware(name))
        break
      case 'capabilities':
        tell(say.capabilities(all(modesOf)))
        break
      case 'analog-mapping':
        tell(say.analogMapping(all(channelOf)))
        break
      case 'pin-state': {
        const it = pins[command.pin]
        if (it) tell(say.pinState(command.pin, it.mode, it.out))
        break
      }
      case 'reset':
        restart()
        break
      case 'pin-mode':
        setMode(command.pin, command.mode)
        break
      case 'servo-config':
        setMode(command.pin, PIN_MODE.servo)
        break
      case 'write-port':
        for (let bit = 0; bit < 8; bit++)
          writeDigital(command.port * 8 + bit, (command.bits >> bit) & 1)
        break
      case 'write-pin':
        writeDigital(command.pin, command.level === 0 ? 0 : 1)
        break
      case 'write-analog':
        if (pins[command.pin]?.mode === PIN_MODE.servo) write(command.pin, command.value)
        break
      case 'report-port':
        reportOn(reportedPorts, command.port, command.on)
        reportPort(command.port)
        break
      case 'report-analog':
        reportOn(reportedChannels, command.channel, command.on)
        sample()
        break
      case 'sampling-interval':
        samplingMs = Math.max(command.ms, SAMPLING_MS.least)
        sample()
        break
    }
  }

  return {
    plugged: (to) => {
      send = to
      parser = createFirmataParser()
    },
    receive: (bytes) => {
      for (const command of parser.push(bytes)) obey(command)
    },
    unplugged: () => {
      send = undefined
      reportedPorts.clear()
      reportedChannels.clear()
      sample()
    },
    output: (pin) => pins[pin]?.out ?? 0,
    mode: (pin) => pins[pin]?.mode ?? PIN_MODE.input,
    drive: (pin, to) => {
      const it = pins[pin]
      if (it === undefined) return
      const before = level(it)
      it.driven = to
      if (level(it) !== before) reportPort(pin >> 3)
    },
    driveAnalog: (channel, value) => {
      analog.set(channel, value)
    },
    reset: () => {
      restart()
      parser = createFirmataParser()
      tell(say.version)
      tell(say.firmware(name))
    },
    onPin: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
