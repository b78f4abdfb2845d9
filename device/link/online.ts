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

/** While nobody asks, a probe does: at each connect, and this long after each silence. */
const PROBE_AGAIN_MS = 2000

/** `probe` asks the hub something harmless; its end is told like that of any question. */
export const createOnline = (probe: () => void): Online => {
  const listeners = new Set<(online: boolean) => void>()
  let hasLine = false
  let heard = false
  let told = false
  let timer: NodeJS.Timeout | undefined

  const change = (line: boolean, answered: boolean) => {
    hasLine = line
    heard = line && answered
    if (heard === told) return
    told = heard
    for (const listener of listeners) listener(told)
  }
  const stop = () => clearTimeout(timer)
  return {
    get now() {
      return told
    },
    connected: (connected) => {
      stop()
      change(connected, false)
      if (connected) probe()
    },
    answered: () => {
      stop()
      change(hasLine, true)
    },
    unanswered: () => {
      stop()
      change(hasLine, false)
      if (hasLine) timer = setTimeout(probe, PROBE_AGAIN_MS)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop,
  }
}
