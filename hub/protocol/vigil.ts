// Watches one MQTT client from its first byte to its end, at kiosk and hub alike: it must be welcome
// in time, must be heard of, and ends once, for the first reason there was, whatever it does.
import { createPulse, KEEPALIVE_SECONDS, LOOKS } from './pulse.ts'

/** `code`: of the error, or MQTT 5's reason. */
export type Ending = { reason: string; code?: string | number | undefined }

/** What is watched, and who is told. */
export type Watched = {
  /** Says something that must be answered. */
  ping(): void
  /** Lets go of the connection at once. */
  destroy(): void
  /** Exactly once, last; at most a second after `end`. */
  ended(ending: Ending): void
}

export type Vigil = {
  /** Anything at all was received. */
  heard(): void
  /** What was asked for has been granted. */
  welcome(): void
  /** Something is asked for that must be granted in time, as a connection is from the start. */
  expect(): void
  /** The first reason is the one that is told. */
  end(ending: Ending): void
  /** The client says that it is closed. */
  closed(): void
  /** Nothing the client still says counts any more. */
  readonly isEnding: boolean
}

/**
 * From dialling to the welcome, and from asking to what is granted. With two seconds there and back,
 * TCP, TLS and CONNECT take six.
 */
export const CONNECT_LIMIT_MS = 8000
/** For a client to say that it has closed: one that is wedged never does, and is left behind. */
const CLOSE_LIMIT_MS = 1000

export const keepVigil = (
  watched: Watched,
  keepaliveSeconds: number = KEEPALIVE_SECONDS,
): Vigil => {
  const pulse = createPulse()
  let ending: Ending | undefined
  let isOver = false
  let looking: NodeJS.Timeout | undefined
  let closing: NodeJS.Timeout | undefined
  let limit: NodeJS.Timeout | undefined

  const over = (): void => {
    if (isOver) return
    isOver = true
    for (const timer of [limit, looking, closing]) clearTimeout(timer)
    ending ??= { reason: 'closed by the other end' }
    watched.ended(ending)
  }
  const end: Vigil['end'] = (given) => {
    if (ending !== undefined || isOver) return
    ending = given
    closing = setTimeout(over, CLOSE_LIMIT_MS)
    watched.destroy()
  }
  const look = (): void => {
    const found = pulse.look()
    if (found === 'ask') watched.ping()
    if (found === 'dead') end({ reason: 'nothing heard from the other end' })
  }
  const expect = (): void => {
    clearTimeout(limit)
    limit = setTimeout(() => end({ reason: 'no welcome in time' }), CONNECT_LIMIT_MS)
  }
  expect()
  return {
    heard: () => {
      pulse.heard()
      looking ??= setInterval(look, (keepaliveSeconds * 1000) / LOOKS)
    },
    welcome: () => clearTimeout(limit),
    expect,
    end,
    closed: over,
    get isEnding() {
      return ending !== undefined || isOver
    },
  }
}

/** Whatever becomes of the promise, and no longer than this. */
export const atMost = async (ms: number, promise: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([promise.catch(() => undefined), limit])
  clearTimeout(timer)
}
