// Opens the journal's file soundly, or moves a broken one aside where a technician finds it.
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Logger } from '../log.ts'
import { type Connection, codeOf, connect, isCorrupt, type Sql } from './connection.ts'

/** Raised when an older program would misread what a newer one wrote. */
const FORMAT = 1
const FULL = 2

const TABLES = [
  `create table if not exists boot (one integer primary key check (one = 1),
    epoch integer not null, seq integer not null) strict`,
  `create table if not exists event (epoch integer not null, seq integer not null, body text not null,
    primary key (epoch, seq)) strict, without rowid`,
  'create table if not exists unfinished (key text primary key, note text not null) strict, without rowid',
  'create table if not exists memory (key text primary key, value text not null) strict, without rowid',
]

/** A connection that is whole, ours alone and durable: every commit is on the disk. */
export const openFile = async (path: string, log: Logger): Promise<Connection> => {
  await mkdir(dirname(resolve(path)), { recursive: true, mode: 0o700 })
  await (await open(path, 'a', 0o600)).close()
  try {
    return await openWhole(path)
  } catch (error) {
    if (!isCorrupt(error)) throw error
    const aside = await moveAside(path)
    log.error(
      { file: aside, code: codeOf(error) },
      'The journal was damaged and a new one is begun; keep the file and run sqlite3 .recover on it',
    )
    return openWhole(path)
  }
}

const openWhole = async (path: string): Promise<Connection> => {
  const connection = await connect(path)
  try {
    await connection.alone((sql) => prepare(sql, path))
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

const prepare = async (sql: Sql, path: string): Promise<void> => {
  await ownAlone(sql, path)
  await sql.run('pragma synchronous = full')
  await demand(sql, 'synchronous', FULL, path)
  const [check] = await sql.all<{ quick_check: string }>('pragma quick_check(1)')
  if (check?.quick_check !== 'ok') throw corrupt(path)
  const format = await pragma(sql, 'user_version')
  if (Number(format) > FORMAT)
    throw new Error(
      `${path} was written by a newer Bibliotek24 (format ${format}): update this kiosk`,
    )
  for (const table of TABLES) await sql.run(table)
  await sql.run(`pragma user_version = ${FORMAT}`)
}

/** Two processes on one journal would give out the same seq twice. */
const ownAlone = async (sql: Sql, path: string): Promise<void> => {
  try {
    await sql.run('pragma locking_mode = exclusive')
    await sql.run('pragma journal_mode = wal')
    await demand(sql, 'journal_mode', 'wal', path)
  } catch (error) {
    if (codeOf(error) !== 'SQLITE_BUSY') throw error
    throw new Error(
      `${path} is in use: another kiosk runs here. Stop it, or set another var`,
    )
  }
}

const pragma = async (sql: Sql, name: string): Promise<unknown> => {
  const [row] = await sql.all<Record<string, unknown>>(`pragma ${name}`)
  return row?.[name]
}

/** What was set is read back: some builds and some re-opens answer with less. */
const demand = async (sql: Sql, name: string, wanted: unknown, path: string) => {
  const got = await pragma(sql, name)
  if (got !== wanted)
    throw new Error(`${path}: pragma ${name} is ${got}, must be ${wanted}`)
}

const corrupt = (path: string): Error =>
  Object.assign(new Error(`${path} is damaged`), { code: 'SQLITE_CORRUPT' })

const moveAside = async (path: string): Promise<string> => {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '.')}`
  await rename(path, aside)
  for (const end of ['-wal', '-shm'])
    await rename(`${path}${end}`, `${aside}${end}`).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
  return aside
}
