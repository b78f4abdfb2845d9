// A journal without a disk, for kiosks of which thousands live in one process. It keeps the promises
// the link relies on, and not the one about power cuts.
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import type { JournalRow } from '../../journal/journal.ts'
import type { LinkJournal } from '../../link/link.ts'

export type RamJournal = LinkJournal & {
  append(event: KioskEvent): void
  /** Rows the hub has not acknowledged. */
  readonly left: number
}

/** `acknowledged` is told how many rows have gone each time. */
export const openRamJournal = (
  epoch: number,
  acknowledged: (rows: number) => void,
): RamJournal => {
  let rows: JournalRow[] = []
  let seq = 0
  let appended = (): void => {}
  const memory = new Map<string, unknown>()
  return {
    epoch,
    storage: () => 'well',
    onStorage: () => () => {},
    get left() {
      return rows.length
    },
    append: (event) => {
      seq += 1
      rows.push({ epoch, seq, event })
      appended()
    },
    unsent: async () => rows.length,
    batch: async (limit) => rows.slice(0, limit),
    acknowledge: async (of, upTo) => {
      if (of !== epoch) return
      const before = rows.length
      rows = rows.filter((row) => row.seq > upTo)
      if (rows.length < before) acknowledged(before - rows.length)
    },
    remember: async (key, value) => void memory.set(key, value),
    recall: async (key) => memory.get(key),
    onAppend: (listener) => {
      appended = listener
      return () => {
        appended = () => {}
      }
    },
  }
}
