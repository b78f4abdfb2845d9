// Waiting for what must happen, by being told and not by the clock. The limit only turns a wait for
// ever into a failure that says what was told instead.

const LIMIT_MS = 20_000

export type Told<T> = {
  /** Give this to whoever tells. */
  tell(value: T): void
  /** All that was told so far. */
  readonly all: readonly T[]
  /** Resolves with the next value that fits, counting those told before and not yet taken. Rejects when there is none within the limit. */
  next(fits?: (value: T) => boolean): Promise<T>
}

type Waiting<T> = { fits(value: T): boolean; resolve(value: T): void }

/** Keeps what it is told until a test asks for it; values before the one taken are dropped. */
export const listening = <T>(limitMs = LIMIT_MS): Told<T> => {
  const all: T[] = []
  let taken = 0
  let waiting: Waiting<T> | undefined

  const take = ({ fits, resolve }: Waiting<T>): boolean => {
    const at = all.findIndex((value, index) => index >= taken && fits(value))
    const found = all[at]
    if (at < 0 || found === undefined) return false
    taken = at + 1
    resolve(found)
    return true
  }

  return {
    all,
    tell: (value) => {
      all.push(value)
      if (waiting !== undefined && take(waiting)) waiting = undefined
    },
    next: (fits = () => true) =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          waiting = undefined
          reject(new Error(`never told. Told so far: ${JSON.stringify(all.slice(-5))}`))
        }, limitMs)
        const asked: Waiting<T> = {
          fits,
          resolve: (value) => {
            clearTimeout(limit)
            resolve(value)
          },
        }
        if (!take(asked)) waiting = asked
      }),
  }
}
