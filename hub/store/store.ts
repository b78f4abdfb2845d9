// The hub's database. Only this folder knows that it is SQLite.
import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely } from 'kysely'
import { sqliteDialect } from './dialect.ts'
import type { Health } from './health.ts'
import { type Hold, holdAlone, holdTogether, type Instance } from './lock.ts'
import { migrate } from './migrate.ts'
import { assertPragmas, type Connection, openConnection } from './sqlite.ts'
import type { Tables } from './tables.ts'
import { createTogether, type Together } from './together.ts'

/** The query builder, of the whole store or of one transaction. */
export type Tx = Kysely<Tables>

export type Store = {
  /** For single statements. Throws inside `transaction`, where only `tx` may be used. */
  readonly db: Tx
  /** All of `work` or nothing; durable when resolved. Others wait meanwhile: do only database work. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same for short work that many do at once: one commit may serve several. */
  together: Together
  readonly health: Health
  /** Told each time it changes. */
  onHealth(listener: (health: Health) => void): void
  /** Which hubs have it open. */
  readonly hold: Hold
  close(): Promise<void>
}

/**
 * Opens and migrates; for this hub alone, unless it is the `instance` of several that take turns. Throws
 * when another hub has it open that may not, or it is of a newer version.
 */
export const openStore = async (path: string, instance?: Instance): Promise<Store> => {
  const hold = await (instance === undefined
    ? holdAlone(path)
    : holdTogether(path, instance))
  try {
    return storeOf(await openDatabase(path, await hold.hasCompany()), hold)
  } catch (error) {
    await hold.close()
    throw error
  }
}

type Database = { whole: Tx; connection: Connection }

const openDatabase = async (path: string, others: boolean): Promise<Database> => {
  const connection = await openConnection(path)
  const whole = new Kysely<Tables>({ dialect: sqliteDialect(connection) })
  try {
    await assertPragmas(connection)
    await migrate(whole, { others })
    return { whole, connection }
  } catch (error) {
    await connection.close()
    const why = error instanceof Error ? `${error} ${error.cause}` : ''
    if (!/SQLITE_(?:NOTADB|CORRUPT)|malformed/.test(why)) throw error
    throw new Error(
      `${path} is no database, or is damaged: restore the backup, or read what can be read with sqlite3 .recover`,
    )
  }
}

const storeOf = ({ whole, connection }: Database, hold: Hold): Store => {
  const inside = new AsyncLocalStorage<{ open: boolean }>()
  const db = (): Tx => {
    if (inside.getStore()?.open)
      throw new Error('inside a transaction use its tx: the store would wait for itself')
    return whole
  }
  const transaction: Store['transaction'] = async (work) => {
    const scope = { open: true }
    const run = (tx: Tx) => inside.run(scope, () => work(tx))
    try {
      return await db().transaction().execute(run)
    } finally {
      scope.open = false
    }
  }
  return {
    get db() {
      return db()
    },
    transaction,
    together: createTogether(transaction),
    get health() {
      return connection.health
    },
    onHealth: connection.onHealth,
    hold,
    async close() {
      await whole.destroy()
      await hold.close()
    },
  }
}
