// Small files that are whole or not there: after a kill or a power cut there is the old one or the new.
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Folder = {
  /** Undefined when there is none, or it cannot be read. */
  read(name: string): Promise<Uint8Array | undefined>
  /** On the disk when resolved, in the place of what was there. */
  write(name: string, content: string | Uint8Array): Promise<void>
  remove(name: string): Promise<void>
  /** Every other file goes. */
  keepOnly(names: ReadonlySet<string>): Promise<void>
}

const OWN = { mode: 0o600, flush: true }

/** Made when absent. Names are of `A-Z a-z 0-9 - _`. */
export const openFolder = async (path: string): Promise<Folder> => {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const sync = async (): Promise<void> => {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
  return {
    read: (name) => readFile(join(path, name)).catch(() => undefined),
    write: async (name, content) => {
      const beside = join(path, `${name}.new`)
      await writeFile(beside, content, OWN)
      await rename(beside, join(path, name))
      await sync()
    },
    remove: (name) => rm(join(path, name), { force: true }),
    keepOnly: async (names) => {
      for (const name of await readdir(path))
        if (!names.has(name)) await rm(join(path, name), { force: true })
    },
  }
}
