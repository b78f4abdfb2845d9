// The journal's file on a disk that may fill up, fail or damage it: what is asked of it is done in turn
// and durable, or refused; and it comes back by itself, at the next try or within seconds.
import { createListeners } from '../drivers/listeners.ts'
import type { Logger } from '../log.ts'
import type { Unsubscribe } from '../ports.ts'
import type { Connection, Sql } from './connection.ts'
import { openFile } from './file.ts'
import { BOUNDS, type Bounds, roomFor } from './room.ts'
import { replaceFile } from './salvage.ts'
import { codeOf, type Trouble, troubleOf } from './trouble.ts'
import { createTurns } from './turns.ts'

/**
 * `full`: there is little room, and rows nobody must account for go; `failing`: nothing can be
 * written now; `replaced`: well, but the file was damaged and is a new one since the last start.
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

const WORDS: Record<StorageState, string> = {
  well: 'The disk takes the journal again',
  full: 'The disk is full or nearly so: make room on it. Until then the least important rows go',
  failing: 'The disk does not take the journal: see to it. Until then nothing is lent here',
  replaced: 'The journal was damaged and a new one is in use: see to the disk',
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
  let wasReplaced = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  const change = (next: StorageState, code?: unknown): void => {
    const isBad = next === 'full' || next === 'failing'
    if (isBad && !isClosed) timer ??= setTimeout(lookAgain, bounds.lookMs)
    if (next === state) return
    state = next
    log[isBad ? 'error' : 'info']({ storage: state, code }, WORDS[state])
    states.tell(state)
  }
  const opened = async (): Promise<Connection> => {
    connection ??= await openFile(path)
    if (!hasBegun) await connection.transaction((sql) => options.begin(sql, wasReplaced))
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
    if (trouble === 'failing') return false
    if (trouble === 'full') return connection !== undefined && room.make(connection)
    await close()
    wasReplaced = true
    await replaceFile(path, log)
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
      change(stateAfter(trouble, isMended), codeOf(error))
      if (!isMended) throw error
      return attempt(task, mends + 1)
    }
  }
  const look = async (): Promise<void> => {
    const isRoomy = await attempt(async (on) => {
      await on.transaction((sql) => sql.run('update boot set seq = seq'))
      return room.restore(on)
    })
    change(isRoomy ? (wasReplaced ? 'replaced' : 'well') : 'full')
    taking.tell()
  }
  const lookAgain = (): void => {
    timer = undefined
    inTurn(async () => isClosed || look()).catch((error) =>
      change('failing', codeOf(error)),
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
    read: (task) => inTurn(() => attempt(task)),
    write: (task) => inTurn(() => attempt((on) => on.transaction(task))),
    [Symbol.asyncDispose]: () => {
      isClosed = true
      clearTimeout(timer)
      return inTurn(close)
    },
  }
}
