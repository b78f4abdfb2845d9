// Kysely over our one SQLite connection: a mutex round every use of it, and true row counts.
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { createMutex } from './mutex.ts'
import type { Connection } from './sqlite.ts'

export const sqliteDialect = (connection: Connection): Dialect => ({
  createDriver: () => driverOf(connection),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new TransactionalAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
})

/** Kysely believes SQLite cannot roll a schema change back. It can, so a migration is all or nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

const driverOf = (connection: Connection): Driver => {
  const mutex = createMutex()
  const used = usedByKysely(connection)
  let release: () => void = () => {}
  return {
    init: async () => {},
    async acquireConnection() {
      release = await mutex.acquire()
      return used
    },
    async releaseConnection() {
      release()
    },
    // Immediate: takes the write lock at once, instead of failing half-way.
    beginTransaction: () => raw(used, 'begin immediate'),
    commitTransaction: () => raw(used, 'commit'),
    rollbackTransaction: () => rollback(used),
    destroy: () => connection.close(),
  }
}

const raw = async (used: DatabaseConnection, sql: string): Promise<void> => {
  await used.executeQuery(CompiledQuery.raw(sql))
}

/** On a full disk SQLite has rolled back by itself; the first error is the one to tell. */
const rollback = async (used: DatabaseConnection): Promise<void> => {
  try {
    await raw(used, 'rollback')
  } catch (error) {
    if (!/no transaction is active/.test(String(error))) throw error
  }
}

const usedByKysely = (connection: Connection): DatabaseConnection => ({
  async executeQuery<Row>(query: CompiledQuery) {
    if (returnsRows(query)) {
      const rows = await connection.all(query.sql, query.parameters)
      return { rows: rows as Row[], numAffectedRows: BigInt(rows.length) }
    }
    const { changes, lastId } = await connection.run(query.sql, query.parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastId) }
  },
  streamQuery() {
    throw new Error('the store does not stream: read a bounded page instead')
  },
})

const returnsRows = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' ||
  ('returning' in query && query.returning !== undefined) ||
  (query.kind === 'RawNode' && /^\s*(?:select|pragma|with)\b/i.test(sql))
