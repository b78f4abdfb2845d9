// Opens the journal's file soundly: whole, ours alone, and with every commit on the disk.
import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Connection, connect, type Sql } from './connection.ts'
import { codeOf, damaged } from './trouble.ts'

/** Raised when an older program would misread what a newer one wrote. */
const FORMAT = 1
const FULL = 2
/** Of 4096 bytes: a megabyte waits in the WAL before it is moved into the file. */
const WAL_PAGES = 250
/** What a WAL that some accident blew up is cut back to when it begins anew. */
const WAL_BYTES = 2 * 1024 * 1024

const TABLES = [
  `create table if not exists boot (one integer primary key check (one = 1),
    epoch integer not null, seq integer not null) strict`,
  `create table if not exists event (epoch integer not null, seq integer not null, body text not null,
    primary key (epoch, seq)) strict, without rowid`,
  'create table if not exists unfinished (key text primary key, note text not null) strict, without rowid',
  'create table if not exists memory (key text primary key, value text not null) strict, without rowid',
]

/**
 * A connection that is whole, ours alone and durable: every commit is on the disk. Rejects with an
 * error that trouble.ts knows, or with words when the file is in use or newer than this program.
 */
export const openFile = async (path: string): Promise<Connection> => {
  const folder = dirname(resolve(path))
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(made))
  await (await open(path, 'a', 0o600)).close()
  const connection = await connect(path)
  try {
    await prepare(connection, path)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

const prepare = async (sql: Sql, path: string): Promise<void> => {
  await ownAlone(sql, path)
  await sql.all('pragma synchronous = full')
  await demand(sql, 'synchronous', FULL, path)
  await sql.all(`pragma wal_autocheckpoint = ${WAL_PAGES}`)
  await sql.all(`pragma journal_size_limit = ${WAL_BYTES}`)
  const [check] = await sql.all<{ quick_check: string }>('pragma quick_check(1)')
  if (check?.quick_check !== 'ok') throw damaged(path)
  const format = Number(await pragma(sql, 'user_version'))
  if (format > FORMAT)
    throw new Error(
      `${path} was written by a newer Bibliotek24 (format ${format}): update this kiosk`,
    )
  // Nothing is written that is there already: it may be the disk's fault that we are here.
  if (format === FORMAT) return
  for (const table of TABLES) await sql.run(table)
  await sql.run(`pragma user_version = ${FORMAT}`)
}

/** Two processes on one journal would give out the same seq twice. */
const ownAlone = async (sql: Sql, path: string): Promise<void> => {
  try {
    await sql.all('pragma locking_mode = exclusive')
    await sql.all('pragma journal_mode = wal')
    await demand(sql, 'journal_mode', 'wal', path)
  } catch (error) {
    if (codeOf(error) !== 'SQLITE_BUSY') throw error
    throw new Error(
      `${path} is in use: another kiosk runs here. Stop it, or set another var`,
    )
  }
}

/** What was made, renamed or removed in it outlives a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const pragma = async (sql: Sql, name: string): Promise<unknown> => {
  const [row] = await sql.all<Record<string, unknown>>(`pragma ${name}`)
  return row?.[name]
}

/** What was set is read back: some builds and some re-opens answer with less. */
const demand = async (sql: Sql, name: string, wanted: unknown, path: string) => {
  const got = await pragma(sql, name)
  if (got !== wanted)
    throw new Error(`${path}: pragma ${name} is ${got}, must be ${wanted}`)
}
