// Runs the uvu suites and tells the truth about them: uvu exits 0 when a hook throws and waits for
// ever on an open handle. Every declared test must have passed or been skipped, inside the limit.
import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { failuresIn } from './support/failures.ts'
import { provide } from './support/packages.ts'
import { builtUi } from './support/ui.ts'

/** Ends what hangs; the whole takes nine minutes on two cores. */
const LIMIT_MS = 900_000
/** Processes that share the files: mostly a test waits for a device or a timer. */
const HANDS = 3

/** `npm test -- door` runs the files whose path has `door` in it. */
const [wanted = ''] = process.argv.slice(2)

type Ran = { output: string; problem: string | undefined }
type Counts = { total: number; passed: number; skipped: number }

const filesWanted = async (): Promise<string[]> => {
  const names = await readdir('test', { recursive: true })
  const pattern = new RegExp(`${wanted}.*\\.test\\.tsx?$`)
  return names.filter((name) => pattern.test(name)).sort()
}

const exactly = (files: readonly string[]): string =>
  `^(?:${files.map((file) => file.replaceAll('.', '\\.')).join('|')})$`

/** The first hand shows its work as it goes on, the others when they are done. */
const run = (files: readonly string[], isLive: boolean): Promise<Ran> =>
  new Promise((resolve) => {
    const uvu = ['--import', 'tsx', 'node_modules/uvu/bin.js', 'test', exactly(files)]
    const child = spawn(process.execPath, uvu, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: LIMIT_MS,
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (isLive) process.stdout.write(chunk)
    })
    child.on('close', (code, signal) => {
      const left = signal && `stopped by ${signal}: a test left something open`
      const ended = code === 0 ? undefined : `uvu ended with ${code}`
      resolve({ output, problem: left ?? ended })
    })
  })

const countsIn = (output: string): Counts => {
  const text = stripVTControlCharacters(output)
  const last = (word: string): number =>
    Number([...text.matchAll(new RegExp(`${word}:\\s+(\\d+)`, 'g'))].at(-1)?.[1] ?? 0)
  return { total: last('Total'), passed: last('Passed'), skipped: last('Skipped') }
}

/** A hand that broke has failed at least once, whatever it counted. */
const failedIn = ({ output, problem }: Ran): number => {
  const { total, passed } = countsIn(output)
  return Math.max(total - passed, problem === undefined && total > 0 ? 0 : 1)
}

await provide()
// Before the hands begin: two builders at once would tear down each other's work.
await builtUi()
const files = await filesWanted()
const hands = Array.from({ length: HANDS }, (_, hand) =>
  files.filter((_, index) => index % HANDS === hand),
).filter((share) => share.length > 0)
const ran = await Promise.all(hands.map((share, hand) => run(share, hand === 0)))
for (const { output } of ran.slice(1)) process.stdout.write(output)
for (const { output } of ran) for (const one of failuresIn(output)) console.log(`${one}\n`)
for (const { problem } of ran) if (problem !== undefined) console.log(`FAILED: ${problem}`)
if (files.length === 0) console.log(`FAILED: no test file has "${wanted}" in its path`)
const sum = (count: (one: Ran) => number): number =>
  ran.reduce((so, one) => so + count(one), 0)
const failed = Math.max(sum(failedIn), files.length === 0 ? 1 : 0)
console.log(
  `${sum((one) => countsIn(one.output).passed)} passed, ${failed} failed, ${sum((one) => countsIn(one.output).skipped)} skipped`,
)
process.exitCode = failed === 0 ? 0 : 1
