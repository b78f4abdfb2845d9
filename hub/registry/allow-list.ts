// Who may come in whatever the hour: cleaners, guards, caretakers, each within times of their own.
import { z } from 'zod'
import { wallTime } from '../protocol/calendar.ts'
import type { Allowed } from '../rules/standing.ts'
import type { Tx } from '../store/store.ts'

const day = z.iso.date()
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

export const newAllowed = z.object({
  /** Null: every branch. */
  branch: z.string().max(40).nullable().default(null),
  begins: day,
  /** The last day; null goes on. */
  ends: day.nullable(),
  /** ISO: 1 = Monday. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7).default(EVERY_DAY),
  /** Where `to` is not after `from` it is the next day's. */
  from: wallTime.default('00:00'),
  to: wallTime.default('24:00'),
  /** For staff, such as the firm. */
  note: z.string().max(500).default(''),
})
export type NewAllowed = z.input<typeof newAllowed>

/** Those that count at a branch. */
export const allowedAt = async (
  tx: Tx,
  patron: string,
  branch: string,
): Promise<readonly Allowed[]> => {
  const rows = await tx
    .selectFrom('allowed')
    .select(['begins', 'ends', 'days', 'opens', 'closes'])
    .where('patron', '=', patron)
    .where((eb) => eb.or([eb('branch', 'is', null), eb('branch', '=', branch)]))
    .execute()
  return rows.map(({ begins, ends, days, opens, closes }) => ({
    ...{ begins, ends, from: opens, to: closes },
    days: [...days].map(Number),
  }))
}

/** Answers the number of the entry. */
export const allow = async (tx: Tx, patron: string, entry: NewAllowed): Promise<number> => {
  const { days, from: opens, to: closes, ...rest } = newAllowed.parse(entry)
  const { insertId } = await tx
    .insertInto('allowed')
    .values({ patron, ...rest, days: [...new Set(days)].join(''), opens, closes })
    .executeTakeFirstOrThrow()
  return Number(insertId)
}

/** False where there is none. */
export const disallow = async (tx: Tx, id: number): Promise<boolean> => {
  const { numDeletedRows } = await tx
    .deleteFrom('allowed')
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
