// One SQLite connection. Whoever has it has it alone: a bystander's statement between another task's
// `begin` and `rollback` would be acknowledged and then lost. See turns.ts.
import sqlite3 from 'sqlite3'

/** All that is bound: sqlite3 binds a BigInt as NULL and a Date as REAL without a word. */
type Bound = string | number | null

export type Sql = {
  /** For what answers no rows: sqlite3 leaves a statement at its first, and its end goes unheard. */
  run(sql: string, ...bound: Bound[]): Promise<void>
  all<Row>(sql: string, ...bound: Bound[]): Promise<Row[]>
}

export type Connection = Sql & {
  /** Committed when the task resolves, else rolled back. */
  transaction<T>(task: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const HOW = {
  write: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
  read: sqlite3.OPEN_READONLY,
}

/** Opens the file, or makes it to `write` in; nothing is read of it yet. */
export const connect = async (
  path: string,
  to: 'write' | 'read' = 'write',
): Promise<Connection> => {
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(path, HOW[to], (error) =>
      error === null ? resolve(opened) : reject(error),
    )
  })
  const sql = statements(db)
  return {
    ...sql,
    transaction: (task) => committed(sql, task),
    close: () => closed(db),
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
