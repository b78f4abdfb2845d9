// Waits for something to become so, by events and never by the clock. The limit only turns a wait
// for ever into a failure that says what was waited for.

const LIMIT_MS = 20_000

export type Watched<T> = { now(): T; onChange(listener: () => void): () => void }

/** Resolves with the first value that fits, at once if it fits already. */
export const until = <T, F extends T>(
  watched: Watched<T>,
  what: string,
  fits: ((value: T) => value is F) | ((value: T) => boolean),
  limitMs = LIMIT_MS,
): Promise<F> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const value = watched.now()
      if (!fits(value)) return
      stop()
      resolve(value as F)
    }
    const fail = (): void => {
      stop()
      reject(new Error(`never so: ${what}. Last seen: ${JSON.stringify(watched.now())}`))
    }
    const limit = setTimeout(fail, limitMs)
    const unsubscribe = watched.onChange(look)
    const stop = (): void => {
      clearTimeout(limit)
      unsubscribe()
    }
    look()
  })
