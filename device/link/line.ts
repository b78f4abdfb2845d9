// Keeps a connection to the hub for ever: after each ends, a new one, after a wait full of chance.
import type { Channel } from '../../hub/protocol/topics.ts'
import { CONNECT_LIMIT_MS } from '../../hub/protocol/vigil.ts'
import type { Logger } from '../log.ts'
import { backOff, widened } from './back-off.ts'
import {
  type Connection,
  type ConnectionOptions,
  type How,
  openConnection,
} from './connection.ts'
import { troubleOf } from './trouble.ts'

export type LineOptions = ConnectionOptions & {
  log: Logger
  random: () => number
  /** What the hub asks of its kiosks, ms; 0 = nothing, as when absent. */
  spreadMs?: () => number
  onConnected(connected: boolean): void
  onMessage(channel: Channel, payload: Uint8Array, isRetained: boolean): void
}

export type Line = {
  readonly connected: boolean
  /** False: not connected, so not sent, now or later. */
  send(channel: Channel, body: object, how?: How): boolean
  /** Says the state at once, when there is a line: it is another. */
  sayState(): void
  [Symbol.asyncDispose](): Promise<void>
}

/** A connection that lasted this long was a good one: the next is tried soon. */
const STEADY_MS = 10_000
/** The client's own limit is the same, and either may be the first to say so. */
const NO_WELCOME_MS = CONNECT_LIMIT_MS * 0.9

export const keepLine = (options: LineOptions): Line => {
  let current: Connection | undefined
  let ready = false
  let closed = false
  let attempt = 0
  let unwelcome = 0
  let timer: NodeJS.Timeout | undefined

  const change = (connected: boolean) => {
    if (ready === connected) return
    ready = connected
    options.onConnected(connected)
  }
  const start = () => {
    const since = performance.now()
    current = openConnection(options, {
      ready: () => change(true),
      message: options.onMessage,
      ended: (ending) => {
        if (closed) return
        const lasted = performance.now() - since
        if (lasted > STEADY_MS) attempt = 0
        unwelcome = !ready && lasted > NO_WELCOME_MS ? unwelcome + 1 : 0
        const spreadMs = widened(options.spreadMs?.() ?? 0, unwelcome)
        const waitMs = backOff(attempt, options.random, spreadMs)
        attempt += 1
        // Told once; that it is still so is no news.
        const level = attempt === 1 ? 'warn' : 'debug'
        const trouble = troubleOf(ending.code)
        options.log[level]({ trouble, ...ending, waitMs }, 'not connected to the hub')
        timer = setTimeout(start, waitMs)
        change(false)
      },
    })
  }
  start()
  return {
    get connected() {
      return ready
    },
    send: (channel, body, how) => {
      if (ready) current?.send(channel, body, how)
      return ready
    },
    sayState: () => {
      if (ready) current?.sayState()
    },
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearTimeout(timer)
      await current?.leave()
      change(false)
    },
  }
}
