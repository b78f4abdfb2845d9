// Takes in together what many kiosks tell at the same time: while one commit is on its way to the
// disk the next batches gather, and one commit then serves them all.
import type { Place } from '../registry/place.ts'
import type { Store } from '../store/store.ts'
import { type Batch, type Taken, type Telling, takeAll } from './inbox.ts'

export type GroupCommit = {
  /** Resolves when the batch is committed. Rejects when the store cannot commit. */
  take(at: Place, batch: Batch): Promise<Taken>
}

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

export const createGroupCommit = (store: Store): GroupCommit => {
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
      await commit(group)
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
