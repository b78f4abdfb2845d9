// Bounds and orders what is done for each kiosk, without one kiosk waiting for another, and bounds
// what waits for all of them together.

export type Turn = {
  /** Whose turn: the kiosk. */
  key: string
  /** How large what waits is. */
  bytes: number
  /** Must not reject. */
  work: () => Promise<void>
}

export type Turns = {
  /** Begins or queues the work; false when too much waits or runs already, of this key or of all. */
  take(turn: Turn): boolean
  /** Of all that waits or runs. */
  readonly bytes: number
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
}

export type Bounds = {
  /** Turns of one key, waiting or running. */
  each: number
  /** Bytes of all keys together. */
  bytes: number
}

/** One after the other for each key. */
export const inOrder = (most: Bounds): Turns => {
  const last = new Map<string, Promise<void>>()
  const bounded = atOnce(most)
  const after = (key: string, work: () => Promise<void>): Promise<void> => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work)
    last.set(key, mine)
    return mine.finally(() => {
      if (last.get(key) === mine) last.delete(key)
    })
  }
  return {
    take: ({ key, bytes, work }) =>
      bounded.take({ key, bytes, work: () => after(key, work) }),
    get bytes() {
      return bounded.bytes
    },
    idle: bounded.idle,
  }
}

/** All at the same time. */
export const atOnce = (most: Bounds): Turns => {
  const counts = new Map<string, number>()
  const running = new Set<Promise<void>>()
  let held = 0
  return {
    take: ({ key, bytes, work }) => {
      const count = counts.get(key) ?? 0
      if (count >= most.each || held + bytes > most.bytes) return false
      counts.set(key, count + 1)
      held += bytes
      const mine: Promise<void> = work().finally(() => {
        running.delete(mine)
        held -= bytes
        const left = (counts.get(key) ?? 1) - 1
        if (left === 0) counts.delete(key)
        else counts.set(key, left)
      })
      running.add(mine)
      return true
    },
    get bytes() {
      return held
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
