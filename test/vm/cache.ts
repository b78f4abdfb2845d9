// What is slow to make is kept outside git, `var/vm` unless B24_VM_CACHE says another folder, and the
// slow steps are told while they go on.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

export const CACHE = resolve(process.env.B24_VM_CACHE ?? join('var', 'vm'))

export const tell = (words: string): void => console.log(`vm: ${words}`)

const execute = promisify(execFile)

/** Runs a command of this machine; answers what it said. Rejects with its last words when it fails. */
export const command = async (
  name: string,
  words: readonly string[],
  cwd?: string,
): Promise<string> => {
  try {
    const options = { cwd, maxBuffer: 64 * 1024 * 1024 }
    return (await execute(name, words, options)).stdout
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    const last = stderr.trim().split('\n').slice(-5).join('\n')
    throw new Error(`${name} failed: ${last || message.split('\n', 1)[0]}`)
  }
}

/** The folder of this name in the cache. It is made whole, or it is not there. */
export const made = async (
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const folder = join(CACHE, name)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await make(unfinished)
  await rename(unfinished, folder)
  return folder
}
