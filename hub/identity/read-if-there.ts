// A file that may not have been written yet.
import { readFile } from 'node:fs/promises'

/** Undefined when there is none; rejects when it cannot be read. */
export const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return undefined
    throw error
  }
}
