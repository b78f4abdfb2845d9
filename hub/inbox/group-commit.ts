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

/** The first of those that wait, at most one of each kiosk, as many as fit into one transaction. */
const nextGroup = (waiting: Waiting[]): Waiting[] => {
  const kiosks = new Set<string>()
  let rows = 0
  const group = waiting.filter(({ telling: { at, batch } }) => {
    if (kiosks.has(at.kiosk) || (rows > 0 && rows + batch.rows.length > MOST_ROWS))
      return false
    kiosks.add(at.kiosk)
    rows += batch.rows.length
    return true
  })
  for (const one of group) waiting.splice(waiting.indexOf(one), 1)
  return group
}

export const createGroupCommit = (store: Store): GroupCommit => {
  const waiting: Waiting[] = []
  let isRunning = false

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const taken = await takeAll(
        store,
        group.map(({ telling }) => telling),
      )
      group.forEach(({ resolve }, at) => {
        const one = taken[at]
        if (one !== undefined) resolve(one)
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  const run = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) await commit(nextGroup(waiting))
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
