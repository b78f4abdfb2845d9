// Room for the journal on a disk that fills up. A reserve is laid down while there is room; when there
// is none it is given up, the file grows no more, and the oldest rows that nobody must account for go.
import { open, rm, stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Logger } from '../log.ts'
import type { Connection, Sql } from './connection.ts'
import { pragma } from './file.ts'
import { THINNED } from './thinning.ts'
import { troubleOf } from './trouble.ts'

export type Bounds = {
  /** Bytes kept for a full disk: the WAL needs some even to take rows away. */
  reserve: number
  /** Bytes that the file may have at most. */
  most: number
  /** How soon a disk that was in trouble is looked at again, in ms. */
  lookMs: number
}

/** Some 200 000 rows: two months of a busy branch. */
export const BOUNDS: Bounds = {
  reserve: 2 * 1024 * 1024,
  most: 64 * 1024 * 1024,
  lookMs: 5000,
}

/** SQLite's own, on every file that we have made. */
const PAGE_BYTES = 4096
const AT_ONCE = 500
/** Of the file's bound: below it there is room again. */
const ROOMY = 0.9

export type Room = {
  /** Gives the reserve up to what is more urgent: a mended file beside a damaged one. */
  forsake(): Promise<void>
  /** After a write that found none: true when it may be tried again. */
  make(connection: Connection): Promise<boolean>
  /** Lays down the reserve if it is not there; false while disk or file is too full for it. */
  restore(connection: Connection): Promise<boolean>
}

export const roomFor = (
  path: string,
  { reserve, most }: Omit<Bounds, 'lookMs'>,
  log: Logger,
): Room => {
  const file = `${path}.reserve`
  const bound = Math.floor(most / PAGE_BYTES)
  let pinched: Sql | undefined
  const free = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(dirname(resolve(path)))
    return bavail * bsize
  }
  const isLaid = async (): Promise<boolean> =>
    (await stat(file).catch(() => undefined))?.size === reserve

  /** Once, or it would creep: half of what is left is the file's, the other half the WAL's. */
  const pinch = async (sql: Sql): Promise<void> => {
    if (pinched === sql) return
    pinched = sql
    const pages = (await pagesOf(sql)) + Math.floor((await free()) / 2 / PAGE_BYTES)
    await sql.all(`pragma max_page_count = ${Math.min(bound, pages)}`)
  }
  const widen = async (sql: Sql): Promise<void> => {
    pinched = undefined
    await sql.all(`pragma max_page_count = ${bound}`)
  }
  const giveUp = async (sql: Sql): Promise<boolean> => {
    if ((await pagesOf(sql)) >= bound || !(await isLaid())) return false
    await rm(file)
    // What waits in the WAL gets its place in the file while there is room for it.
    await sql.all('pragma wal_checkpoint(passive)')
    await pinch(sql)
    return true
  }
  const lay = async (): Promise<boolean> => {
    if (await isLaid()) return true
    if ((await free()) < 2 * reserve) return false
    return layZeros(file, reserve)
  }
  return {
    forsake: () => rm(file, { force: true }),
    make: async (connection) => {
      if (await giveUp(connection)) return true
      const rows = await thin(connection)
      if (rows > 0) log.warn({ rows }, 'The oldest rows of the journal went to make room')
      return rows > 0
    },
    restore: async (sql) => {
      const used = (await pagesOf(sql)) - Number(await pragma(sql, 'freelist_count'))
      const isRoomy = used <= ROOMY * bound && (await lay())
      if (!isRoomy) await pinch(sql)
      else await widen(sql)
      return isRoomy
    },
  }
}

const pagesOf = async (sql: Sql): Promise<number> => Number(await pragma(sql, 'page_count'))

const THIN = `delete from event where (epoch, seq) in (
    select epoch, seq from event where body ->> 'kind' in (select value from json_each(?))
    order by epoch, seq limit ${AT_ONCE})
  returning seq`

/** How many rows went: 0 as well when even that finds no room. */
const thin = async (connection: Connection): Promise<number> => {
  try {
    // A WAL whose pages are all in the file is written from its beginning, and need not grow.
    await connection.all('pragma wal_checkpoint(passive)')
    const gone = await connection.transaction((sql) =>
      sql.all<{ seq: number }>(THIN, JSON.stringify(THINNED)),
    )
    return gone.length
  } catch (error) {
    if (troubleOf(error) === 'full') return 0
    throw error
  }
}

/** False when there is no room after all. Written and not only promised: a hole holds nothing. */
const layZeros = async (file: string, bytes: number): Promise<boolean> => {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(Buffer.alloc(bytes))
    await handle.datasync()
    return true
  } catch (error) {
    if (troubleOf(error) !== 'full') throw error
    await rm(file)
    return false
  } finally {
    await handle.close()
  }
}
