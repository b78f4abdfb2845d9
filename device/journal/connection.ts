// One SQLite connection that one task uses at a time. A bystander's statement between another
// task's `begin` and `rollback` would be acknowledged and then lost, so nothing is run but in turn.
import sqlite3 from 'sqlite3'

/** All that is bound: sqlite3 binds a BigInt as NULL and a Date as REAL without a word. */
type Bound = string | number | null

export type Sql = {
  run(sql: string, ...bound: Bound[]): Promise<void>
  all<Row>(sql: string, ...bound: Bound[]): Promise<Row[]>
}

export type Connection = {
  /** Waits its turn, then has the connection to itself. */
  alone<T>(task: (sql: Sql) => Promise<T>): Promise<T>
  /** The same inside a transaction: committed when the task resolves, else rolled back. */
  transaction<T>(task: (sql: Sql) => Promise<T>): Promise<T>
  /** After everything that waits. */
  close(): Promise<void>
}

/** What SQLite says of a file that is not, or no longer, a database. */
export const isCorrupt = (error: unknown): boolean =>
  ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(String(codeOf(error)))

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/** Opens or makes the file; nothing is read of it yet. */
export const connect = async (path: string): Promise<Connection> => {
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(path, (error) =>
      error === null ? resolve(opened) : reject(error),
    )
  })
  const sql = statements(db)
  const alone = inTurn(sql)
  return {
    alone,
    transaction: (task) => alone(() => committed(sql, task)),
    close: () => alone(() => closed(db)),
  }
}

const statements = (db: sqlite3.Database): Sql => ({
  run: (text, ...bound) =>
    new Promise((resolve, reject) => {
      db.run(text, bound, (error) => (error === null ? resolve() : reject(error)))
    }),
  all: <Row>(text: string, ...bound: Bound[]) =>
    new Promise<Row[]>((resolve, reject) => {
      db.all<Row>(text, bound, (error, rows) =>
        error === null ? resolve(rows) : reject(error),
      )
    }),
})

const inTurn = (sql: Sql): Connection['alone'] => {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const mine = last.then(() => task(sql))
    last = mine.catch(() => undefined)
    return mine
  }
}

const committed = async <T>(sql: Sql, task: (sql: Sql) => Promise<T>): Promise<T> => {
  await sql.run('begin immediate')
  try {
    const result = await task(sql)
    await sql.run('commit')
    return result
  } catch (error) {
    // A full disk has SQLite roll back by itself; then this second rollback is refused, rightly.
    await sql.run('rollback').catch(() => undefined)
    throw error
  }
}

const closed = (db: sqlite3.Database): Promise<void> =>
  new Promise((resolve, reject) => {
    db.close((error) => (error === null ? resolve() : reject(error)))
  })
