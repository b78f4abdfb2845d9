// A mended journal in the place of a damaged one, however often it is killed on the way: first what
// can be saved stands whole beside it, then the damaged file moves aside, then the mended one moves in.
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Logger } from '../log.ts'
import { openFile, syncFolder } from './file.ts'
import { salvage } from './salvage.ts'
import { codeOf, damaged } from './trouble.ts'

/** A disk that damages one after the other must not be filled with them. */
const MOST_KEPT = 3
/** Of an SQLite database; the file itself last: while it is there, the damaged one is in its place. */
const ENDS = ['-wal', '-shm', '']

/** The damaged file stays beside it, named in the log. Nothing saved is no reason to have no journal. */
export const replaceFile = async (path: string, log: Logger): Promise<void> => {
  const begun = `${path}.new`
  for (const end of ENDS) await rm(`${begun}${end}`, { force: true, recursive: true })
  const rows = await saveInto(begun, path)
  await rename(begun, mendedOf(path))
  await syncFolder(folderOf(path))
  log.warn({ rows }, 'A new journal is begun with what could be read of the damaged one')
  await takePlace(path, log)
}

/** Answers how many rows are there now, all on the disk and in the one file. */
const saveInto = async (begun: string, path: string): Promise<number> => {
  const into = await openFile(begun)
  let rows: number
  try {
    rows = await salvage(path, into)
  } finally {
    await into.close()
  }
  // SQLite closes without a word when it could not move the last pages into the file.
  if (await isThere(`${begun}-wal`)) throw damaged(begun)
  return rows
}

/** Ends what a kill or a power cut left half done. True when there was such a thing. */
export const takePlace = async (path: string, log: Logger): Promise<boolean> => {
  const mended = mendedOf(path)
  if (!(await isThere(mended))) return false
  // The time it was mended, so that a second try finds the same name.
  const { mtime } = await stat(mended)
  const aside = `${path}.damaged-${mtime.toISOString().replaceAll(':', '.')}`
  for (const end of ENDS)
    if (await isThere(`${path}${end}`)) await rename(`${path}${end}`, `${aside}${end}`)
  await syncFolder(folderOf(path))
  await rename(mended, path)
  await syncFolder(folderOf(path))
  const told = 'The damaged journal is kept; sqlite3 .recover may read more of it'
  log.warn({ file: aside }, told)
  await forgetOldest(path)
  return true
}

const mendedOf = (path: string): string => `${path}.mended`
const folderOf = (path: string): string => dirname(resolve(path))

const isThere = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

const keptNames = async (path: string): Promise<string[]> => {
  const ours = `${basename(path)}.damaged-`
  return (await readdir(folderOf(path))).filter((name) => name.startsWith(ours)).sort()
}

/** A damaged journal lies beside it that nobody has taken away yet. */
export const hasDamaged = async (path: string): Promise<boolean> =>
  (await keptNames(path)).length > 0

const forgetOldest = async (path: string): Promise<void> => {
  const names = await keptNames(path)
  const files = new Set(names.map((name) => name.replace(/-(?:wal|shm)$/, '')))
  const kept = [...files].slice(-MOST_KEPT)
  for (const name of names)
    if (!kept.some((one) => name.startsWith(one)))
      await rm(join(folderOf(path), name), { recursive: true })
}
