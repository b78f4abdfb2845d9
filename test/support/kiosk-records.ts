// What the kiosk still has to tell and to do, read from a copy of its journal: it keeps the file
// itself to itself.
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { until } from './until.ts'

/** The kiosk does not tell what it has written: its file is looked at this often. */
const LOOK_MS = 50

export type KioskRow = { epoch: number; seq: number; kind: string }
/** Rows that the hub has not acknowledged, oldest first; notes of what was begun and not ended. */
type Undone = { rows: readonly KioskRow[]; notes: readonly string[] }

/** Resolves once every note is settled and the hub has every row. */
export const settled = (house: { folder: string }): Promise<Undone> =>
  journalOf(house, 'is empty', ({ rows, notes }) => rows.length === 0 && notes.length === 0)

/** Resolves once the kiosk has the list that it opens its door by without the hub. */
export const hasList = async (house: { folder: string }): Promise<void> => {
  const head = join(house.folder, 'kiosk', 'offline', 'head')
  const watched = {
    now: () => existsSync(head),
    onChange: (listener: () => void) => {
      const timer = setInterval(listener, LOOK_MS)
      return () => clearInterval(timer)
    },
  }
  await until(watched, 'the kiosk has a list', (has) => has)
}

/** Resolves once the kiosk's journal is so. */
export const journalOf = async (
  house: { folder: string },
  what: string,
  fits: (undone: Undone) => boolean,
): Promise<Undone> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-journal-'))
  const journal = join(house.folder, 'kiosk', 'journal.sqlite')
  let latest: Undone | undefined
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    latest = await copyOf(journal, folder).then(undoneIn, () => undefined)
    looking = undefined
  }
  const watched = {
    now: () => latest,
    onChange: (listener: () => void) => {
      const timer = setInterval(() => {
        looking ??= look().then(listener)
      }, LOOK_MS)
      return () => clearInterval(timer)
    },
  }
  try {
    return await until(
      watched,
      `the journal ${what}`,
      (now): now is Undone => now !== undefined && fits(now),
    )
  } finally {
    await looking
    await rm(folder, { recursive: true })
  }
}

/** The log first: what is copied after it is never older. */
const copyOf = async (journal: string, folder: string): Promise<string> => {
  const copy = join(folder, 'journal.sqlite')
  await copyFile(`${journal}-wal`, `${copy}-wal`)
  await copyFile(journal, copy)
  return copy
}

const ROWS = `select epoch, seq, json_extract(body, '$.kind') as kind from event
  order by epoch, seq`
const NOTES = 'select note from unfinished'

const undoneIn = async (file: string): Promise<Undone> => {
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (failed) =>
      failed === null ? resolve(opened) : reject(failed),
    )
  })
  const all = <Row>(sql: string): Promise<Row[]> =>
    new Promise((resolve, reject) => {
      db.all<Row>(sql, (error, rows) => (error === null ? resolve(rows) : reject(error)))
    })
  try {
    const rows = await all<KioskRow>(ROWS)
    const notes = await all<{ note: string }>(NOTES)
    return { rows, notes: notes.map(({ note }) => note) }
  } finally {
    await new Promise((resolve) => db.close(resolve))
  }
}
