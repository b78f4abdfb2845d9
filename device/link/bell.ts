// Wakes the one who waits, now or by a limit; a ring that nobody waited for is kept for him.

export type Bell = {
  ring(): void
  /** Forgets what rang so far. */
  hush(): void
  /** Resolves at the next ring, at once if one was kept, or after `limitMs`. */
  heard(limitMs?: number): Promise<void>
}

export const createBell = (): Bell => {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    hush: () => {
      rung = false
    },
    heard: async (limitMs) => {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        wake = resolve
        if (rung) resolve()
        else if (limitMs !== undefined) timer = setTimeout(resolve, limitMs)
      })
      clearTimeout(timer)
      wake = undefined
      rung = false
    },
  }
}
