// Tells those who wait for it when the hub has every row of the journal.
import type { Journal } from '../journal/journal.ts'

export type Drain = {
  /** True as soon as no row is left; false after the limit, or when the journal cannot be read. */
  wait(limitMs: number): Promise<boolean>
  /** Rows have gone. */
  look(): void
  /** Nobody waits any more. */
  giveUp(): void
}

export const createDrain = (journal: Pick<Journal, 'unsent'>): Drain => {
  const waiting = new Set<(drained: boolean) => void>()

  const tell = (all: Iterable<(drained: boolean) => void>, drained: boolean): void => {
    for (const told of [...all]) told(drained)
  }
  const look = (): void => {
    // Who comes while the journal is being read may have a row that was not counted.
    const now = [...waiting]
    if (now.length === 0) return
    journal.unsent().then(
      (rows) => {
        if (rows === 0) tell(now, true)
      },
      () => tell(now, false),
    )
  }
  return {
    look,
    giveUp: () => tell(waiting, false),
    wait: (limitMs) =>
      new Promise((resolve) => {
        const told = (drained: boolean): void => {
          clearTimeout(limit)
          waiting.delete(told)
          resolve(drained)
        }
        const limit = setTimeout(told, limitMs, false)
        waiting.add(told)
        look()
      }),
  }
}
