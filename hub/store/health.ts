// Whether the store takes what it is given. Pure.

/**
 * `refuses`: the last write failed, because another process holds the file or the disk is full or
 * broken; the next that is committed makes it well. `lost`: the file is damaged, until a restart.
 */
export type Health = 'well' | 'refuses' | 'lost'

const LOST = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB'])
const REFUSES = new Set([
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_NOMEM',
  'SQLITE_PERM',
])

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** The disk, the file or another process is at fault, and not what was asked. */
export const isOfTheDisk = (error: unknown): boolean =>
  REFUSES.has(codeOf(error)) || LOST.has(codeOf(error))

/** After SQLite has answered `sql` with `error`; null = it was done. */
export const healthAfter = (before: Health, sql: string, error: unknown): Health => {
  if (before === 'lost' || LOST.has(codeOf(error))) return 'lost'
  if (error === null) return sql === 'commit' ? 'well' : before
  return isOfTheDisk(error) ? 'refuses' : before
}
