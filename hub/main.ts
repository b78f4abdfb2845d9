// The hub's process. Standard output speaks to whoever started it: the ready line, or in plain
// words why there will be none. The log goes to standard error or to a file.
import { createClock } from './clock.ts'
import { type HubConfig, loadConfig } from './config.ts'
import { Misconfigured } from './files.ts'
import { CLOSE_LIMIT_MS, type Hub, startHub } from './hub.ts'
import { CannotListen } from './listen.ts'
import { type Logger, openLog } from './log.ts'

/** sysexits.h: EX_UNAVAILABLE, EX_SOFTWARE, EX_CONFIG. */
const EXIT = { unavailable: 69, software: 70, configuration: 78 }

const say = (words: string): void => {
  process.stdout.write(`${words}\n`)
}

const exitCodeOf = (error: unknown): number => {
  if (error instanceof Misconfigured) return EXIT.configuration
  return error instanceof CannotListen ? EXIT.unavailable : EXIT.software
}

const run = async (config: HubConfig): Promise<void> => {
  const log = openLog(config.log)
  try {
    const hub = await startHub({ config, clock: createClock(), log })
    stopWhenAsked(hub, log)
    log.info({ http: hub.http, mqtt: hub.mqtt }, 'the hub is ready')
    say(JSON.stringify({ ready: { http: hub.http, mqtt: hub.mqtt } }))
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = exitCodeOf(error)
  }
}

const stopWhenAsked = (hub: Hub, log: Logger): void => {
  let stopping = false
  const giveUp = (): void => {
    log.fatal('the hub could not close in time')
    process.exit(EXIT.software)
  }
  const stop = (): void => {
    if (stopping) return
    stopping = true
    log.info('the hub stops: it finishes what is in hand')
    setTimeout(giveUp, CLOSE_LIMIT_MS).unref()
    void Promise.resolve(hub[Symbol.asyncDispose]()).finally(() => {
      log.info('the hub has stopped')
      process.exit(0)
    })
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.env.B24_STOP_WITH_PARENT !== undefined)
    process.stdin.on('end', stop).on('error', stop).resume()
}

const configured = loadConfig(process.argv.slice(2), process.env)
if (configured.ok) await run(configured.config)
else {
  say('The hub cannot start with this configuration:')
  for (const { at, expected } of configured.problems) say(`  ${at}: ${expected}`)
  process.exitCode = EXIT.configuration
}
