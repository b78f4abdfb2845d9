// Opens the journal's file soundly, or moves a damaged one aside where a technician finds it.
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Connection, connect, type Sql } from './connection.ts'
import { codeOf } from './trouble.ts'

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
  await mkdir(dirname(resolve(path)), { recursive: true, mode: 0o700 })
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
  await sql.run('pragma synchronous = full')
  await demand(sql, 'synchronous', FULL, path)
  await sql.run(`pragma wal_autocheckpoint = ${WAL_PAGES}`)
  await sql.run(`pragma journal_size_limit = ${WAL_BYTES}`)
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

const damaged = (path: string): Error =>
  Object.assign(new Error(`${path} is damaged`), { code: 'SQLITE_CORRUPT' })

/** Answers where the file is now. */
export const moveAside = async (path: string): Promise<string> => {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '.')}`
  await rename(path, aside)
  for (const end of ['-wal', '-shm'])
    await rename(`${path}${end}`, `${aside}${end}`).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
  return aside
}
