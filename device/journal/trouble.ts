// What is wrong with the disk or the file, from what SQLite or the system says. Pure.

/**
 * `full`: there is no room; `failing`: it cannot be read or written now, and perhaps again later;
 * `damaged`: the file is not, or no longer, a database of ours.
 */
export type Trouble = 'full' | 'failing' | 'damaged'

/** SQLite's result codes (sqlite.org/rescode.html) and errno names of open(2) and write(2). */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  SQLITE_FULL: 'full',
  ENOSPC: 'full',
  EDQUOT: 'full',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'damaged',
  // Another's file, or a folder in its place: where the folder round it is not ours either, no new
  // one can be made, and the disk is failing.
  EACCES: 'damaged',
  EISDIR: 'damaged',
  SQLITE_IOERR: 'failing',
  SQLITE_READONLY: 'failing',
  SQLITE_CANTOPEN: 'failing',
  SQLITE_NOMEM: 'failing',
  SQLITE_PERM: 'failing',
  EIO: 'failing',
  EROFS: 'failing',
  EPERM: 'failing',
  EEXIST: 'failing',
  ELOOP: 'failing',
  EMFILE: 'failing',
  ENFILE: 'failing',
  ENOENT: 'failing',
  ENOTDIR: 'failing',
}

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/** As SQLite itself would say it. */
export const damaged = (what: string): Error =>
  Object.assign(new Error(`${what} is damaged`), { code: 'SQLITE_CORRUPT' })

/** Undefined when the disk and the file are not at fault. */
export const troubleOf = (error: unknown): Trouble | undefined =>
  TROUBLES[String(codeOf(error))]
