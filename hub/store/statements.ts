// Statements of one connection, made ready once and used again: made anew each time, every one of them
// costs a second trip through the thread pool, and its SQL is read again.
import type sqlite3 from 'sqlite3'

/** What a column may hold. sqlite3 binds a BigInt as NULL and a Date as REAL, silently, so neither passes. */
export type Bound = string | number | null | Uint8Array
type Row = Record<string, unknown>
type Changed = { changes: number; lastId: number }

export type Statements = {
  /** Rejects with SQLite's own error, and so does `run`. One at a time: whoever calls takes turns. */
  all(sql: string, bound: readonly Bound[]): Promise<Row[]>
  run(sql: string, bound: readonly Bound[]): Promise<Changed>
  /** Before the connection is closed: SQLite closes none that has statements left. Refuses all that comes after. */
  finalize(): Promise<void>
}

/** Kept ready; the longest are insertions of many rows, which seldom come twice in the same number. */
const MOST = { kept: 200, characters: 2000 }

export const statementsOf = (database: sqlite3.Database): Statements => {
  const kept = new Map<string, Promise<sqlite3.Statement>>()
  const inUse = new Set<Promise<unknown>>()
  let isOver = false

  const prepared = (sql: string): Promise<sqlite3.Statement> =>
    new Promise((resolve, reject) => {
      const statement = database.prepare(sql, (error: Error | null) =>
        error === null ? resolve(statement) : reject(error),
      )
    })
  const keep = (sql: string, statement: Promise<sqlite3.Statement>): void => {
    kept.delete(sql)
    kept.set(sql, statement)
    const [oldest] = kept
    if (kept.size <= MOST.kept || oldest === undefined) return
    kept.delete(oldest[0])
    // SQLite itself waits until nobody uses it.
    void oldest[1].then(finalized, () => {})
  }
  const withStatement = async <T>(
    sql: string,
    use: (statement: sqlite3.Statement) => Promise<T>,
  ): Promise<T> => {
    const ready = kept.get(sql) ?? prepared(sql)
    if (sql.length <= MOST.characters) keep(sql, ready)
    try {
      return await use(await ready)
    } catch (error) {
      // One that failed is still in progress, and would hold up the next commit.
      if (kept.get(sql) === ready) kept.delete(sql)
      throw error
    } finally {
      if (kept.get(sql) !== ready) await ready.then(finalized, () => {})
    }
  }
  const used = async <T>(
    sql: string,
    use: (statement: sqlite3.Statement) => Promise<T>,
  ): Promise<T> => {
    if (isOver) throw new Error('the store is closed')
    const using = withStatement(sql, use)
    inUse.add(using)
    try {
      return await using
    } finally {
      inUse.delete(using)
    }
  }
  return {
    all: (sql, bound) => used(sql, (statement) => all(statement, bound)),
    run: (sql, bound) => used(sql, (statement) => run(statement, bound)),
    finalize: async () => {
      isOver = true
      await Promise.allSettled(inUse)
      await Promise.all([...kept.values()].map((ready) => ready.then(finalized)))
    },
  }
}

const all = (statement: sqlite3.Statement, bound: readonly Bound[]): Promise<Row[]> =>
  new Promise((resolve, reject) =>
    statement.all<Row>(bound, (error, rows) =>
      error === null ? resolve(rows) : reject(error),
    ),
  )

const run = (statement: sqlite3.Statement, bound: readonly Bound[]): Promise<Changed> =>
  new Promise((resolve, reject) =>
    statement.run(bound, function (error) {
      if (error === null) resolve({ changes: this.changes, lastId: this.lastID })
      else reject(error)
    }),
  )

const finalized = (statement: sqlite3.Statement): Promise<void> =>
  new Promise((resolve) => statement.finalize(() => resolve()))
