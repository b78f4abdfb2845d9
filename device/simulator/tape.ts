// The last messages between kiosk and hub, as the page shows them running by.
import type { TapeEntry } from './protocol.ts'

const LENGTH = 200

export type Tape = {
  add(entry: Omit<TapeEntry, 'n'>): void
  /** Oldest first, at most 200. */
  readonly entries: readonly TapeEntry[]
}

export const createTape = (): Tape => {
  let entries: readonly TapeEntry[] = []
  let n = 0
  return {
    add: (entry) => {
      n += 1
      entries = [...entries, { n, ...entry }].slice(-LENGTH)
    },
    get entries() {
      return entries
    },
  }
}
