// Runs the uvu suites and tells the truth about them: uvu exits 0 when a hook throws and waits for
// ever on an open handle. Every declared test must have passed or been skipped, inside the limit.
import { readdir } from 'node:fs/promises'
import { failuresIn } from './support/failures.ts'
import { provide } from './support/packages.ts'
import { countsIn, failedIn, type Ran, runSuites } from './support/suites.ts'
import { builtUi } from './support/ui.ts'

/** Ends a lot that hangs; on two busy cores the longest takes a fourth of it. */
const LIMIT_MS = 480_000
/** Processes at a time: mostly a test waits for a device or a timer. */
const HANDS = 3
/** Starts a house, a browser or a broker, so it takes long: a lot of its own, and the first to begin. */
const LONG = /^(?:system|kiosk-ui|provisioning|hub\/broker)\//
/** Files of the others in a lot: loading them costs more than most of them do. */
const LOT = 8

/** `npm test -- door` runs the files whose path has `door` in it; a file's own path will do. */
const wanted = (process.argv[2] ?? '')
  .replace(/^test\//, '')
  .replace(/\.test(\.tsx?)?$/, '')

const filesWanted = async (): Promise<string[]> => {
  const names = await readdir('test', { recursive: true })
  const pattern = new RegExp(`${wanted}.*\\.test\\.tsx?$`)
  return names.filter((name) => pattern.test(name)).sort()
}

const lotsOf = (files: readonly string[]): string[][] => {
  const long = files.filter((file) => LONG.test(file))
  const others = files.filter((file) => !LONG.test(file))
  const starts = others.flatMap((_, at) => (at % LOT === 0 ? [at] : []))
  return [...long.map((file) => [file]), ...starts.map((at) => others.slice(at, at + LOT))]
}

/** Takes one lot after another until none is left; the hands share the lots. */
const hand = async (lots: string[][], ran: Ran[]): Promise<void> => {
  for (let lot = lots.shift(); lot !== undefined; lot = lots.shift())
    ran.push(await runSuites(lot, { limitMs: LIMIT_MS }))
}

provide()
// Before the hands begin: two builders at once would tear down each other's work.
await builtUi()
const files = await filesWanted()
const lots = lotsOf(files)
const ran: Ran[] = []
await Promise.all(Array.from({ length: HANDS }, () => hand(lots, ran)))
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
