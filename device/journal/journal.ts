// What happened at this kiosk, in order, on disk until the hub has it; and what was begun but not ended.
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { createListeners } from '../drivers/listeners.ts'
import { type Logger, silent } from '../log.ts'
import type { Unsubscribe } from '../ports.ts'
import { BOOT_ABOVE, type Boot, countBoot } from './boot.ts'
import type { Sql } from './connection.ts'
import { createHeld } from './held.ts'
import type { Bounds } from './room.ts'
import { openStorage, type Storage, type StorageState } from './storage.ts'
import { damaged } from './trouble.ts'

export type { StorageState }

/** Work begun and not yet ended, so that a restart can settle it. `note` is JSON. */
export type Unfinished = { key: string; note: unknown }

export type JournalRow = { epoch: number; seq: number; event: KioskEvent }

export type Journal = {
  /** Boot number: rises at every open. */
  readonly epoch: number
  /** How it is with the disk. */
  storage(): StorageState
  onStorage(listener: (state: StorageState) => void): Unsubscribe
  /** What the disk refused it would take now. */
  onTaking(listener: () => void): Unsubscribe
  /** Durable when resolved; answers the row's seq. Rejects when it could not be written. */
  append(
    event: KioskEvent,
    settle?: { begin?: Unfinished; finish?: string },
  ): Promise<number>
  /**
   * For what goes on whatever the disk does: in RAM until it is written, in order, the newest 1000.
   * Never rejects; answers the row's seq once it is durable, or undefined when it had to go.
   */
  record(event: KioskEvent): Promise<number | undefined>
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
  /** The next boot, and all after it, are above this one. */
  beginAbove(epoch: number): Promise<void>
  onAppend(listener: () => void): Unsubscribe
  [Symbol.asyncDispose](): Promise<void>
}

const MAX_EVENT = 4096
const MAX_NOTE = 16_384
const MAX_REMEMBERED = 65_536
const MAX_BATCH = 500

export type JournalOptions = { bounds?: Bounds }

/** Rejects when the file is in use or newer than this program; a disk in trouble is told of instead. */
export const openJournal = async (
  path: string,
  log: Logger = silent,
  options: JournalOptions = {},
): Promise<Journal> => {
  const boot = countBoot()
  const storage = await openStorage({ path, log, begin: boot.begin, ...options })
  const epoch = boot.epoch()
  const appended = createListeners<void>()
  const append = appender(storage, boot, appended.tell)
  const held = createHeld(append, log)
  storage.onTaking(() => void held.flush())
  return {
    epoch,
    storage: () => storage.state,
    onStorage: storage.onState,
    onTaking: storage.onTaking,
    append,
    record: held.record,
    ...notes(storage),
    ...outgoing(storage),
    ...memory(storage),
    onAppend: appended.add,
    [Symbol.asyncDispose]: async () => {
      await held.flush()
      await storage[Symbol.asyncDispose]()
    },
  }
}

const appender =
  (storage: Storage, boot: Boot, appended: () => void): Journal['append'] =>
  async (event, settle = {}) => {
    const body = bounded('event', event, MAX_EVENT)
    const seq = await storage.write(async (sql) => {
      const found = boot.found(body)
      if (found !== undefined) return found
      const row = await insertEvent(sql, body)
      if (settle.begin !== undefined) await insertNote(sql, settle.begin)
      if (settle.finish !== undefined) await deleteNote(sql, settle.finish)
      return row
    })
    boot.reached(seq)
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

const notes = (storage: Storage): Pick<Journal, 'begin' | 'finish' | 'unfinished'> => ({
  begin: (note) => storage.write((sql) => insertNote(sql, note)),
  finish: (key) => storage.write((sql) => deleteNote(sql, key)),
  unfinished: () =>
    storage.read(async (sql) => {
      const rows = await sql.all<{ key: string; note: string }>(
        'select key, note from unfinished order by key',
      )
      return rows.map(({ key, note }) => ({ key, note: parsed(note) }))
    }),
})

const OLDEST = `select epoch, seq, body from event
  where epoch = (select min(epoch) from event) order by seq limit ?`

const outgoing = (storage: Storage): Pick<Journal, 'unsent' | 'batch' | 'acknowledge'> => ({
  unsent: async () => {
    const [row] = await storage.read((sql) =>
      sql.all<{ rows: number }>('select count(*) as rows from event'),
    )
    return row?.rows ?? 0
  },
  batch: (limit) =>
    storage.read(async (sql) => {
      const rows = await sql.all<{ epoch: number; seq: number; body: string }>(
        OLDEST,
        Math.min(limit, MAX_BATCH),
      )
      return rows.map(({ epoch, seq, body }) => ({ epoch, seq, event: parsed(body) }))
    }),
  acknowledge: (epoch, upTo) =>
    storage.write((sql) =>
      sql.run('delete from event where epoch = ? and seq <= ?', epoch, upTo),
    ),
})

const memory = (storage: Storage): Pick<Journal, 'remember' | 'recall' | 'beginAbove'> => ({
  remember: (key, value) => remember(storage, key, value),
  beginAbove: (epoch) => remember(storage, BOOT_ABOVE, epoch),
  recall: (key) =>
    storage.read(async (sql) => {
      const [row] = await sql.all<{ value: string }>(
        'select value from memory where key = ?',
        key,
      )
      return row === undefined ? undefined : parsed(row.value)
    }),
})

const remember = (storage: Storage, key: string, value: unknown): Promise<void> => {
  const json = bounded('memory', value, MAX_REMEMBERED)
  return storage.write((sql) =>
    sql.run('insert or replace into memory values (?, ?)', key, json),
  )
}

/** Only JSON is ever written: what is none is damage, and the file is replaced without it. */
const parsed = (json: string) => {
  try {
    return JSON.parse(json)
  } catch {
    throw damaged('the journal')
  }
}

const bounded = (what: string, value: unknown, max: number): string => {
  const json = JSON.stringify(value)
  if (json.length > max)
    throw new Error(`journal: ${what} of ${json.length} characters, at most ${max} fit`)
  return json
}
