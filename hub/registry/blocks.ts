// Whom a branch, or every branch, lets in no more: for how long, and staff's note of why.
import { z } from 'zod'
import { daysAfter, type Term } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'

const day = z.iso.date()

export const newBlock = z.object({
  /** Null: every branch. */
  branch: z.string().max(40).nullable().default(null),
  begins: day,
  /** The last day; null: until it is lifted. */
  ends: day.nullable(),
  /** For staff: no kiosk, log or answer ever has it. */
  note: z.string().max(500).default(''),
})
export type NewBlock = z.input<typeof newBlock>

/** Those that count at a branch. */
export const blocksAt = (
  tx: Tx,
  patron: string,
  branch: string,
): Promise<readonly Term[]> =>
  tx
    .selectFrom('block')
    .select(['begins', 'ends'])
    .where('patron', '=', patron)
    .where((eb) => eb.or([eb('branch', 'is', null), eb('branch', '=', branch)]))
    .execute()

/** Answers the number of the block. */
export const block = async (tx: Tx, patron: string, blocked: NewBlock): Promise<number> => {
  const { insertId } = await tx
    .insertInto('block')
    .values({ patron, ...newBlock.parse(blocked) })
    .executeTakeFirstOrThrow()
  return Number(insertId)
}

/** From `on` the block does not count; one that has not begun is gone. False where there is none. */
export const liftBlock = async (tx: Tx, id: number, on: string): Promise<boolean> => {
  const before = daysAfter(on, -1)
  const gone = await tx
    .deleteFrom('block')
    .where('id', '=', id)
    .where('begins', '>', before)
    .executeTakeFirst()
  const ended = await tx
    .updateTable('block')
    .set({ ends: before })
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows + ended.numUpdatedRows > 0n
}
