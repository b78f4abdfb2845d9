// Builds the kiosk's screens when their sources are newer than what was built last.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const BUILT = 'dist/kiosk-ui/index.html'
const SOURCES = ['kiosk-ui', 'device/screen-protocol.ts', 'device/simulator/protocol.ts']

export const screensAreStale = async (root: string): Promise<boolean> => {
  const built = join(root, BUILT)
  if (!existsSync(built)) return true
  const since = (await stat(built)).mtimeMs
  const newest = await Promise.all(SOURCES.map((source) => newestIn(join(root, source))))
  return Math.max(...newest) > since
}

const newestIn = async (path: string): Promise<number> => {
  const found = await stat(path)
  if (!found.isDirectory()) return found.mtimeMs
  const inside = await Promise.all(
    (await readdir(path)).map((name) => newestIn(join(path, name))),
  )
  return Math.max(found.mtimeMs, ...inside)
}

/** Some seconds of work, in a process of its own; rejects with the builder's own message. */
export const buildScreens = async (root: string): Promise<void> => {
  const vite = join('node_modules', 'vite', 'bin', 'vite.js')
  const words = ['build', 'kiosk-ui', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, [vite, ...words], { cwd: root })
}
