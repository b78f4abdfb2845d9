// Who had what done, and why. Rows are only added, and each bears the digest of the one before: whoever
// changes or takes out one must make all later ones anew. No row names a patron.
import { createHash } from 'node:crypto'
import type { Store, Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

/**
 * `who` is the name of a token, `what` the order as JSON, `command` its id. `outcome` null: it is about
 * to be done; what became of it is a row of its own.
 */
export type Entry = Omit<Tables['audit'], 'n' | 'at' | 'hash'>
export type AuditRow = Tables['audit']

const NOTHING_BEFORE = new Uint8Array(32)

const digest = (before: Uint8Array, row: Omit<AuditRow, 'hash'>): Uint8Array => {
  const { n, at, who, branch, kiosk, what, why, command, outcome } = row
  const text = JSON.stringify([n, at, who, branch, kiosk, what, why, command, outcome])
  return createHash('sha256').update(before).update(text).digest()
}

/** Durable when resolved: nothing is done that does not stand here first. */
export const write = (store: Store, entry: Entry): Promise<void> =>
  store.transaction((tx) => add(tx, entry))

export const add = async (tx: Tx, entry: Entry): Promise<void> => {
  const last = await tx
    .selectFrom('audit')
    .select(['n', 'hash'])
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  const row = { ...entry, n: (last?.n ?? 0) + 1, at: Date.now() }
  const hash = digest(last?.hash ?? NOTHING_BEFORE, row)
  await tx
    .insertInto('audit')
    .values({ ...row, hash })
    .execute()
}

/** Newest first. */
export const latest = (
  { db }: Pick<Store, 'db'>,
  { branch, limit }: { branch?: string | undefined; limit: number },
): Promise<readonly AuditRow[]> => {
  const all = db.selectFrom('audit').selectAll().orderBy('n', 'desc').limit(limit)
  return (branch === undefined ? all : all.where('branch', '=', branch)).execute()
}

const PAGE = 1000

/** The first row that is not as it was written, or after which one is missing; undefined: all is well. */
export const firstBroken = async ({
  db,
}: Pick<Store, 'db'>): Promise<number | undefined> => {
  let before: Uint8Array = NOTHING_BEFORE
  let n = 0
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('n', '>', n)
      .orderBy('n')
      .limit(PAGE)
      .execute()
    for (const row of rows) {
      n += 1
      if (row.n !== n || !Buffer.from(digest(before, row)).equals(row.hash)) return n
      before = row.hash
    }
    if (rows.length < PAGE) return undefined
  }
}
