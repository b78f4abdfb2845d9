// Which hubs have a store open: one alone, or several that take turns, one of them on duty. SQLite's
// own ladder of file locks says it all (lockingv3.html), and the operating system lets go of them with
// the process: a killed hub leaves nothing to clear away.
import { type Connection, openConnection } from './sqlite.ts'

/** Hubs that take turns, by the name each has a lock under. */
export const INSTANCES = ['a', 'b'] as const
export type Instance = (typeof INSTANCES)[number]

export type Hold = {
  /** True from when no other hub is on duty, until this one closes. */
  takeDuty(): Promise<boolean>
  /** Whether another hub has the store open now. */
  hasCompany(): Promise<boolean>
  close(): Promise<void>
}

/** Throws when any other hub has the store open. */
export const holdAlone = async (path: string): Promise<Hold> => {
  const lock = await openConnection(`${path}.lock`)
  await taken(() => lock.run('begin exclusive'), [lock], inUse(path))
  return {
    takeDuty: async () => true,
    hasCompany: async () => false,
    close: () => lock.close(),
  }
}

/** Throws when a hub has the store for itself, or another is of the same instance. */
export const holdTogether = async (path: string, instance: Instance): Promise<Hold> => {
  // All are opened before any is locked: to open a file once more lets go of its locks (POSIX).
  const [own, present, duty, ...others] = await openAll([
    nameLock(path, instance),
    `${path}.lock`,
    `${path}.lock`,
    ...INSTANCES.filter((one) => one !== instance).map((one) => nameLock(path, one)),
  ])
  const all = [own, present, duty, ...others]
  const same = `${path} is in use by another hub of instance ${instance}: stop it, or start this one with --instance ${INSTANCES.find((one) => one !== instance)}`
  await taken(() => own.run('begin exclusive'), all, same)
  await taken(() => shared(present), all, inUse(path))
  for (const one of [duty, ...others]) await one.all('pragma busy_timeout = 0')
  let isOn = false
  return {
    takeDuty: async () => {
      isOn ||= await isFree(duty.run('begin immediate'))
      return isOn
    },
    hasCompany: async () => {
      for (const one of others) if (!(await isFree(readIn(one)))) return true
      return false
    },
    close: async () => {
      for (const one of all) await one.close()
    },
  }
}

type Opened = [own: Connection, present: Connection, duty: Connection, ...Connection[]]

const openAll = async (paths: readonly string[]): Promise<Opened> => {
  const opened: Connection[] = []
  for (const path of paths) opened.push(await openConnection(path))
  return opened as Opened
}

const nameLock = (path: string, instance: Instance): string => `${path}.lock-${instance}`

const inUse = (path: string): string =>
  `${path} is in use by another hub: stop it, or choose another var`

const readIn = (lock: Connection) => lock.all('select 1 from sqlite_master')

/** Whoever has read in a transaction keeps out who wants the file for himself. */
const shared = async (lock: Connection): Promise<void> => {
  await lock.run('begin')
  await readIn(lock)
}

const isBusy = (error: unknown): boolean => /SQLITE_BUSY/.test(String(error))

const isFree = async (locking: Promise<unknown>): Promise<boolean> => {
  try {
    await locking
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}

const taken = async (
  lock: () => Promise<unknown>,
  opened: readonly Connection[],
  otherwise: string,
): Promise<void> => {
  try {
    await lock()
  } catch (error) {
    for (const one of opened) await one.close()
    throw isBusy(error) ? new Error(otherwise) : error
  }
}
