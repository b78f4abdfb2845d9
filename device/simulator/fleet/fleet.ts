// Thousands of kiosks in one process, each with the link that a real one has: what hub and broker of
// a whole co-operation have to bear.
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { dialShowing, toShow } from '../../link/dial.ts'
import type { Logger } from '../../log.ts'
import { everySoOften } from './happenings.ts'
import { type FleetKiosk, openFleetKiosk } from './kiosk.ts'
import { layLines } from './lines.ts'
import type { FleetPapers } from './papers.ts'
import { type Counts, createTally, type Tally } from './tally.ts'

export type FleetOptions = {
  papers: FleetPapers
  /** `mqtts://` host and port. */
  url: string
  /** Of each kiosk. */
  eventsPerMinute: number
  entriesPerMinute: number
  random?: () => number
}

export type Fleet = AsyncDisposable & {
  readonly size: number
  counts(): Counts
  /** Connections and answers are counted anew from now on. */
  countAnew(): void
  /**
   * Switches the kiosks on, a few at a time as fast as they are answered; resolves when each has been,
   * or has had 10 s. False: of the first ten not one was answered, and the rest was left off.
   */
  switchOn(): Promise<boolean>
  /** Patrons come, and things happen, until `rest`. */
  live(): void
  rest(): void
  /** One patron at one of the doors; resolves when it has been decided. */
  visit(): Promise<void>
  /** Cuts the lines of this share (0…1) of the kiosks, or of all, until they are mended. */
  cut(share?: number): void
  mend(): void
  nobodyOnline(limitMs: number): Promise<boolean>
  /** True as soon as every kiosk is answered; false after the limit. */
  allOnline(limitMs: number): Promise<boolean>
  /** True as soon as the hub has acknowledged every row; false after the limit. */
  allAcknowledged(limitMs: number): Promise<boolean>
}

/** Broker and hub are to be measured under load, not under a load no fleet would make by being built. */
const AT_ONCE = 50
/** If none of these is answered, none will be. */
const FIRST = 10
const PATIENCE_MS = 10_000
const LOOK_MS = 100
/** What the log calls a connection that ended (`device/link/line.ts`). */
const ENDED = 'not connected to the hub'

export const createFleet = (options: FleetOptions): Fleet => {
  const { papers, url, random = Math.random } = options
  const { consortium, ca, cards } = papers
  const epoch = Math.floor(Date.now() / 1000)
  const tally = createTally()
  const log = countingLog(tally)
  const lines = layLines()
  const size = papers.kiosks.length
  const kiosks: FleetKiosk[] = []
  let life: Disposable[] = []

  const open = async (n: number): Promise<void> => {
    const own = papers.kiosks[n]
    if (own === undefined) return
    // Kept: to read papers costs more than a handshake, and a real kiosk has a processor of its own.
    const shown = toShow({ ca, certificate: own.certificate, key: own.key })
    const dial = lines.through(
      n,
      dialShowing(() => shown),
    )
    const kiosk = await openFleetKiosk({
      ...{ consortium, papers: own, url, epoch, dial, log, tally },
    })
    kiosks.push(kiosk)
    await answered(kiosk)
  }
  /** One after the other by each of `AT_ONCE` hands. */
  const openFrom = async (first: number, end: number): Promise<void> => {
    let next = first
    const hand = async (): Promise<void> => {
      while (next < end) {
        next += 1
        await open(next - 1)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, hand))
  }
  const anyone = <T>(all: readonly T[]): T | undefined =>
    all[Math.floor(random() * all.length)]
  const happen = (): void => anyone(kiosks)?.happens()
  const visit = async (): Promise<void> => {
    const card = anyone(cards)
    if (card !== undefined) await anyone(kiosks)?.visited(card)
  }
  const rest = (): void => {
    for (const one of life) one[Symbol.dispose]()
    life = []
  }
  return {
    size,
    counts: tally.counts,
    countAnew: tally.anew,
    switchOn: async () => {
      const first = Math.min(FIRST, size)
      const opening = openFrom(0, first)
      const isAnswered = (): boolean => tally.counts().online > 0
      await within(PATIENCE_MS, () => isAnswered() || isHopeless(tally.counts(), first))
      if (!isAnswered()) return false
      await opening
      await openFrom(first, size)
      return true
    },
    live: () => {
      rest()
      const perSecond = (perMinute: number): number => (perMinute * size) / 60
      life = [
        everySoOften(perSecond(options.eventsPerMinute), random, happen),
        everySoOften(perSecond(options.entriesPerMinute), random, () => void visit()),
      ]
    },
    rest,
    visit,
    nobodyOnline: (limitMs) => within(limitMs, () => tally.counts().online === 0),
    cut: (share = 1) =>
      lines.cut(Array.from({ length: Math.ceil(size * share) }, (_, n) => n)),
    mend: lines.mend,
    allOnline: (limitMs) => within(limitMs, () => tally.counts().online === size),
    allAcknowledged: (limitMs) =>
      within(limitMs, () => kiosks.every(({ left }) => left === 0)),
    [Symbol.asyncDispose]: async () => {
      rest()
      await Promise.all(kiosks.map((kiosk) => kiosk[Symbol.asyncDispose]()))
    },
  }
}

/** Resolves when the hub has answered the kiosk, or has not for too long. */
const answered = (kiosk: FleetKiosk): Promise<void> =>
  new Promise((resolve) => {
    const limit = setTimeout(resolve, PATIENCE_MS)
    const look = (): void => {
      if (!kiosk.online) return
      clearTimeout(limit)
      resolve()
    }
    kiosk.onOnline(look)
    look()
  })

/** A network may come yet; papers that are refused will be refused again. */
const isHopeless = ({ troubles }: Counts, kiosks: number): boolean =>
  Object.entries(troubles).reduce(
    (sum, [why, times]) => sum + (why.startsWith('network') ? 0 : times),
    0,
  ) >= kiosks

/** Looked at now and then: who waits here waits for thousands. */
const within = async (limitMs: number, isSo: () => boolean): Promise<boolean> => {
  const end = performance.now() + limitMs
  while (!isSo()) {
    if (performance.now() >= end) return false
    await sleep(LOOK_MS)
  }
  return true
}

/** What each kiosk would tell its own log, counted by what went wrong. */
const countingLog = (tally: Tally): Logger =>
  pino({
    level: 'debug',
    hooks: {
      logMethod: ([fields, message]: readonly unknown[]) => {
        if (message === ENDED) tally.trouble(wordsOf(fields))
        else if (typeof message === 'string' && DROPPED.test(message))
          tally.trouble(message)
      },
    },
  })

const DROPPED = /^(?:dropped|a message failed|the journal could not)/

const wordsOf = (fields: unknown): string => {
  if (typeof fields !== 'object' || fields === null) return 'unknown'
  const { trouble, reason } = { trouble: '', reason: '', ...fields }
  return `${trouble}: ${reason}`
}
