// What is wrong with the disk or the file, from what SQLite or the system says. Pure.

/**
 * `full`: there is no room; `failing`: it cannot be read or written now, and perhaps again later;
 * `damaged`: the file is not, or no longer, a database.
 */
export type Trouble = 'full' | 'failing' | 'damaged'

/** SQLite's result codes (sqlite.org/rescode.html) and errno names of open(2) and write(2). */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  SQLITE_FULL: 'full',
  ENOSPC: 'full',
  EDQUOT: 'full',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'damaged',
  SQLITE_IOERR: 'failing',
  SQLITE_READONLY: 'failing',
  SQLITE_CANTOPEN: 'failing',
  SQLITE_NOMEM: 'failing',
  SQLITE_PERM: 'failing',
  EIO: 'failing',
  EROFS: 'failing',
  EACCES: 'failing',
  ENOENT: 'failing',
  ENOTDIR: 'failing',
}

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/** Undefined when the disk and the file are not at fault. */
export const troubleOf = (error: unknown): Trouble | undefined =>
  TROUBLES[String(codeOf(error))]
