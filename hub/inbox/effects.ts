// What a journal row brings about at the hub. Runs inside the transaction that takes the row in.
import { recordFact } from '../circulation/facts.ts'
import type { KioskEvent } from '../protocol/events.ts'
import { branchOf } from '../registry/branches.ts'
import type { Place } from '../registry/place.ts'
import { localDay } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'
import { notePart, partOf } from './parts.ts'

export const applyEvent = async (tx: Tx, event: KioskEvent, at: Place): Promise<void> => {
  if (event.kind === 'visit') await countVisit(tx, event.at, at)
  const part = partOf(event)
  if (part !== undefined) await notePart(tx, { ...part, kiosk: at.kiosk, at: event.at })
  await recordFact(tx, event, at)
}

/** The day is the branch's own at the time of the visit. */
const countVisit = async (tx: Tx, visited: number, { branch }: Place): Promise<void> => {
  const { zone } = await branchOf(tx, branch)
  await tx
    .insertInto('visit_count')
    .values({ branch, day: localDay(visited, zone), count: 1 })
    .onConflict((on) =>
      on
        .columns(['branch', 'day'])
        .doUpdateSet((eb) => ({ count: eb('visit_count.count', '+', 1) })),
    )
    .execute()
}

/** The row as it is kept: what happened, and never to whom. */
export const withoutPatron = (event: KioskEvent): string =>
  JSON.stringify(event, (key, value: unknown) => (key === 'patron' ? undefined : value))
