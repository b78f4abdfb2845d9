// A patron's standing as staff see it: with the numbers by which entries are taken away, and no name.
import { z } from 'zod'
import { language } from '../protocol/terms.ts'
import type { Tx } from '../store/store.ts'

const day = z.string().max(10)
const branch = z.string().max(40).nullable()

export const standing = z.object({
  category: z.string().nullable(),
  /** In the smallest unit of the currency. */
  debt: z.int(),
  extended: z.boolean(),
  hasPersonnummer: z.boolean(),
  agreements: z.array(
    z.object({
      ...{ version: z.int(), language: language.nullable() },
      ...{ signed: day, revoked: day.nullable() },
      ...{ guardian: day.nullable(), guardianRevoked: day.nullable() },
    }),
  ),
  blocks: z.array(
    z.object({
      number: z.int(),
      branch,
      begins: day,
      ends: day.nullable(),
      note: z.string(),
    }),
  ),
  allowed: z.array(
    z.object({
      ...{ number: z.int(), branch, begins: day, ends: day.nullable() },
      ...{ days: z.string(), from: z.string(), to: z.string(), note: z.string() },
    }),
  ),
})
export type Standing = z.infer<typeof standing>

/** Blocks and allowances of branches that are not the asker's are not told. */
export const standingOf = async (
  tx: Tx,
  patron: string,
  mayAt: (branch: string | null) => boolean,
): Promise<Standing> => {
  const { category, debt, extended } = await tx
    .selectFrom('patron')
    .select(['category', 'debt', 'extended'])
    .where('key', '=', patron)
    .executeTakeFirstOrThrow()
  const mine = ({ branch }: { branch: string | null }): boolean =>
    branch === null || mayAt(branch)
  const known = await tx
    .selectFrom('personnummer')
    .select('patron')
    .where('patron', '=', patron)
    .executeTakeFirst()
  return {
    ...{ category, debt, extended: extended === 1, hasPersonnummer: known !== undefined },
    agreements: await agreementsNow(tx, patron),
    blocks: (await blocksNow(tx, patron)).filter(mine),
    allowed: (await allowedNow(tx, patron)).filter(mine),
  }
}

const agreementsNow = async (tx: Tx, patron: string): Promise<Standing['agreements']> =>
  tx
    .selectFrom('agreement')
    .select(['version', 'language', 'begins as signed', 'revoked', 'guardian'])
    .select('guardian_revoked as guardianRevoked')
    .where('patron', '=', patron)
    .orderBy('id')
    .execute()

const blocksNow = (tx: Tx, patron: string): Promise<Standing['blocks']> =>
  tx
    .selectFrom('block')
    .select(['id as number', 'branch', 'begins', 'ends', 'note'])
    .where('patron', '=', patron)
    .orderBy('id')
    .execute()

const allowedNow = (tx: Tx, patron: string): Promise<Standing['allowed']> =>
  tx
    .selectFrom('allowed')
    .select(['id as number', 'branch', 'begins', 'ends', 'days'])
    .select(['opens as from', 'closes as to', 'note'])
    .where('patron', '=', patron)
    .orderBy('id')
    .execute()
