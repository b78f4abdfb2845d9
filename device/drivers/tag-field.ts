// The tags in a reader's field, from one inventory to the next. Pure bookkeeping.
import type { TagSeen } from '../ports.ts'

/** A tag that is turned or lifted misses one inventory; one that misses two has left. */
const MISSES_TO_LEAVE = 2
/** A tag that cannot be read so often is shown as damaged, and still tried. */
const FAILURES_TO_TELL = 3

type Entry = { seen: TagSeen | undefined; missed: number; failed: number; stale: boolean }

export type TagField = {
  /** Notes who answered; returns the tags whose memory must be read. */
  inventory(uids: readonly string[]): string[]
  /** A tag was read, or could not be. */
  read(uid: string, seen: TagSeen | undefined): void
  /** The AFI is known to be this now; `null` = unknown, to be read anew. */
  setAfi(uid: string, afi: number | null): void
  readonly tags: readonly TagSeen[]
  /** True once after each change of `tags`, and before the first telling. */
  takeChange(): boolean
}

const damaged = (uid: string): TagSeen => ({ uid, afi: null, content: { kind: 'damaged' } })

export const createTagField = (): TagField => {
  const entries = new Map<string, Entry>()
  let changed = true

  const show = (entry: Entry, seen: TagSeen): void => {
    changed ||= JSON.stringify(entry.seen) !== JSON.stringify(seen)
    entry.seen = seen
  }

  const miss = (uid: string, entry: Entry): void => {
    entry.missed += 1
    if (entry.missed < MISSES_TO_LEAVE) return
    entries.delete(uid)
    changed ||= entry.seen !== undefined
  }

  return {
    inventory: (uids) => {
      const found = new Set(uids)
      for (const [uid, entry] of entries) {
        if (found.has(uid)) entry.missed = 0
        else miss(uid, entry)
      }
      for (const uid of found)
        if (!entries.has(uid))
          entries.set(uid, { seen: undefined, missed: 0, failed: 0, stale: true })
      return [...found].filter((uid) => entries.get(uid)?.stale)
    },
    read: (uid, seen) => {
      const entry = entries.get(uid)
      if (entry === undefined) return
      entry.stale = seen === undefined
      entry.failed = seen === undefined ? entry.failed + 1 : 0
      if (seen !== undefined) show(entry, seen)
      else if (entry.failed >= FAILURES_TO_TELL) show(entry, entry.seen ?? damaged(uid))
    },
    setAfi: (uid, afi) => {
      const entry = entries.get(uid)
      if (entry?.seen === undefined) return
      entry.stale = afi === null
      show(entry, { ...entry.seen, afi })
    },
    get tags() {
      return [...entries.values()].flatMap(({ seen }) => seen ?? [])
    },
    takeChange: () => {
      const was = changed
      changed = false
      return was
    },
  }
}
