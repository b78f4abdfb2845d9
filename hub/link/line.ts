// The hub as an ordinary MQTT client, so that the broker may be any broker. Its connection is laid
// again for ever, and each one is a new client.
import type { Logger } from '../log.ts'
import { type Channel, type KioskAddress, topicOf } from '../protocol/topics.ts'
import { atMost } from '../protocol/vigil.ts'
import {
  type Arrival,
  type Connection,
  type ConnectionOptions,
  type Message,
  openConnection,
} from './connection.ts'
import type { Stray } from './strays.ts'

export type { Arrival }

type Sending = { retain?: true; expirySeconds?: number }

export type Line = AsyncDisposable & {
  readonly connected: boolean
  /** Other hubs may take turns with this one at the broker. */
  readonly isShared: boolean
  /** Subscribes; resolves when the broker has granted every channel. */
  listen(
    onArrival: (arrival: Arrival) => void,
    onStray?: (stray: Stray) => void,
  ): Promise<void>
  /** From now on nothing new is heard, on no later connection either; what was on its way has come. */
  hush(): Promise<void>
  /** Has the broker keep nothing at the topic; rejects like publish(). */
  clear(topic: string): Promise<void>
  /**
   * Resolves when the broker has it; rejects when it could not be told within 2 s, or refuses. What
   * is retained does not reject: it is told at each new connection, since a broker may forget.
   */
  publish(
    at: KioskAddress,
    channel: Channel,
    body: unknown,
    sending?: Sending,
  ): Promise<void>
}

export type LineOptions = ConnectionOptions & { log: Logger }

/** No chance in it: one hub comes back to its broker, no herd, and nobody is answered meanwhile. */
const RETRY_MS = 250
/** So long a message waits for the next connection; then its kiosk has given up, or tells again. */
const WAIT_MS = 2000
/** For the broker to say that it brings nothing more. */
const HUSH_MS = 1000

/** Connects, and connects again for ever. Resolves at the first connection. */
export const openLine = async (options: LineOptions): Promise<Line> => {
  const { log } = options
  /** Topic → what is retained there. */
  const retained = new Map<string, Message>()
  const waiting = new Set<() => void>()
  let laid: Connection
  let isConnected = false
  let isHushed = false
  let isClosed = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let onArrival: ((arrival: Arrival) => void) | undefined
  let onStray: ((stray: Stray) => void) | undefined
  let onGranted = (): void => {}

  const wake = (): void => {
    for (const go of [...waiting]) go()
  }
  const tell = async (message: Message): Promise<void> => {
    if (!isConnected) await within(WAIT_MS, waiting)
    if (!isConnected) throw new Error('no connection to the broker')
    await laid.publish(message)
  }
  const tellRetained = async (message: Message): Promise<void> => {
    try {
      await tell(message)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ topic: message.topic, reason }, 'a retained message is not told yet')
    }
  }
  /** One after the other: a broker bounds what is on its way, and a hub may have many kiosks. */
  const tellAgain = async (connection: Connection): Promise<void> => {
    for (const message of [...retained.values()])
      if (isConnected && connection === laid) await tellRetained(message)
  }
  const lay = (): void => {
    laid = openConnection(options, {
      connected: () => {
        isConnected = true
        if (failures > 0) log.info({ failures }, 'broker reached again')
        failures = 0
        if (onArrival !== undefined && !isHushed) laid.listen(onGranted)
        void tellAgain(laid)
        wake()
      },
      arrived: (arrival) => onArrival?.(arrival),
      strayed: (stray) => onStray?.(stray),
      ended: (ending) => {
        isConnected = false
        if (isClosed) return
        failures += 1
        // Told once; that it is still so is no news.
        log[failures === 1 ? 'error' : 'debug'](ending, 'broker not reached')
        timer = setTimeout(lay, RETRY_MS)
      },
    })
  }
  lay()
  await new Promise<void>((resolve) => waiting.add(resolve))
  waiting.clear()
  return {
    get connected() {
      return isConnected
    },
    get isShared() {
      return laid.isShared
    },
    listen: (given, stray) =>
      new Promise((resolve) => {
        onArrival = given
        onStray = stray
        onGranted = resolve
        if (isConnected) laid.listen(onGranted)
      }),
    hush: async () => {
      isHushed = true
      if (isConnected) await atMost(HUSH_MS, laid.hush())
    },
    clear: (topic) => tell({ topic, payload: '', retain: true, expirySeconds: undefined }),
    publish: (at, channel, body, { retain = false, expirySeconds } = {}) => {
      const topic = topicOf(at, channel)
      const message = { topic, payload: JSON.stringify(body), retain, expirySeconds }
      if (!retain) return tell(message)
      retained.set(topic, message)
      return tellRetained(message)
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true
      clearTimeout(timer)
      wake()
      await laid.leave()
      isConnected = false
    },
  }
}

/** Resolves when it is woken, or after the limit. */
const within = (limitMs: number, waiting: Set<() => void>): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(limit)
      waiting.delete(go)
      resolve()
    }
    const limit = setTimeout(go, limitMs)
    waiting.add(go)
  })
