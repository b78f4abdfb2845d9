// The lock's line held through the character device by libgpiod's gpioset, in a process beside ours
// that a pipe ties to us: when we die, by whatever signal, or say nothing for 10 s, it drives the
// line low. Needs gpiod (1.6 or 2) and bash, both from Debian.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { PULSE_LIMIT_MS } from './board-pins.ts'
import { asError } from './gpio.ts'

const run = promisify(execFile)
const COMMAND_LIMIT_MS = 5_000
const MOST_WORDS = 500
/** The rest is for the guard to begin and to end in: the whole is within the limit. */
const HELD_S = (PULSE_LIMIT_MS - 1_000) / 1000

/** The lock's line, whoever drives it. */
export type LockLine = {
  /** High for at most 10 s; each further call begins them anew. */
  release(): void
  secure(): void
  /** Resolves when it is low. */
  close(): Promise<void>
}

/** How each gpioset is told, as words of a shell: $1 is the chip, $2 the line. */
const GPIOSET = {
  1: { hold: '--mode=signal "$1" "$2=1"', low: '--mode=exit "$1" "$2=0"' },
  2: { hold: '--chip "$1" "$2=1"', low: '--chip "$1" --toggle 0 "$2=0"' },
} as const
type Version = keyof typeof GPIOSET

/** Only gpioset keeps 3: its end is how we hear that it died. A Raspberry Pi's kernel leaves a line
 *  that was let go of as it is, so the line is driven low as well. setpriv ends gpioset when the guard
 *  itself is killed. */
const guard = (version: Version): string => `
trap : TERM INT HUP
setpriv --pdeathsig TERM gpioset ${GPIOSET[version].hold} &
holder=$!
exec 3>&-
while read -r -t ${HELD_S}; do :; done
kill $holder 2>/dev/null
wait $holder
held=$?
gpioset ${GPIOSET[version].low} || exit
[ $held = 143 ] || exit $held
`

const versionHere = async (): Promise<Version> => {
  const { stdout } = await run('gpioset', ['--version'], { timeout: COMMAND_LIMIT_MS })
  return /\bv?1\.\d/.test(stdout.split('\n', 1)[0] ?? '') ? 1 : 2
}

/** `/dev/gpiochipN` of the chip with this label. */
const deviceOf = async (chip: string): Promise<string> => {
  const { stdout } = await run('gpiodetect', [], { timeout: COMMAND_LIMIT_MS })
  const [name, other] = stdout
    .split('\n')
    .filter((words) => words.includes(` [${chip}] `))
    .map((words) => words.split(' ', 1)[0])
  if (name === undefined || other !== undefined)
    throw new Error(`gpiodetect: ${other ? 'two chips' : 'no chip'} with label ${chip}`)
  return `/dev/${name}`
}

export type HoldSettings = {
  chip: string
  line: number
  /** gpioset could not hold the line, or died while it did. */
  lost(error: Error): void
}

/** Rejects when gpiod is not installed, or the line cannot be had. */
export const holdByGpioset = async ({
  chip,
  line,
  lost,
}: HoldSettings): Promise<LockLine> => {
  const [version, device] = [await versionHere(), await deviceOf(chip)]
  const words = [device, String(line)]
  const shell = (script: string) => ['-c', script, 'b24-lock', ...words]
  await run('bash', shell(`exec gpioset ${GPIOSET[version].low}`), {
    timeout: COMMAND_LIMIT_MS,
  })
  let held: { guard: ChildProcess; gone: Promise<void>; isEnding: boolean } | undefined
  let isWanted = false

  const begin = (): void => {
    const child = spawn('bash', shell(guard(version)), {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    })
    let told = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-MOST_WORDS)
    })
    // A guard that has just ended reads no more.
    child.stdin?.on('error', () => {})
    child.stdio[3]?.on('end', () => end()).on('error', () => {})
    ;(child.stdio[3] as NodeJS.ReadableStream | null)?.resume()
    const gone = new Promise<void>((resolve) => {
      child.once('error', (error) => ended(error, resolve))
      child.once('close', (code, signal) => {
        const why = told.trim() || `ended by ${signal ?? code}`
        ended(code === 0 ? null : new Error(`gpioset: ${why}`), resolve)
      })
    })
    held = { guard: child, gone, isEnding: false }
  }
  const ended = (error: Error | null, resolve: () => void): void => {
    const wasEnding = held?.isEnding === true
    held = undefined
    resolve()
    // Told to release while the last release was being let go of: some milliseconds ago.
    if (error === null && isWanted && wasEnding) begin()
    else isWanted = false
    if (error !== null) lost(asError(error))
  }
  const end = (): void => {
    if (held === undefined || held.isEnding) return
    held.isEnding = true
    held.guard.stdin?.end()
  }

  return {
    release: () => {
      isWanted = true
      if (held === undefined) begin()
      else if (!held.isEnding) held.guard.stdin?.write('\n')
    },
    secure: () => {
      isWanted = false
      end()
    },
    close: async () => {
      isWanted = false
      end()
      await held?.gone
    },
  }
}
