// The hub's database. Only this folder knows that it is SQLite.
import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely } from 'kysely'
import { sqliteDialect } from './dialect.ts'
import type { Health } from './health.ts'
import { migrate } from './migrate.ts'
import { assertPragmas, type Connection, openConnection } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** The query builder, of the whole store or of one transaction. */
export type Tx = Kysely<Tables>

export type Store = {
  /** For single statements. Throws inside `transaction`, where only `tx` may be used. */
  readonly db: Tx
  /** All of `work` or nothing; durable when resolved. Others wait meanwhile: do only database work. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  readonly health: Health
  /** Told each time it changes. */
  onHealth(listener: (health: Health) => void): void
  close(): Promise<void>
}

/** Opens and migrates. Throws when another hub holds the file, or it is of a newer version. */
export const openStore = async (path: string): Promise<Store> => {
  const lock = await takeLock(path)
  try {
    return storeOf(await openDatabase(path), lock)
  } catch (error) {
    await lock.close()
    throw error
  }
}

type Database = { whole: Tx; connection: Connection }

const openDatabase = async (path: string): Promise<Database> => {
  const connection = await openConnection(path)
  const whole = new Kysely<Tables>({ dialect: sqliteDialect(connection) })
  try {
    await assertPragmas(connection)
    await migrate(whole, { others: false })
    return { whole, connection }
  } catch (error) {
    await connection.close()
    if (!/SQLITE_NOTADB/.test(String(error))) throw error
    throw new Error(`${path} is no database: move it away, or restore the backup`)
  }
}

const storeOf = ({ whole, connection }: Database, lock: Connection): Store => {
  const inside = new AsyncLocalStorage<{ open: boolean }>()
  const db = (): Tx => {
    if (inside.getStore()?.open)
      throw new Error('inside a transaction use its tx: the store would wait for itself')
    return whole
  }
  return {
    get db() {
      return db()
    },
    async transaction(work) {
      const scope = { open: true }
      const run = (tx: Tx) => inside.run(scope, () => work(tx))
      try {
        return await db().transaction().execute(run)
      } finally {
        scope.open = false
      }
    },
    get health() {
      return connection.health
    },
    onHealth: connection.onHealth,
    async close() {
      await whole.destroy()
      await lock.close()
    },
  }
}

/**
 * An exclusive transaction on a file beside the store, held for life. The operating system ends it
 * with the process: a killed hub leaves nothing to clear away.
 */
const takeLock = async (path: string): Promise<Connection> => {
  const lock = await openConnection(`${path}.lock`)
  try {
    await lock.run('begin exclusive')
    return lock
  } catch (error) {
    await lock.close()
    if (!/SQLITE_BUSY/.test(String(error))) throw error
    throw new Error(`${path} is in use by another hub: stop it, or choose another var`)
  }
}
