// sqlite3 with promises: one connection, its pragmas asserted, its values checked.
import { open } from 'node:fs/promises'
import sqlite3 from 'sqlite3'

/** What a column may hold. sqlite3 binds a BigInt as NULL and a Date as REAL, silently, so neither passes. */
type Bound = string | number | null | Uint8Array

type Changed = { changes: number; lastId: number }

export type Connection = {
  /** For what returns rows. */
  all(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** For what changes rows: only here sqlite3 tells how many. */
  run(sql: string, parameters?: readonly unknown[]): Promise<Changed>
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

const connectionOf = (database: sqlite3.Database): Connection => ({
  async all(sql, parameters = []) {
    const bound = parameters.map(checkBound)
    return new Promise((resolve, reject) =>
      database.all<Record<string, unknown>>(sql, bound, (error, rows) =>
        error === null ? resolve(rows) : reject(error),
      ),
    )
  },
  async run(sql, parameters = []) {
    const bound = parameters.map(checkBound)
    return new Promise((resolve, reject) =>
      database.run(sql, bound, function (error) {
        if (error === null) resolve({ changes: this.changes, lastId: this.lastID })
        else reject(error)
      }),
    )
  },
  close: () =>
    new Promise((resolve, reject) =>
      database.close((error) => (error === null ? resolve() : reject(error))),
    ),
})

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
