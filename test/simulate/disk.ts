// The disk under every SQLite database: statements are run by SQLite itself, and fail, end half-way
// or stay unanswered as the simulation wants.
import sqlite3 from 'sqlite3'
import type { Chance } from '../support/chance.ts'
import { currentLife, type Life } from './life.ts'
import { begin } from './work.ts'

type Callback = (this: unknown, error: Error | null, ...rest: unknown[]) => void
type Statement = (this: sqlite3.Database, ...given: unknown[]) => unknown

type Opened = {
  life: Life | undefined
  path: string
  inTransaction: boolean
  isDirty: boolean
}

const opened = new Map<sqlite3.Database, Opened>()
/** As the driver has it: overloads and all, called with whatever it was called with. */
const methodOf = (name: string): Statement => {
  const prototype: object = sqlite3.Database.prototype
  return Reflect.get(prototype, name)
}
const real = { all: methodOf('all'), exec: methodOf('exec'), close: methodOf('close') }

let chance: Chance | undefined
/** A statement as it is run instead, for the mutants. */
let rewrite: (sql: string, life: Life | undefined) => string = (sql) => sql

export const resetDisk = (source: Chance, rewriting: typeof rewrite): void => {
  chance = source
  rewrite = rewriting
}

const FULL = { code: 'SQLITE_FULL', errno: 13, what: 'database or disk is full' }
const BROKEN = { code: 'SQLITE_IOERR', errno: 10, what: 'disk I/O error' }

const READS = /^\s*(?:select|pragma|begin|rollback|savepoint|release)/i

/** What the disk says to a statement, or undefined when it does as it is told. */
const troubleWith = (sql: string, life: Life | undefined): Error | undefined => {
  if (life === undefined || READS.test(sql)) return undefined
  const { disk } = life
  if (!disk.full && disk.failing === 0) return undefined
  if (!disk.full) disk.failing -= 1
  const { code, errno, what } = disk.full ? FULL : BROKEN
  return Object.assign(new Error(`${code}: ${what}`), { code, errno })
}

const WRITES = /^\s*(?:insert|update|delete|replace|create|alter|drop|commit)/i

const noteEnd = (of: Opened, sql: string, failed: boolean): void => {
  if (/^\s*begin/i.test(sql) && !failed) of.inTransaction = true
  if (/^\s*rollback\s*$/i.test(sql)) of.inTransaction = false
  if (failed) return
  if (/^\s*commit/i.test(sql)) of.inTransaction = false
  if (WRITES.test(sql) && !of.inTransaction) of.isDirty = true
}

const NOTHING: Callback = () => {}

/** The callback that stands last among the arguments, and the others. */
const apart = (args: unknown[]): { callback: Callback; others: unknown[] } => {
  const last = args.at(-1)
  return typeof last === 'function'
    ? { callback: last as Callback, others: args.slice(0, -1) }
    : { callback: NOTHING, others: args }
}

const routed = (name: 'run' | 'all' | 'get' | 'exec', statement: Statement): Statement =>
  function (given, ...args) {
    const of = opened.get(this)
    if (of === undefined) return statement.call(this, given, ...args)
    const sql = rewrite(String(given), of.life)
    const { callback, others } = apart(args)
    const begun = begin(this, `${name} ${sql.trim().slice(0, 40).replace(/\s+/g, ' ')}`)
    const trouble = troubleWith(sql, of.life)
    const done: Callback = function (error, ...rest) {
      noteEnd(of, sql, error !== null)
      begun.done(() => callback.call(this, error, ...rest))
    }
    if (trouble === undefined) return statement.call(this, sql, ...others, done)
    // SQLite sometimes rolls back by itself, and then there is no transaction to roll back.
    if (!of.inTransaction || chance?.below(2) === 0) done.call(this, trouble)
    else {
      of.inTransaction = false
      real.exec.call(this, 'rollback', () => done.call(this, trouble))
    }
    return this
  }

/** A statement that is made ready once is run as any other, so that each time may be troubled. */
const routedPrepare: Statement = function (sql, ...args) {
  const { callback } = apart(args)
  const run = (name: 'run' | 'all', given: unknown[]): unknown =>
    methodOf(name).call(this, sql, ...given)
  queueMicrotask(() => callback.call(this, null))
  return {
    run: (...given: unknown[]) => run('run', given),
    all: (...given: unknown[]) => run('all', given),
    finalize: (done: Callback = NOTHING) => done.call(this, null),
  }
}

const routedClose: Statement = function (...args) {
  const { callback } = apart(args)
  const begun = begin(this, 'close')
  return real.close.call(this, (error: Error | null) => {
    if (error === null) opened.delete(this)
    begun.done(() => callback.call(this, error))
  })
}

/** In the place of `new sqlite3.Database(path, callback)`. */
const open = (path: string, ...args: unknown[]): sqlite3.Database => {
  const { callback, others } = apart(args)
  const line = {}
  const begun = begin(line, 'open')
  const done: Callback = function (error) {
    begun.done(() => callback.call(this, error))
  }
  const database: sqlite3.Database = Reflect.construct(RealDatabase, [
    path,
    ...others,
    done,
  ])
  opened.set(database, { life: currentLife(), path, inTransaction: false, isDirty: true })
  return database
}

const RealDatabase = sqlite3.Database

export const installDisk = (): void => {
  const prototype = RealDatabase.prototype
  for (const name of ['run', 'all', 'get', 'exec'] as const)
    Reflect.set(prototype, name, routed(name, methodOf(name)))
  Reflect.set(prototype, 'prepare', routedPrepare)
  Reflect.set(prototype, 'close', routedClose)
  sqlite3.Database = new Proxy(RealDatabase, {
    construct: (_target, [path, ...rest]) => open(path, ...rest),
  })
}

/** The open database of a life whose file has this name; `isDirty` since it was last looked at. */
export type Look = { isDirty: boolean; read<Row>(sql: string): Promise<Row[]> }

export const lookAt = (life: Life, file: string): Look | undefined => {
  for (const [database, of] of opened) {
    if (of.life !== life || !of.path.endsWith(file)) continue
    const isDirty = of.isDirty
    of.isDirty = false
    return { isDirty, read: (sql) => readFrom(database, sql) }
  }
  return undefined
}

const readFrom = <Row>(database: sqlite3.Database, sql: string): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    real.all.call(database, sql, (error: Error | null, rows: Row[]) =>
      error === null ? resolve(rows) : reject(error),
    )
  })

/** As the operating system does at the end of a process: what was not committed is gone. */
export const closeAllOf = async (life: Life | undefined): Promise<void> => {
  for (const [database, of] of opened) {
    if (of.life !== life) continue
    opened.delete(database)
    await new Promise((resolve) => {
      real.close.call(database, resolve)
    })
  }
}
