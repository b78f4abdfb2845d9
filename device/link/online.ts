// Whether the hub can be asked. Online means: connected, and the question that ended last was
// answered in time. A connection alone says nothing: half open, it looks well for half a minute.
import type { Unsubscribe } from '../ports.ts'

export type Online = {
  readonly now: boolean
  connected(connected: boolean): void
  answered(): void
  unanswered(): void
  listen(listener: (online: boolean) => void): Unsubscribe
  stop(): void
}

/**
 * While nobody asks, a probe does: at each connect, and after each silence, at first about so long after
 * it. The longer the hub is silent the longer the wait, up to the limit: a thousand kiosks that ask a hub
 * every other second which has too much to do would see to it that it never has less.
 */
const PROBE_AGAIN_MS = 2000
const PROBE_LIMIT_MS = 16_000

/**
 * `probe` asks the hub something harmless; its end is told like that of any question. `random` gives 0
 * (included) to 1 (excluded).
 */
export const createOnline = (probe: () => void, random: () => number): Online => {
  const listeners = new Set<(online: boolean) => void>()
  let hasLine = false
  let heard = false
  let told = false
  let silences = 0
  let timer: NodeJS.Timeout | undefined

  const change = (line: boolean, answered: boolean) => {
    hasLine = line
    heard = line && answered
    if (heard === told) return
    told = heard
    for (const listener of listeners) listener(told)
  }
  const stop = () => clearTimeout(timer)
  const waitMs = () => {
    const limit = Math.min(PROBE_LIMIT_MS, PROBE_AGAIN_MS * 2 ** silences)
    return (limit * (1 + random())) / 2
  }
  return {
    get now() {
      return told
    },
    connected: (connected) => {
      stop()
      silences = 0
      change(connected, false)
      if (connected) probe()
    },
    answered: () => {
      stop()
      silences = 0
      change(hasLine, true)
    },
    unanswered: () => {
      stop()
      change(hasLine, false)
      if (!hasLine) return
      timer = setTimeout(probe, waitMs())
      silences += 1
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop,
  }
}
