// The kiosk's process. Standard output speaks to whoever started it: the ready line, or in plain
// words why there will be none. The log goes to standard error.
import { loadConfig, type Problem } from './config.ts'
import { problemsHere } from './config-here.ts'
import { type Kiosk, type KioskOptions, startKiosk } from './kiosk.ts'
import { type Logger, openLog } from './log.ts'
import { CannotListen } from './screen/listen.ts'
import { readSettings } from './settings.ts'

/** sysexits.h: EX_UNAVAILABLE, EX_SOFTWARE, EX_TEMPFAIL, EX_CONFIG. */
const EXIT = { unavailable: 69, software: 70, again: 75, configuration: 78 }
/** Then it ends whatever is still open. */
const CLOSE_LIMIT_MS = 900
/** For the command to the lock to leave. */
const SAFE_LIMIT_MS = 100

const say = (words: string): void => {
  process.stdout.write(`${words}\n`)
}

const run = async (options: Omit<KioskOptions, 'restart'>): Promise<void> => {
  const { log } = options
  let kiosk: Kiosk | undefined
  dieOnBugs(log, () => kiosk?.makeSafe())
  try {
    const { promise: again, resolve: restart } = wish()
    kiosk = await startKiosk({ ...options, restart })
    const stop = stopWhenAsked(kiosk, log)
    log.info({ screens: kiosk.url }, 'the kiosk is ready')
    say(JSON.stringify({ ready: { screens: kiosk.url } }))
    void again.then(() => stop(EXIT.again))
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exit(error instanceof CannotListen ? EXIT.unavailable : EXIT.software)
  }
}

/** Nothing is known of a process with a bug in it, but that the door must not stay open. */
const dieOnBugs = (log: Logger, makeSafe: () => void): void => {
  let dying = false
  const die = (err: unknown): void => {
    if (dying) return
    dying = true
    log.fatal({ err }, 'the kiosk ends because of a bug')
    setTimeout(() => process.exit(EXIT.software), SAFE_LIMIT_MS)
    makeSafe()
  }
  process.on('uncaughtException', die).on('unhandledRejection', die)
}

/** May be made before anybody is there to grant it. */
const wish = (): { promise: Promise<void>; resolve(): void } => {
  let resolve = (): void => {}
  const promise = new Promise<void>((granted) => {
    resolve = granted
  })
  return { promise, resolve }
}

const stopWhenAsked = (kiosk: Kiosk, log: Logger): ((code: number) => void) => {
  let stopping = false
  const end = (code: number): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(code), CLOSE_LIMIT_MS).unref()
    Promise.resolve(kiosk[Symbol.asyncDispose]())
      .catch((err: unknown) => log.error({ err }, 'the kiosk did not close well'))
      .finally(() => process.exit(code))
  }
  const stop = (): void => end(0)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.env.B24_STOP_WITH_PARENT !== undefined)
    process.stdin.on('end', stop).on('error', stop).resume()
  return end
}

const giveUp = (problems: readonly Problem[]): void => {
  say('The kiosk cannot start with this configuration:')
  for (const { at, expected } of problems) say(`  ${at}: ${expected}`)
  process.exitCode = EXIT.configuration
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
const level = process.env.LOG_LEVEL ?? 'info'
const { file, settings, install, problems } = readSettings(
  process.argv.slice(2),
  process.env,
)
const loaded = loadConfig(file, settings, problemsHere)
const all = [
  ...problems,
  ...(LEVELS.includes(level)
    ? []
    : [{ at: 'LOG_LEVEL', expected: `expected one of ${LEVELS.join(', ')}` }]),
  ...(loaded.ok ? [] : loaded.problems),
]
if (loaded.ok && all.length === 0)
  await run({ config: loaded.config, install, log: openLog({ level }) })
else giveUp(all)
