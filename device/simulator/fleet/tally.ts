// Counts what a fleet goes through. Bounded, however long it lasts; time is an argument.
import type { EntryRefusal } from '../../../hub/protocol/asks.ts'

/**
 * `p50` and `p99` in ms, rounded up, of all that was asked with the hub there; an answer that came too
 * late took 1500. Undefined while nothing was asked so.
 */
export type Answers = {
  asked: number
  granted: number
  /** By the hub's reason. */
  refused: Partial<Record<EntryRefusal, number>>
  /** The hub was there, and did not answer within the kiosk's 1.5 s. */
  late: number
  /** The hub was not there: the kiosk decided alone. */
  alone: number
  p50: number | undefined
  p99: number | undefined
}

export type Counts = {
  /** Kiosks that the hub answers now. */
  online: number
  /** Connections made and announced. */
  connects: number
  /** The most of them in any one second. */
  peakConnects: number
  rows: { told: number; acknowledged: number }
  entries: Answers
  /** Why kiosks were not connected, and how often each attempt ended so. */
  troubles: Record<string, number>
}

export type EntryOutcome = 'granted' | 'late' | 'alone' | { refused: EntryRefusal }

export type Tally = {
  online(isOnline: boolean): void
  /** At ms of a clock that is never set. */
  connected(at: number): void
  told(): void
  acknowledged(rows: number): void
  entry(outcome: EntryOutcome, ms: number): void
  trouble(why: string): void
  counts(): Counts
  /** Connections and answers are counted anew from now on; rows, troubles and who is online go on. */
  anew(): void
}

/** So long a question waits. */
const SLOWEST_MS = 1500
/** More reasons than there are: what a stranger's server says must not fill memory. */
const MOST_TROUBLES = 50

export const createTally = (): Tally => {
  let [online, told, acknowledged] = [0, 0, 0]
  let connects = atNone()
  let entries = noEntries()
  const troubles = new Map<string, number>()
  return {
    online: (isOnline) => {
      online += isOnline ? 1 : -1
    },
    connected: (at) => {
      connects = oneMore(connects, at)
    },
    told: () => {
      told += 1
    },
    acknowledged: (rows) => {
      acknowledged += rows
    },
    entry: (outcome, ms) => {
      entries.asked += 1
      if (typeof outcome === 'string') entries[outcome] += 1
      else entries.refused[outcome.refused] = (entries.refused[outcome.refused] ?? 0) + 1
      if (outcome === 'alone') return
      const took = Math.min(SLOWEST_MS, Math.ceil(ms))
      entries.times[took] = (entries.times[took] ?? 0) + 1
    },
    trouble: (why) => {
      const known = troubles.has(why) || troubles.size < MOST_TROUBLES
      const key = known ? why : 'other'
      troubles.set(key, (troubles.get(key) ?? 0) + 1)
    },
    counts: () => {
      const { times, ...rest } = entries
      return {
        online,
        connects: connects.all,
        peakConnects: connects.peak,
        rows: { told, acknowledged },
        entries: {
          ...rest,
          refused: { ...rest.refused },
          p50: quantileOf(times, 0.5),
          p99: quantileOf(times, 0.99),
        },
        troubles: Object.fromEntries(troubles),
      }
    },
    anew: () => {
      connects = atNone()
      entries = noEntries()
    },
  }
}

/** `recent`: those of the last second. */
type Connects = { all: number; recent: readonly number[]; peak: number }

const atNone = (): Connects => ({ all: 0, recent: [], peak: 0 })

const oneMore = ({ all, recent, peak }: Connects, now: number): Connects => {
  const within = [...recent.filter((at) => now - at < 1000), now]
  return { all: all + 1, recent: within, peak: Math.max(peak, within.length) }
}

type Entries = Omit<Answers, 'p50' | 'p99'> & { times: Uint32Array }

/** `times[ms]` is how many answers took so long. */
const noEntries = (): Entries => ({
  asked: 0,
  granted: 0,
  refused: {},
  late: 0,
  alone: 0,
  times: new Uint32Array(SLOWEST_MS + 1),
})

/** The time within which `share` (0…1) of them were answered. */
const quantileOf = (times: Uint32Array, share: number): number | undefined => {
  const all = times.reduce((sum, count) => sum + count, 0)
  if (all === 0) return undefined
  let passed = 0
  return times.findIndex((count) => {
    passed += count
    return passed >= all * share
  })
}
