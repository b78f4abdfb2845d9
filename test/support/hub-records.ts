// What the hub has committed, read from its own database file by another connection.
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { until } from './until.ts'

/** Another process commits without telling us: its file is looked at this often. */
const LOOK_MS = 25

export type InboxRow = { epoch: number; seq: number; kind: string; body: string | null }

export type HubRecords = {
  read<Row>(sql: string): Promise<Row[]>
  inbox(): Promise<InboxRow[]>
  /** Resolves once the rows taken in are so. */
  has(what: string, fits: (rows: readonly InboxRow[]) => boolean): Promise<InboxRow[]>
}

/** `hub` is the hub's own folder in the house; `limitMs` how long rows are waited for. */
export const hubRecords = (
  house: { folder: string },
  hub = 'hub',
  limitMs?: number,
): HubRecords => {
  const read = <Row>(sql: string): Promise<Row[]> =>
    readRows(join(house.folder, hub, 'hub.sqlite'), sql)
  const inbox = () =>
    read<InboxRow>('select epoch, seq, kind, body from inbox order by epoch, seq')
  return {
    read,
    inbox,
    has: async (what, fits) => {
      let rows = await inbox()
      const watched = {
        now: () => rows,
        onChange: (listener: () => void) => {
          const look = (): void => {
            void inbox().then((latest) => {
              rows = latest
              listener()
            })
          }
          const timer = setInterval(look, LOOK_MS)
          return () => clearInterval(timer)
        },
      }
      return until(watched, what, fits, limitMs)
    },
  }
}

/** In a hub’s database, while the hub goes on. */
export const runIn = (file: string, sql: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const db: sqlite3.Database = new sqlite3.Database(file, (failed) => {
      if (failed) return reject(failed)
      db.configure('busyTimeout', 10_000)
      db.exec(sql, (error) => {
        db.close()
        if (error) reject(error)
        else resolve()
      })
    })
  })

/** Of a hub’s database, while the hub goes on. */
export const readRows = <Row>(file: string, sql: string): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    const db: sqlite3.Database = new sqlite3.Database(
      file,
      sqlite3.OPEN_READONLY,
      (failed) => {
        if (failed) return reject(failed)
        db.all<Row>(sql, (error, rows) => {
          db.close()
          if (error) reject(error)
          else resolve(rows)
        })
      },
    )
  })
