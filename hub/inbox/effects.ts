// What journal rows bring about at the hub. Runs inside the transaction that takes the rows in.
import { recordFact } from '../circulation/facts.ts'
import { seenOffline } from '../offline/seen.ts'
import type { KioskEvent } from '../protocol/events.ts'
import type { Place } from '../registry/place.ts'
import type { Tx } from '../store/store.ts'
import { noteDoorAlarms } from './door-alarms.ts'
import { noteParts, partsIn } from './parts.ts'
import { countFailures } from './pin-failures.ts'
import { countVisits } from './visits.ts'

/** One row that was told, and where. */
export type Told = { event: KioskEvent; at: Place }

/**
 * In their order; all of them or none: whoever calls it has a savepoint, or a transaction to end.
 * `late`: others that came after them have been applied already.
 */
export const applyAll = async (
  tx: Tx,
  told: readonly Told[],
  { late = false } = {},
): Promise<void> => {
  await countVisits(tx, told)
  await seenOffline(tx, told)
  await countFailures(tx, told)
  const { moved, steady } = partsIn(told)
  await noteParts(tx, moved, late ? 'when-newer' : 'always')
  await noteParts(tx, steady, late ? 'when-newer' : 'when-changed')
  await noteDoorAlarms(tx, told, late)
  for (const { event, at } of told) await recordFact(tx, event, at)
}

const WHO = new Set(['patron', 'card'])

/** The row as it is kept: what happened, and never to whom. */
export const withoutPatron = (event: KioskEvent): string =>
  JSON.stringify(event, (key, value: unknown) => (WHO.has(key) ? undefined : value))
