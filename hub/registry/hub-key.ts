// The key that turns card numbers into what the database holds. Lost with it: every card.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { makeFile } from '../durable-file.ts'

const BYTES = 32

/**
 * Reads the key, or makes one (mode 600) where no card was ever hashed with another. Throws when the
 * file is something else, or is missing.
 */
export const loadHubKey = async (path: string, hasCards: boolean): Promise<Uint8Array> => {
  if (!existsSync(path)) {
    if (hasCards)
      throw new Error(
        `${path} is missing, and no card is known without it: restore it from the backup`,
      )
    await makeFile(path, randomBytes(BYTES))
  }
  const key = await readFile(path)
  if (key.length !== BYTES || key.every((byte) => byte === 0))
    throw new Error(
      `${path} is not a hub key of ${BYTES} bytes: restore it from the backup`,
    )
  return key
}
