// A Firmata board on a serial line that comes back by itself; the only importer of johnny-five and
// firmata-io. johnny-five goes on saying "closed" after an unplug, so each connection gets a new
// board, is put into its safe state before it is used, and is given up as soon as it falls silent.
import { EventEmitter } from 'node:events'
import firmata, { type Firmata } from 'firmata-io'
import five, { type Board, type Sensor } from 'johnny-five'
import { type Log, openSerialLink, type SerialBinding } from './serial.ts'

/** A board that doesn't announce itself is asked this soon. */
const ASK_VERSION_MS = 50
const SAMPLING_MS = 100
const ANALOG_MS = 250
/** A board that restarts when its port is opened needs about two seconds. */
const READY_LIMIT_MS = 6_000
const HEARTBEAT_MS = 1_000
/** No board says a longer message; a longer one is noise. */
const LONGEST_MESSAGE = 1_024
const SYSTEM_RESET = 0xff

export const OUTPUT_MODE = { digital: 1, servo: 4 } as const

export type BoardSettings = {
  path: string
  /** Bits per second; 57 600 unless told otherwise. */
  baudRate?: number | undefined
  binding?: SerialBinding | undefined
  log: Log
}

/** What a board can be fitted with. Inputs are pulled up and tell their first level at once. */
export type Fittings = {
  /** Open at the start. */
  relay(pin: number): { open(): void; close(): void }
  /** Degrees 0…180. */
  servo(pin: number, startAt: number): { to(degrees: number): void }
  lamp(pin: number): { on(): void; off(): void }
  input(pin: number, listener: (high: boolean) => void): void
  /** 0…1023 from A0 = channel 0, the median of a quarter of a second. */
  analog(channel: number, listener: (value: number) => void): void
}

export type Outfit<Parts> = {
  /** The output a heartbeat asks about, and the mode it must be in: else the board was reset. */
  watched: { pin: number; mode: number }
  /** Called for each new board; what must be safe comes first. */
  fit(fittings: Fittings): Parts
  connected(parts: Parts): void
  /** Called only after `connected`. */
  lost(): void
}

export type FittedBoard<Parts> = {
  /** Undefined while the board doesn't answer: its state is unknown, and commands go nowhere. */
  readonly parts: Parts | undefined
  /** Hands over what was commanded, then closes. */
  close(): Promise<void>
}

/** The stream firmata-io expects; what is written to an old one is dropped. */
class BoardWire extends EventEmitter {
  write: (bytes: Buffer, done: () => void) => void
  constructor(write: (bytes: Buffer) => void) {
    super()
    this.write = (bytes, done) => {
      write(bytes)
      done()
    }
  }
}

/** What the types of johnny-five leave out. */
type Stoppable = { disable(): void }
type Timed = { timer: NodeJS.Timeout | null }
const boardCache = (five.Board as unknown as { cache: Board[] }).cache

const empty = (shell: object): void => {
  for (const key of Object.keys(shell)) Reflect.deleteProperty(shell, key)
}

const fittingsFor = (
  board: Board,
  { sensors, isLive }: { sensors: Sensor[]; isLive: () => boolean },
): Fittings => ({
  relay: (pin) => {
    board.pinMode(pin, OUTPUT_MODE.digital)
    const relay = new five.Relay({ board, pin })
    relay.open()
    return relay
  },
  servo: (pin, startAt) => new five.Servo({ board, pin, startAt }),
  lamp: (pin) => new five.Led({ board, pin }),
  input: (pin, listener) => {
    let last: boolean | undefined
    const tell = (high: boolean) => (): void => {
      // A change is told some milliseconds late: perhaps after the board was given up.
      if (high === last || !isLive()) return
      last = high
      listener(high)
    }
    // Normally open to ground with pull-up: open is high.
    new five.Switch({ board, pin, type: 'NO' })
      .on('open', tell(true))
      .on('close', tell(false))
  },
  analog: (channel, listener) => {
    const sensor = new five.Sensor({ board, pin: `A${channel}`, freq: ANALOG_MS })
    sensor.on('data', (value) => {
      // Before the first reading johnny-five says 0.
      if (typeof value === 'number' && sensor.raw !== null) listener(value)
    })
    sensors.push(sensor)
  },
})

