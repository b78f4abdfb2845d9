// Runs the uvu suites and tells the truth about them: uvu exits 0 when a hook throws and waits for
// ever on an open handle. Every declared test must have passed or been skipped, inside the limit.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { provide } from './support/packages.ts'

const LIMIT_MS = 600_000

/** `npm test -- door` runs the files whose path has `door` in it. */
const [wanted = ''] = process.argv.slice(2)

type Counts = { total: number; passed: number; skipped: number }

const run = (): Promise<{ output: string; problem: string | undefined }> =>
  new Promise((resolve) => {
    const uvu = [
      '--import',
      'tsx',
      'node_modules/uvu/bin.js',
      'test',
      `${wanted}.*\\.test\\.tsx?$`,
    ]
    const child = spawn(process.execPath, uvu, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: LIMIT_MS,
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      process.stdout.write(chunk)
    })
    child.on('close', (code, signal) => {
      const left =
        signal === null ? undefined : `stopped by ${signal}: a test left something open`
      resolve({
        output,
        problem: left ?? (code === 0 ? undefined : `uvu ended with ${code}`),
      })
    })
  })

const countsIn = (output: string): Counts => {
  const text = stripVTControlCharacters(output)
  const last = (word: string): number =>
    Number([...text.matchAll(new RegExp(`${word}:\\s+(\\d+)`, 'g'))].at(-1)?.[1] ?? 0)
  return { total: last('Total'), passed: last('Passed'), skipped: last('Skipped') }
}

await provide()
const { output, problem } = await run()
const { total, passed, skipped } = countsIn(output)
const failed = Math.max(total - passed, problem === undefined ? 0 : 1, total === 0 ? 1 : 0)
if (problem !== undefined) console.log(`FAILED: ${problem}`)
if (total === 0) console.log(`FAILED: no test ran for "${wanted}"`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
