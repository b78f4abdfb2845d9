// Bounds and orders what is done for each kiosk, without one kiosk waiting for another.

export type Turns = {
  /** Begins or queues the work; false when too much of the same key waits or runs already. */
  take(key: string, work: () => Promise<void>): boolean
  /** Resolves when nothing waits or runs. `work` must not reject. */
  idle(): Promise<void>
}

/** One after the other for each key, at most `most` waiting or running. */
export const inOrder = (most: number): Turns => {
  const last = new Map<string, Promise<void>>()
  const bounded = atOnce(most)
  return {
    take: (key, work) =>
      bounded.take(key, () => {
        const mine = (last.get(key) ?? Promise.resolve()).then(work)
        last.set(key, mine)
        return mine.finally(() => {
          if (last.get(key) === mine) last.delete(key)
        })
      }),
    idle: bounded.idle,
  }
}

/** All at the same time, at most `most` for each key. */
export const atOnce = (most: number): Turns => {
  const counts = new Map<string, number>()
  const running = new Set<Promise<void>>()
  return {
    take: (key, work) => {
      const count = counts.get(key) ?? 0
      if (count >= most) return false
      counts.set(key, count + 1)
      const mine: Promise<void> = work().finally(() => {
        running.delete(mine)
        const left = (counts.get(key) ?? 1) - 1
        if (left === 0) counts.delete(key)
        else counts.set(key, left)
      })
      running.add(mine)
      return true
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
