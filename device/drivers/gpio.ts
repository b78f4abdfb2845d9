// The entrance's lines on GPIO through sysfs; the only importer of onoff, loaded only where there
// are such lines. A killed process leaves its outputs as they are: the lock is secured at open, and
// a pulse timer in hardware must limit it to 10 s. Fail-safe: see DoorLines in device/ports.ts.
import type { Gpio } from 'onoff'
import type { DoorLight, DoorLineEvent, DoorLines } from '../ports.ts'
import { lineNumber } from './gpio-number.ts'
import { createListeners } from './listeners.ts'
import type { Log } from './serial.ts'

const RETRY_MS = 2_000
const DEBOUNCE_MS = 10
const SYSFS = '/sys/class/gpio'

type Colour = Exclude<DoorLight, 'dark'>

export type GpioDoorSettings = {
  /** Label of the GPIO chip, and lines counted on it. Inputs are pulled up as on the board. */
  chip: string
  lock: number
  contact: number
  exit: number
  fire: number
  lights?: Partial<Record<Colour, number>> | undefined
  root?: string
  log: Log
}

type Lines = {
  lock: Gpio
  lamps: { colour: Colour; lamp: Gpio }[]
  contact: Gpio
  fire: Gpio
  exit: Gpio
}

const free = (opened: readonly Gpio[]): void => {
  for (const gpio of opened) {
    try {
      gpio.unexport()
    } catch {
      // The chip is gone, and its lines with it.
    }
  }
}

const freeLines = ({ lock, lamps, contact, fire, exit }: Lines): void =>
  free([lock, ...lamps.map(({ lamp }) => lamp), contact, fire, exit])

/** Secures the lock, then opens the rest. Rejects, with nothing left open, when one is missing. */
const openLines = async (settings: GpioDoorSettings): Promise<Lines> => {
  const { chip, root = SYSFS, lights = {} } = settings
  const number = (line: number): number => {
    const found = lineNumber(root, chip, line)
    if (found.ok) return found.number
    throw new Error(`GPIO line ${line} of ${chip}: ${found.reason}`)
  }
  // Looked up first: a machine without GPIO never loads the package.
  const [lock, contact, fire, exit] = [
    number(settings.lock),
    number(settings.contact),
    number(settings.fire),
    number(settings.exit),
  ]
  const { Gpio } = await import('onoff')
  const opened: Gpio[] = []
  const keep = (gpio: Gpio): Gpio => {
    opened.push(gpio)
    return gpio
  }
  // `low` makes it an output that is low from its first moment.
  const output = (at: number): Gpio => keep(new Gpio(at, 'low'))
  const input = (at: number): Gpio =>
    keep(new Gpio(at, 'in', 'both', { debounceTimeout: DEBOUNCE_MS }))
  try {
    const strike = output(lock)
    const lamps = Object.entries(lights).map(([colour, line]) => ({
      colour: colour as Colour,
      lamp: output(number(line)),
    }))
    return {
      lock: strike,
      lamps,
      contact: input(contact),
      fire: input(fire),
      exit: input(exit),
    }
  } catch (error) {
    free(opened)
    throw error
  }
}

/** Returns at once; looks for the lines again and again until they are there. */
export const openGpioDoor = (settings: GpioDoorSettings): DoorLines => {
  const { chip, log } = settings
  const listeners = createListeners<DoorLineEvent>()
  let lines: Lines | undefined
  let light: DoorLight = 'dark'
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const lose = (error: Error): void => {
    const lost = lines
    if (lost === undefined) return
    lines = undefined
    log.warn({ chip, reason: error.message }, 'GPIO lines lost')
    freeLines(lost)
    listeners.tell({ kind: 'lines', connected: false })
    tryLater()
  }

  const act = (step: (lines: Lines) => void): void => {
    if (lines === undefined) return
    try {
      step(lines)
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  const shine = ({ lamps }: Lines): void => {
    for (const { colour, lamp } of lamps) lamp.writeSync(colour === light ? 1 : 0)
  }

  const follow = (gpio: Gpio, told: (high: boolean) => void): void => {
    let last: boolean | undefined
    const tell = (high: boolean): void => {
      if (high !== last) told(high)
      last = high
    }
    let first: number | undefined
    act(() => {
      gpio.watch((error, value) => (error ? lose(error) : tell(value === 1)))
      first = gpio.readSync()
    })
    if (first !== undefined) tell(first === 1)
  }

  const use = (opened: Lines): void => {
    lines = opened
    act(shine)
    listeners.tell({ kind: 'lines', connected: true })
    follow(opened.contact, (isOpen) => listeners.tell({ kind: 'contact', open: isOpen }))
    follow(opened.fire, (on) => listeners.tell({ kind: 'fire', on }))
    follow(opened.exit, (high) => {
      if (!high) listeners.tell({ kind: 'exit-button' })
    })
  }

  const open = async (): Promise<void> => {
    try {
      const opened = await openLines(settings)
      if (closed) freeLines(opened)
      else use(opened)
    } catch (error) {
      log.debug({ chip, reason: String(error) }, 'GPIO lines do not open')
      tryLater()
    }
  }

  let opening: Promise<void> = Promise.resolve()
  const tryLater = (): void => {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => {
      opening = open()
    }, RETRY_MS)
  }

  opening = open()
  return {
    get connected() {
      return lines !== undefined
    },
    release: () => act(({ lock }) => lock.writeSync(1)),
    secure: () => act(({ lock }) => lock.writeSync(0)),
    light: (colour) => {
      light = colour
      act(shine)
    },
    listen: listeners.add,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await opening
      act(({ lock }) => lock.writeSync(0))
      if (lines) freeLines(lines)
      lines = undefined
    },
  }
}
