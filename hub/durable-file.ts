// Writes small files that must be whole whenever they are read: after a kill or a power cut there is
// the old one or the new one.
import { link, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

type Content = string | Uint8Array

/** On the disk when resolved, in the place of what was there. `mode` for a new file: 600 unless told. */
export const replaceFile = async (
  path: string,
  content: Content,
  mode = 0o600,
): Promise<void> => {
  await rename(await writeBeside(path, content, mode), path)
  await syncFolder(path)
}

/** The same where nothing may be replaced: what is there stays, also what somebody has just made. */
export const makeFile = async (
  path: string,
  content: Content,
  mode = 0o600,
): Promise<void> => {
  const beside = await writeBeside(path, content, mode)
  try {
    await link(beside, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(beside)
  }
  await syncFolder(path)
}

/**
 * Adds whole lines, on the disk when resolved. What a power cut has left of an earlier one stays a line
 * of its own; `isTorn` knows it.
 */
export const addLines = async (
  path: string,
  lines: readonly unknown[],
  mode = 0o600,
): Promise<void> => {
  const text = lines.map((one) => `${JSON.stringify(one)}\n`).join('')
  await using file = await open(path, 'a+', mode)
  const { size } = await file.stat()
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  const isWhole = size === 0 || buffer.toString() === '\n'
  await file.appendFile(isWhole ? text : `\n${text}`)
  await file.sync()
  if (size === 0) await syncFolder(path)
}

/** Whether it is the beginning of an object that was never written to its end, so nobody was told it was. */
export const isTorn = (line: string): boolean => /^\{[^}]*$/.test(line)

let written = 0

/** Each writer has its own file, or two of them would write into one. */
const writeBeside = async (
  path: string,
  content: Content,
  mode: number,
): Promise<string> => {
  written += 1
  const beside = `${path}.${process.pid}-${written}.new`
  // One that a killed process of the same number has left has its mode too.
  await rm(beside, { force: true })
  await writeFile(beside, content, { mode, flush: true })
  return beside
}

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(resolve(path)), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
