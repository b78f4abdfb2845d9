// Whom a branch has seen, and on which day last: kept only where its doors go by it, and no longer.
import type { KioskEvent } from '../protocol/events.ts'
import { findBranch } from '../registry/branches.ts'
import { daysAfter, localDay } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'
import { seenDays } from './policy.ts'

type Seen = { branch: string; patron: string; day: string }

export const markSeen = async (tx: Tx, seen: readonly Seen[]): Promise<void> => {
  for (const one of seen) {
    const branch = await findBranch(tx, one.branch)
    if (branch === undefined || seenDays(branch) === 0) continue
    await tx
      .insertInto('offline_seen')
      .values(one)
      .onConflict((on) =>
        on
          .columns(['branch', 'patron'])
          .doUpdateSet({ day: one.day })
          .where('offline_seen.day', '<', one.day),
      )
      .execute()
  }
}

type Told = { event: KioskEvent; at: { branch: string } }

/** Whom a door let in by its list has been seen too; whom the hub let in was marked then. */
export const seenOffline = async (tx: Tx, told: readonly Told[]): Promise<void> => {
  for (const { event, at } of told) {
    if (event.kind !== 'visit' || event.offline !== true) continue
    const zone = (await findBranch(tx, at.branch))?.zone
    if (zone === undefined || !(await isPatron(tx, event.patron))) continue
    const day = localDay(event.at, zone)
    await markSeen(tx, [{ branch: at.branch, patron: event.patron, day }])
  }
}

const isPatron = async (tx: Tx, key: string): Promise<boolean> => {
  const found = tx.selectFrom('patron').select('key').where('key', '=', key)
  return (await found.executeTakeFirst()) !== undefined
}

const CHANGES_KEPT_MS = 2 * 24 * 60 * 60_000

/** What no door goes by any more, and changes that every list has in it; `now` in ms, real time. */
export const forgetForLists = async (tx: Tx, now: number): Promise<void> => {
  const today = localDay(now, 'UTC')
  const old = Math.floor((now - CHANGES_KEPT_MS) / 1000)
  await tx.deleteFrom('offline_change').where('at', '<', old).execute()
  const branches = await tx.selectFrom('branch').select(['id', 'offline']).execute()
  for (const branch of branches)
    await tx
      .deleteFrom('offline_seen')
      .where('branch', '=', branch.id)
      .where('day', '<', daysAfter(today, -seenDays(branch)))
      .execute()
}
