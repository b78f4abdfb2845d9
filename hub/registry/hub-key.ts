// The key that turns card numbers into what the database holds. Lost with it: every card.
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

const BYTES = 32

/** Reads the key, or makes one at first start (mode 600). Throws when the file is something else. */
export const loadHubKey = async (path: string): Promise<Uint8Array> => {
  await createOnce(path)
  const key = await readFile(path)
  if (key.length !== BYTES)
    throw new Error(
      `${path} is not a hub key of ${BYTES} bytes: restore it from the backup`,
    )
  return key
}

const createOnce = async (path: string): Promise<void> => {
  try {
    await writeFile(path, randomBytes(BYTES), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
