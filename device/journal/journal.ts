// What happened at this kiosk, in order, on disk until the hub has it; and what was begun but not ended.
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { type Logger, silent } from '../log.ts'
import type { Unsubscribe } from '../ports.ts'
import type { Connection, Sql } from './connection.ts'
import { openFile } from './file.ts'

/** Work begun and not yet ended, so that a restart can settle it. `note` is JSON. */
export type Unfinished = { key: string; note: unknown }

export type JournalRow = { epoch: number; seq: number; event: KioskEvent }

export type Journal = {
  /** Boot number: rises at every open. */
  readonly epoch: number
  /** Durable when resolved; answers the row's seq. Rejects when it could not be written. */
  append(
    event: KioskEvent,
    settle?: { begin?: Unfinished; finish?: string },
  ): Promise<number>
  begin(note: Unfinished): Promise<void>
  finish(key: string): Promise<void>
  unfinished(): Promise<readonly Unfinished[]>
  /** How many rows the hub has not acknowledged. */
  unsent(): Promise<number>
  /** Oldest rows first, all of one epoch, at most `limit`. */
  batch(limit: number): Promise<readonly JournalRow[]>
  /** The hub has committed every row of `epoch` up to and including `upTo`: they go. */
  acknowledge(epoch: number, upTo: number): Promise<void>
  /** A small memory, such as the last configuration. */
  remember(key: string, value: unknown): Promise<void>
  /** What was remembered, or undefined. */
  recall(key: string): Promise<unknown>
  onAppend(listener: () => void): Unsubscribe
  [Symbol.asyncDispose](): Promise<void>
}

const MAX_EVENT = 4096
const MAX_NOTE = 16_384
const MAX_REMEMBERED = 65_536
const MAX_BATCH = 500

/** Rejects when the file is in use, newer than this program, or not durable. */
export const openJournal = async (path: string, log: Logger = silent): Promise<Journal> => {
  const connection = await openFile(path, log)
  const epoch = await connection.transaction(nextEpoch)
  const listeners = new Set<() => void>()
  return {
    epoch,
    append: appender(connection, () => {
      for (const listener of listeners) listener()
    }),
    ...notes(connection),
    ...outgoing(connection),
    ...memory(connection),
    onAppend: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

/**
 * A new file starts from the seconds since 1970, not from 1: the hub knows rows by epoch and seq,
 * and would take those of a replaced disk for ones it has.
 */
const nextEpoch = async (sql: Sql): Promise<number> => {
  const [last] = await sql.all<{ epoch: number }>('select epoch from boot')
  const epoch = (last?.epoch ?? Math.floor(Date.now() / 1000)) + 1
  await sql.run('insert or replace into boot (one, epoch, seq) values (1, ?, 0)', epoch)
  return epoch
}

const appender =
  (connection: Connection, appended: () => void): Journal['append'] =>
  async (event, settle = {}) => {
    const body = bounded('event', event, MAX_EVENT)
    const seq = await connection.transaction(async (sql) => {
      const row = await insertEvent(sql, body)
      if (settle.begin !== undefined) await insertNote(sql, settle.begin)
      if (settle.finish !== undefined) await deleteNote(sql, settle.finish)
      return row
    })
    appended()
    return seq
  }

/** The seq is counted in the same transaction, so that one that fails leaves no gap. */
const insertEvent = async (sql: Sql, body: string): Promise<number> => {
  await sql.run('update boot set seq = seq + 1')
  await sql.run('insert into event select epoch, seq, ? from boot', body)
  const [row] = await sql.all<{ seq: number }>('select seq from boot')
  if (row === undefined) throw new Error('the journal has lost its boot number')
  return row.seq
}

const insertNote = (sql: Sql, { key, note }: Unfinished): Promise<void> =>
  sql.run(
    'insert or replace into unfinished values (?, ?)',
    key,
    bounded('note', note, MAX_NOTE),
  )

const deleteNote = (sql: Sql, key: string): Promise<void> =>
  sql.run('delete from unfinished where key = ?', key)

const notes = (
  connection: Connection,
): Pick<Journal, 'begin' | 'finish' | 'unfinished'> => ({
  begin: (note) => connection.alone((sql) => insertNote(sql, note)),
  finish: (key) => connection.alone((sql) => deleteNote(sql, key)),
  unfinished: async () => {
    const rows = await connection.alone((sql) =>
      sql.all<{ key: string; note: string }>(
        'select key, note from unfinished order by key',
      ),
    )
    return rows.map(({ key, note }) => ({ key, note: JSON.parse(note) }))
  },
})

const OLDEST = `select epoch, seq, body from event
  where epoch = (select min(epoch) from event) order by seq limit ?`

const outgoing = (
  connection: Connection,
): Pick<Journal, 'unsent' | 'batch' | 'acknowledge'> => ({
  unsent: async () => {
    const [row] = await connection.alone((sql) =>
      sql.all<{ rows: number }>('select count(*) as rows from event'),
    )
    return row?.rows ?? 0
  },
  batch: async (limit) => {
    const rows = await connection.alone((sql) =>
      sql.all<{ epoch: number; seq: number; body: string }>(
        OLDEST,
        Math.min(limit, MAX_BATCH),
      ),
    )
    return rows.map(({ epoch, seq, body }) => ({
      epoch,
      seq,
      event: JSON.parse(body),
    }))
  },
  acknowledge: (epoch, upTo) =>
    connection.alone((sql) =>
      sql.run('delete from event where epoch = ? and seq <= ?', epoch, upTo),
    ),
})

const memory = (connection: Connection): Pick<Journal, 'remember' | 'recall'> => ({
  remember: (key, value) => {
    const json = bounded('memory', value, MAX_REMEMBERED)
    return connection.alone((sql) =>
      sql.run('insert or replace into memory values (?, ?)', key, json),
    )
  },
  recall: async (key) => {
    const [row] = await connection.alone((sql) =>
      sql.all<{ value: string }>('select value from memory where key = ?', key),
    )
    return row === undefined ? undefined : JSON.parse(row.value)
  },
})

const bounded = (what: string, value: unknown, max: number): string => {
  const json = JSON.stringify(value)
  if (json.length > max)
    throw new Error(`journal: ${what} of ${json.length} characters, at most ${max} fit`)
  return json
}
