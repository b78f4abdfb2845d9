// `npm start`: a whole branch on this computer. Starts the hub and a kiosk as processes of their
// own, imports neither, tells how to visit, and takes both down again on Ctrl-C.
import { fileURLToPath } from 'node:url'
import { type Child, ChildEnded, startChild } from './child.ts'
import type { DemoOptions } from './options.ts'
import { takenPorts } from './ports.ts'
import { buildScreens, screensAreStale } from './screens.ts'
import { type DemoFiles, prepareState } from './state.ts'
import { welcome } from './welcome.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** sysexits.h: EX_UNAVAILABLE. */
const PORT_TAKEN = 69

const say = (line: string): void => console.log(line)

export const runDemo = async (options: DemoOptions): Promise<void> => {
  const taken = await takenPorts(options)
  if (taken.length > 0) return giveUp(taken.join('\n'), PORT_TAKEN)
  try {
    if (await screensAreStale(ROOT)) {
      say('Building the screens (the first time only) …')
      await buildScreens(ROOT)
    }
    await runChildren(await prepareState(options), options)
  } catch (error) {
    giveUp(error instanceof Error ? error.message : String(error), codeOf(error))
  }
}

const codeOf = (error: unknown): number => (error instanceof ChildEnded ? error.code : 1)

const giveUp = (words: string, code: number): void => {
  console.error(words)
  process.exitCode = code
}

const runChildren = async (files: DemoFiles, options: DemoOptions): Promise<void> => {
  const children = [
    startChild(plan('hub', files.hubConfig, files.log('hub'), 15_000), say),
    startChild(plan('kiosk', files.kioskConfig, files.log('kiosk'), 2000), say),
  ]
  stopOnSignal(children)
  try {
    await Promise.all(children.map((child) => child.ready))
  } catch (error) {
    await stopAll(children)
    throw error
  }
  say(welcome(options))
}

const plan = (name: 'hub' | 'kiosk', config: string, log: string, downMs: number) => ({
  name,
  command: [`${ROOT}${name === 'hub' ? 'hub' : 'device'}/main.ts`, '--config', config],
  log,
  downMs,
})

const stopOnSignal = (children: readonly Child[]): void => {
  const stop = (): void => {
    say('Closing the branch …')
    void stopAll(children).then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
}

const stopAll = async (children: readonly Child[]): Promise<void> => {
  await Promise.all(children.map((child) => child.stop()))
}
