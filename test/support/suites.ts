// Files of uvu suites in a process of their own, and what uvu counted there.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

export type Ran = { output: string; problem: string | undefined }
type Counts = { total: number; passed: number; skipped: number }

export type RunOptions = {
  /** Ends what hangs. */
  limitMs: number
  /** Shows the work as it goes on, instead of when it is done. */
  isLive?: boolean
}

/** `files` are below test/. */
export const runSuites = (
  files: readonly string[],
  { limitMs, isLive = false }: RunOptions,
): Promise<Ran> =>
  new Promise((resolve) => {
    const uvu = ['--import', 'tsx', 'node_modules/uvu/bin.js', 'test', exactly(files)]
    const child = spawn(process.execPath, uvu, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: limitMs,
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (isLive) process.stdout.write(chunk)
    })
    child.on('close', (code, signal) => {
      if (!isLive) process.stdout.write(output)
      const left = signal && `stopped by ${signal}: a test left something open`
      const ended = code === 0 ? undefined : `uvu ended with ${code}`
      const broken = left ?? ended
      resolve({ output, problem: broken && `${broken}, in ${files.join(' ')}` })
    })
  })

const exactly = (files: readonly string[]): string =>
  `^(?:${files.map((file) => file.replaceAll('.', '\\.')).join('|')})$`

export const countsIn = (output: string): Counts => {
  const text = stripVTControlCharacters(output)
  const last = (word: string): number =>
    Number([...text.matchAll(new RegExp(`${word}:\\s+(\\d+)`, 'g'))].at(-1)?.[1] ?? 0)
  return { total: last('Total'), passed: last('Passed'), skipped: last('Skipped') }
}

/** A lot that broke has failed at least once, whatever it counted. */
export const failedIn = ({ output, problem }: Ran): number => {
  const { total, passed } = countsIn(output)
  return Math.max(total - passed, problem === undefined && total > 0 ? 0 : 1)
}
