// sqlite3 with promises: one connection, its pragmas asserted, its values checked.
import { open } from 'node:fs/promises'
import sqlite3 from 'sqlite3'
import { type Health, healthAfter } from './health.ts'
import { type Bound, statementsOf } from './statements.ts'

type Changed = { changes: number; lastId: number }

export type Connection = {
  /** For what returns rows. */
  all(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** For what changes rows: only here sqlite3 tells how many. */
  run(sql: string, parameters?: readonly unknown[]): Promise<Changed>
  readonly health: Health
  /** Told each time it changes. */
  onHealth(listener: (health: Health) => void): void
  close(): Promise<void>
}

/** Opens, creating with mode 600. Rejects with SQLite's own error. */
export const openConnection = async (path: string): Promise<Connection> => {
  await (await open(path, 'a', 0o600)).close()
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opening = new sqlite3.Database(path, (error) =>
      error === null ? resolve(opening) : reject(error),
    )
  })
  return connectionOf(database)
}

/**
 * How long a statement waits for another process. Whoever comes after one that waited in vain tries
 * only once: else a hundred questions would wait a second each, one behind the other.
 */
const PATIENCE_MS = { well: 1000, refuses: 0, lost: 0 }

const connectionOf = (database: sqlite3.Database): Connection => {
  let health: Health = 'well'
  const listeners = new Set<(health: Health) => void>()
  database.configure('busyTimeout', PATIENCE_MS.well)
  const answered = (sql: string, error: Error | null): void => {
    const now = healthAfter(health, sql, error)
    if (now === health) return
    health = now
    database.configure('busyTimeout', PATIENCE_MS[now])
    for (const listener of listeners) listener(now)
  }
  const told = async <T>(sql: string, work: Promise<T>): Promise<T> => {
    try {
      const result = await work
      answered(sql, null)
      return result
    } catch (error) {
      answered(sql, error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }
  const statements = statementsOf(database)
  return {
    all: async (sql, parameters = []) =>
      told(sql, statements.all(sql, parameters.map(checkBound))),
    run: async (sql, parameters = []) =>
      told(sql, statements.run(sql, parameters.map(checkBound))),
    get health() {
      return health
    },
    onHealth: (listener) => void listeners.add(listener),
    close: async () => {
      await statements.finalize()
      await new Promise<void>((resolve, reject) =>
        database.close((error) => (error === null ? resolve() : reject(error))),
      )
    },
  }
}

const checkBound = (value: unknown, index: number): Bound => {
  if (value === null || typeof value === 'string' || value instanceof Uint8Array)
    return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new TypeError(`value ${index + 1} cannot be stored: ${kindOf(value)}`)
}

const kindOf = (value: unknown): string =>
  value instanceof Date
    ? 'a Date'
    : typeof value === 'number'
      ? 'not a safe integer'
      : typeof value

const PRAGMAS = [
  ['journal_mode', 'wal', 'wal'],
  /** Every acknowledged row survives a power cut. */
  ['synchronous', 'full', 2],
  ['foreign_keys', 'on', 1],
  /** Bytes that a WAL which a long reader let grow is cut back to. */
  ['journal_size_limit', 16 * 1024 * 1024, 16 * 1024 * 1024],
  /** What is deleted is overwritten: a patron's loan must not linger in the file. */
  ['secure_delete', 'on', 1],
] as const

/** Sets what the store relies on and reads each back; throws where SQLite did otherwise. */
export const assertPragmas = async (connection: Connection): Promise<void> => {
  for (const [name, value, wanted] of PRAGMAS) {
    await connection.all(`pragma ${name} = ${value}`)
    const [row] = await connection.all(`pragma ${name}`)
    const got = row?.[name]
    if (got !== wanted) throw new Error(`SQLite ${name} reads back ${got}, not ${wanted}`)
  }
}
