// A serial connection that comes back by itself, and the only importer of serialport.
// serialport keeps what is written to a port that was pulled out and sends it after the next open
// (seen: an unlock delivered after replug). So each connection has a new port object of its own.
import { existsSync } from 'node:fs'
import { SerialPort } from 'serialport'
import type { Logger } from '../log.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 2_000
/** More unsent bytes than this mean a device that has stopped listening. */
const UNSENT_LIMIT = 16_384
const FLUSH_LIMIT_MS = 500
/** A cable pulled in the moment after the open may go unnoticed by the port: its path is looked at. */
const LOOK_MS = 1_000

export type Log = Pick<Logger, 'debug' | 'info' | 'warn'>

/** An open port as serialport's stream uses it: the part of its bindings interface we name. */
export type PortBinding = {
  readonly openOptions: { path: string; baudRate: number }
  readonly isOpen: boolean
  close(): Promise<void>
  /** Rejects with `canceled: true` after close(); any other error is a disconnection. */
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number }>
  write(bytes: Buffer): Promise<void>
  update(options: { baudRate: number }): Promise<void>
  set(): Promise<void>
  get(): Promise<{ cts: boolean; dsr: boolean; dcd: boolean }>
  getBaudRate(): Promise<{ baudRate: number }>
  flush(): Promise<void>
  drain(): Promise<void>
}

/** Where ports come from: the operating system, or the simulated wires for `sim:` paths. */
export type SerialBinding = {
  list(): Promise<{ path: string }[]>
  open(options: { path: string; baudRate: number }): Promise<PortBinding>
}

export type SerialSettings = {
  path: string
  /** Bits per second. */
  baudRate: number
  parity?: 'none' | 'even'
  /** Without it the ports of this machine. */
  binding?: SerialBinding | undefined
  log: Log
}

export type SerialListener = {
  connected(): void
  bytes(chunk: Uint8Array): void
  /** Pulled out, failed, or given up by `reopen`. */
  lost(): void
}

export type SerialLink = {
  readonly connected: boolean
  /** False when it could not be handed to the open port: then it is dropped, never kept. */
  write(bytes: Uint8Array): boolean
  /** Gives this connection up and makes a new one: for a device that has stopped answering. */
  reopen(): void
  /** Hands over what was written, then closes; nothing is left running. */
  close(): Promise<void>
}

const ignore = (): void => {}

const newPort = ({
  path,
  baudRate,
  parity = 'none',
  binding,
}: SerialSettings): SerialPort =>
  new SerialPort({ path, baudRate, parity, autoOpen: false, ...(binding && { binding }) })

const closePort = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => {
    port.removeAllListeners()
    // A write that was under way may still fail; nobody is interested any more.
    port.on('error', ignore)
    if (port.isOpen) port.close(() => resolve())
    else resolve()
  })

/** Opens the port, again and again for ever, waiting 250 ms to 2 s between attempts. */
export const openSerialLink = (
  settings: SerialSettings,
  listener: SerialListener,
): SerialLink => {
  const { path, binding, log } = settings
  let port: SerialPort | undefined
  let watch: NodeJS.Timeout | undefined
  let timer: NodeJS.Timeout | undefined
  let attempt: Promise<void> = Promise.resolve()
  let flushed: Promise<void> = Promise.resolve()
  let waitMs = FIRST_WAIT_MS
  let closed = false

  const tryLater = (): void => {
    if (closed) return
    timer = setTimeout(() => {
      attempt = connect()
    }, waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  const lose = (lost: SerialPort): void => {
    if (port !== lost) return
    port = undefined
    clearInterval(watch)
    void closePort(lost)
    log.warn({ path }, 'serial port lost')
    listener.lost()
    tryLater()
  }

  const look = (mine: SerialPort): void => {
    if (!existsSync(path)) lose(mine)
  }

  const use = (fresh: SerialPort): void => {
    port = fresh
    waitMs = FIRST_WAIT_MS
    // Simulated ports have no path to look at.
    if (binding === undefined) watch = setInterval(look, LOOK_MS, fresh)
    log.info({ path }, 'serial port open')
    listener.connected()
  }

  const connect = (): Promise<void> =>
    new Promise((resolve) => {
      const fresh = newPort(settings)
      // Without a reader an unplug is never noticed, so the reader is there before the port.
      fresh.on('data', (chunk: Uint8Array) => {
        if (port === fresh) listener.bytes(chunk)
      })
      fresh.on('error', () => lose(fresh))
      fresh.on('close', () => lose(fresh))
      fresh.open((error) => {
        if (error !== null) {
          log.debug({ path, reason: error.message }, 'serial port does not open')
          fresh.removeAllListeners()
          tryLater()
        } else if (closed) void closePort(fresh)
        else use(fresh)
        resolve()
      })
    })

  const flush = async (): Promise<void> => {
    let limit: NodeJS.Timeout | undefined
    const tooLong = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, FLUSH_LIMIT_MS)
    })
    await Promise.race([flushed, tooLong])
    clearTimeout(limit)
  }

  attempt = connect()
  return {
    get connected() {
      return port?.isOpen ?? false
    },
    write: (bytes) => {
      const open = port
      if (open === undefined || !open.isOpen) return false
      if (open.writableLength > UNSENT_LIMIT) {
        lose(open)
        return false
      }
      flushed = new Promise((resolve) => {
        open.write(Buffer.from(bytes), () => resolve())
      })
      return true
    },
    reopen: () => {
      if (port !== undefined) lose(port)
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await attempt
      clearInterval(watch)
      const last = port
      if (last === undefined) return
      await flush()
      port = undefined
      await closePort(last)
    },
  }
}
