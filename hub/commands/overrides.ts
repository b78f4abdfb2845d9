// What staff set aside of a branch's hours: paused for the night, or nobody let in at all. It goes to the
// kiosks as configuration, so that it holds whatever restarts. Pure, but for the reading and writing.
import { z } from 'zod'
import { override } from '../protocol/calendar.ts'
import type { Tx } from '../store/store.ts'

export type Override = z.infer<typeof override>
export type OverrideKind = Override['kind']

const overrides = z.array(override)

/** Of those in the store; the calendar has room for 50, some of them the profile's. */
const MOST = 30

const isOver = ({ until }: Override, now: number): boolean => until !== null && until <= now

/** One of a kind at a time: a new one takes the place of what stands. `now` by the hub's deciding clock. */
export const withOverride = (
  before: readonly Override[],
  wanted: Override,
  now: number,
): Override[] => [...ended(before, [wanted.kind], now), wanted].slice(-MOST)

/** Without those of these kinds, from now on; what is long over goes too. */
export const ended = (
  before: readonly Override[],
  kinds: readonly OverrideKind[],
  now: number,
): Override[] =>
  before.flatMap((one) => {
    if (isOver(one, now)) return []
    if (!kinds.includes(one.kind)) return [one]
    // What has been so stays so: a clock that is a little behind must not open again before us.
    return one.from < now ? [{ ...one, until: now }] : []
  })

export const overridesOf = ({ overrides: text }: { overrides: string }): Override[] =>
  overrides.parse(JSON.parse(text))

/** Raises the branch's version, so that its kiosks take the change. */
export const storeOverrides = async (
  tx: Tx,
  branch: string,
  after: readonly Override[],
): Promise<void> => {
  await tx
    .updateTable('branch')
    .set((eb) => ({ overrides: JSON.stringify(after), version: eb('version', '+', 1) }))
    .where('id', '=', branch)
    .execute()
}
