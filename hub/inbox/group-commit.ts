// Takes in together what many kiosks tell at the same time: while one commit is on its way to the
// disk the next batches gather, and one commit then serves them all.
import { setTimeout as pause } from 'node:timers/promises'
import { ALONE, type Duty } from '../duty.ts'
import type { Place } from '../registry/place.ts'
import type { Store } from '../store/store.ts'
import { type Batch, type Taken, type Telling, takeAll } from './inbox.ts'

export type GroupCommit = {
  /** Resolves when the batch is committed. Rejects when the store cannot commit. */
  take(at: Place, batch: Batch): Promise<Taken>
}

/** How long the store is left to a hub that takes turns with this one, at most. */
const MOST_PAUSE_MS = 100
/** In one transaction: others, such as a patron's question, wait for no more than this. */
const MOST_ROWS = 1500

type Waiting = {
  telling: Telling
  resolve: (taken: Taken) => void
  reject: (error: unknown) => void
}

/** Those that wait, parted: at most one of each kiosk and what fits into one transaction, and the rest. */
const part = (waiting: readonly Waiting[]): { group: Waiting[]; rest: Waiting[] } => {
  const kiosks = new Set<string>()
  const [group, rest]: [Waiting[], Waiting[]] = [[], []]
  let rows = 0
  for (const one of waiting) {
    const { at, batch } = one.telling
    const fits = rows === 0 || rows + batch.rows.length <= MOST_ROWS
    if (!fits || kiosks.has(at.kiosk)) rest.push(one)
    else {
      kiosks.add(at.kiosk)
      rows += batch.rows.length
      group.push(one)
    }
  }
  return { group, rest }
}

/** A hub beside this one has the store for as long as this one had it: SQLite's own waiting is not fair. */
export const createGroupCommit = (
  store: Store,
  duty: Pick<Duty, 'hasCompany'> = ALONE,
): GroupCommit => {
  let waiting: Waiting[] = []
  let isRunning = false

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const telling = group.map((one) => one.telling)
      for (const [n, taken] of (await takeAll(store, telling)).entries())
        group[n]?.resolve(taken)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  const run = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) {
      const { group, rest } = part(waiting)
      waiting = rest
      const began = performance.now()
      await commit(group)
      const tookMs = performance.now() - began
      if (duty.hasCompany) await pause(Math.min(tookMs, MOST_PAUSE_MS))
    }
    isRunning = false
  }
  return {
    take: (at, batch) =>
      new Promise((resolve, reject) => {
        waiting.push({ telling: { at, batch }, resolve, reject })
        if (!isRunning) void run()
      }),
  }
}
