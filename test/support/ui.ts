// The built screens: built once, and again only when something of kiosk-ui is newer.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const BUILT = 'dist/kiosk-ui'
const SOURCES = ['kiosk-ui', 'device/screen-protocol.ts', 'device/simulator/protocol.ts']

const newest = async (path: string): Promise<number> => {
  const { mtimeMs } = await stat(path)
  if (!path.endsWith('kiosk-ui')) return mtimeMs
  const names = await readdir(path, { recursive: true })
  const times = await Promise.all(names.map((name) => stat(join(path, name))))
  return Math.max(mtimeMs, ...times.map((each) => each.mtimeMs))
}

const isStale = async (): Promise<boolean> => {
  if (!existsSync(`${BUILT}/index.html`)) return true
  const built = (await stat(`${BUILT}/index.html`)).mtimeMs
  const changed = await Promise.all(SOURCES.map(newest))
  return changed.some((time) => time > built)
}

let building: Promise<string> | undefined

/** The folder of the built screens. */
export const builtUi = (): Promise<string> => {
  building ??= build()
  return building
}

const build = async (): Promise<string> => {
  if (await isStale())
    await promisify(execFile)(process.execPath, [
      'node_modules/vite/bin/vite.js',
      ...['build', 'kiosk-ui', '--logLevel', 'error'],
    ])
  return BUILT
}