type Session = { bytes(chunk: Uint8Array): void; end(): void }

type SessionSettings = {
  write(bytes: Uint8Array): void
  watched: { pin: number; mode: number }
  ready(fittings: Fittings): void
  /** Silent, noisy or restarted: this board is to be given up. */
  fail(reason: string): void
}

/** One board for one connection, from its handshake until it is given up. */
const startSession = ({ write, watched, ready, fail }: SessionSettings): Session => {
  let live = true
  // In a turn of its own: not while firmata-io is still busy with the bytes that told it.
  const failed = (reason: string): void => {
    setImmediate(() => {
      if (live) fail(reason)
    })
  }
  const wire = new BoardWire((bytes) => {
    if (live) write(bytes)
  })
  // A board that kept its power may still hold its outputs: reset them before anything else.
  write(Uint8Array.of(SYSTEM_RESET))
  const io: Firmata = new firmata.Firmata(wire, {
    reportVersionTimeout: ASK_VERSION_MS,
    samplingInterval: SAMPLING_MS,
  })
  const options = { io, repl: false, debug: false, sigint: false, timeout: READY_LIMIT_MS }
  const board = new five.Board(options)
  const sensors: Sensor[] = []
  let heartbeat: NodeJS.Timeout | undefined
  let answered = true

  const beat = (): void => {
    if (!answered) {
      failed('silent')
      return
    }
    answered = false
    io.queryPinState(watched.pin, () => {
      answered = true
      if (io.pins[watched.pin]?.mode !== watched.mode) failed('restarted')
    })
  }

  const start = (): void => {
    if (!live) return
    io.on('reportversion', () => failed('restarted'))
    heartbeat = setInterval(beat, HEARTBEAT_MS)
    ready(fittingsFor(board, { sensors, isLive: () => live }))
  }

  board.on('error', () => failed('no answer'))
  board.on('ready', () => setImmediate(start))
  wire.emit('open')

  return {
    bytes: (chunk) => {
      try {
        wire.emit('data', chunk)
      } catch {
        // firmata-io throws on messages about pins that don't exist.
        failed('noise')
      }
      if (io.buffer.length > LONGEST_MESSAGE) failed('noise')
    },
    end: () => {
      live = false
      clearInterval(heartbeat)
      clearTimeout(io.reportVersionTimeoutId)
      clearTimeout((board as unknown as Timed).timer ?? undefined)
      for (const sensor of sensors) (sensor as unknown as Stoppable).disable()
      wire.removeAllListeners()
      io.removeAllListeners()
      boardCache.splice(boardCache.indexOf(board), 1)
      // johnny-five keeps every part it ever made, and each part its board: leave it the shell.
      for (const shell of [io, board]) empty(shell)
    },
  }
}

/** Returns at once; connects and reconnects for ever. */
export const openBoard = <Parts>(
  { path, baudRate = 57_600, binding, log }: BoardSettings,
  { watched, fit, connected, lost }: Outfit<Parts>,
): FittedBoard<Parts> => {
  let session: Session | undefined
  let parts: Parts | undefined

  const start = (): Session =>
    startSession({
      write: (bytes) => link.write(bytes),
      watched,
      ready: (fittings) => {
        parts = fit(fittings)
        connected(parts)
      },
      fail: (reason) => {
        log.warn({ path, reason }, 'board given up')
        link.reopen()
      },
    })

  const end = (): void => {
    session?.end()
    session = undefined
    parts = undefined
  }

  const link = openSerialLink(
    { path, baudRate, binding, log },
    {
      connected: () => {
        session = start()
      },
      bytes: (chunk) => session?.bytes(chunk),
      lost: () => {
        const wasFitted = parts !== undefined
        end()
        if (wasFitted) lost()
      },
    },
  )

  return {
    get parts() {
      return parts
    },
    close: async () => {
      end()
      await link.close()
    },
  }
}
