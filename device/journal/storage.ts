// The journal's file on a disk that may fill up, fail or damage it: what is asked of it is done in turn
// and durable, or refused; and it comes back by itself, at the next try or within seconds.
import { createListeners } from '../drivers/listeners.ts'
import type { Logger } from '../log.ts'
import type { Unsubscribe } from '../ports.ts'
import type { Connection, Sql } from './connection.ts'
import { openFile } from './file.ts'
import { hasDamaged, replaceFile, takePlace } from './replacement.ts'
import { BOUNDS, type Bounds, roomFor } from './room.ts'
import { codeOf, type Trouble, troubleOf } from './trouble.ts'
import { createTurns } from './turns.ts'

/**
 * `full`: there is little room, and rows nobody must account for go; `failing`: nothing can be
 * written now; `replaced`: well, but a file was damaged and lies beside the new one until somebody
 * takes it away.
 */
export type StorageState = 'well' | 'full' | 'failing' | 'replaced'

export type Storage = AsyncDisposable & {
  readonly state: StorageState
  onState(listener: (state: StorageState) => void): Unsubscribe
  /** What was refused would be taken now. */
  onTaking(listener: () => void): Unsubscribe
  read<T>(task: (sql: Sql) => Promise<T>): Promise<T>
  /** Committed when it resolves, and nothing of it otherwise. Tried anew from the start where that can help. */
  write<T>(task: (sql: Sql) => Promise<T>): Promise<T>
}

export type StorageOptions = {
  path: string
  log: Logger
  /** After each opening, before anything else; `isNew`: what was there before may be lost. */
  begin(sql: Sql, isNew: boolean): Promise<void>
  bounds?: Bounds | undefined
}

/** Of making room and trying again: one row needs two at most, the third is for the unforeseen. */
const MOST_MENDS = 3
/** SQLite keeps to itself that pages could not be moved out of the WAL, so it is asked. */
const WRITES_A_CHECKPOINT = 250
/** The largest note and the largest row together: a disk that takes this takes any loan. */
const PROBE = 'x'.repeat(20_480)

const WORDS: Record<StorageState, string> = {
  well: 'The disk takes the journal again',
  full: 'The disk is full or nearly so: make room on it. Until then the least important rows go',
  failing: 'The disk does not take the journal: see to it. Until then nothing is lent here',
  replaced:
    'The journal was damaged and a new one is in use: see to the disk, and take the old file away',
}

/** What the trouble makes of the storage, mended or not. */
const stateAfter = (trouble: Trouble, isMended: boolean): StorageState => {
  if (trouble === 'full') return 'full'
  return isMended ? 'replaced' : 'failing'
}

/** Resolves whatever the disk does; rejects when the file is in use or newer than this program. */
export const openStorage = async (options: StorageOptions): Promise<Storage> => {
  const { path, log, bounds = BOUNDS } = options
  const inTurn = createTurns()
  const room = roomFor(path, bounds, log)
  const states = createListeners<StorageState>()
  const taking = createListeners<void>()
  let state: StorageState = 'well'
  let connection: Connection | undefined
  let hasBegun = false
  let isNew = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let writes = 0
  let failure: unknown

  const lookSoon = (): void => {
    if (!isClosed) timer ??= setTimeout(lookAgain, bounds.lookMs)
  }
  const change = (next: StorageState, error?: unknown): void => {
    failure = error
    if (next === 'full' || next === 'failing') lookSoon()
    if (next === state) return
    state = next
    log[next === 'well' ? 'info' : 'error'](
      { storage: state, code: codeOf(error) },
      WORDS[state],
    )
    states.tell(state)
  }
  const opened = async (): Promise<Connection> => {
    if (connection === undefined) {
      isNew = (await takePlace(path, log)) || isNew
      connection = await openFile(path)
    }
    if (!hasBegun) await connection.transaction((sql) => options.begin(sql, isNew))
    hasBegun = true
    return connection
  }
  const close = async (): Promise<void> => {
    const closing = connection
    connection = undefined
    hasBegun = false
    await closing?.close()
  }
  const mend = async (trouble: Trouble): Promise<boolean> => {
    if (trouble === 'full') return connection !== undefined && room.make(connection)
    // What the system has in memory is no longer what is on the disk: it is read anew, or not at all.
    await close()
    if (trouble === 'failing') return false
    await room.forsake()
    await replaceFile(path, log)
    isNew = true
    lookSoon()
    return true
  }
  const attempt = async <T>(
    task: (connection: Connection) => Promise<T>,
    mends = 0,
  ): Promise<T> => {
    try {
      return await task(await opened())
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble === undefined) throw error
      const isMended = mends < MOST_MENDS && (await mend(trouble).catch(() => false))
      change(stateAfter(trouble, isMended), error)
      if (!isMended) throw error
      return attempt(task, mends + 1)
    }
  }
  /** A disk that failed is not tried again before it was looked at. */
  const unlessResting = <T>(task: () => Promise<T>): Promise<T> =>
    inTurn(() => (state === 'failing' ? Promise.reject(failure) : task()))

  const checkpoint = (on: Connection): Promise<unknown> =>
    on.all('pragma wal_checkpoint(passive)')

  const written = async (): Promise<void> => {
    writes += 1
    // What was written is on the disk, whatever comes of this.
    if (writes % WRITES_A_CHECKPOINT === 0) await attempt(checkpoint).catch(() => undefined)
  }
  const look = async (): Promise<void> => {
    const isRoomy = await attempt(async (on) => {
      const restored = await room.restore(on)
      await on.transaction((sql) =>
        sql.run("insert or replace into memory values ('probe', ?)", PROBE),
      )
      await on.transaction((sql) => sql.run("delete from memory where key = 'probe'"))
      await checkpoint(on)
      return restored
    })
    if (isRoomy) change((await hasDamaged(path)) ? 'replaced' : 'well')
    else change('full')
    taking.tell()
  }
  const lookAgain = (): void => {
    timer = undefined
    inTurn(async () => isClosed || look()).catch((error) =>
      change(stateAfter(troubleOf(error) ?? 'failing', false), error),
    )
  }

  try {
    await look()
  } catch (error) {
    await close()
    if (troubleOf(error) === undefined) throw error
  }
  return {
    get state() {
      return state
    },
    onState: states.add,
    onTaking: taking.add,
    read: (task) => unlessResting(() => attempt(task)),
    write: (task) =>
      unlessResting(async () => {
        const result = await attempt((on) => on.transaction(task))
        await written()
        return result
      }),
    [Symbol.asyncDispose]: () => {
      isClosed = true
      clearTimeout(timer)
      return inTurn(close)
    },
  }
}
