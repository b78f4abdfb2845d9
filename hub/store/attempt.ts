// Part of a transaction that may fail by itself and leave the rest standing.
import { sql } from 'kysely'
import { isOfTheDisk } from './health.ts'
import type { Tx } from './store.ts'

export type Attempted<T> = { ok: true; value: T } | { ok: false; error: unknown }

/**
 * All of `work` or nothing of it, inside a transaction. What is wrong with the disk or the file
 * is no fault of the work: it rejects, so that the whole transaction ends.
 */
export const attempt = async <T>(tx: Tx, work: () => Promise<T>): Promise<Attempted<T>> => {
  await sql`savepoint attempt`.execute(tx)
  try {
    const value = await work()
    await sql`release attempt`.execute(tx)
    return { ok: true, value }
  } catch (error) {
    if (isOfTheDisk(error)) throw error
    await sql`rollback to attempt`.execute(tx)
    await sql`release attempt`.execute(tx)
    return { ok: false, error }
  }
}
