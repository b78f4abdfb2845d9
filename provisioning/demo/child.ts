// One process of the demo: started, watched, started again when it dies, and never left behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'

export type ChildPlan = {
  name: string
  /** Script and its arguments, run by this Node with TypeScript. */
  command: readonly string[]
  /** The child's own log goes here, appended. */
  log: string
  /** How long it stays down after it died, in ms: long enough to see what its absence does. */
  downMs: number
}

export type Child = {
  /** Resolves at the first ready line; rejects when it ends before that. */
  ready: Promise<void>
  /** Asks it to stop, insists after 1.5 s, resolves when it is gone. */
  stop(): Promise<void>
}

/** Ends itself with its own words, such as "Port 2401 is taken …". */
export class ChildEnded extends Error {
  readonly code: number
  constructor(plan: ChildPlan, code: number, words: string) {
    super(words || `${plan.name} ended with ${code}. Its log is ${plan.log}.`)
    this.code = code
  }
}

const INSIST_AFTER_MS = 1500

export const startChild = (plan: ChildPlan, tell: (line: string) => void): Child => {
  let stopping = false
  let again: NodeJS.Timeout | undefined
  let running = launch(plan)

  const watch = (): void => {
    running.once('exit', () => {
      if (stopping) return
      tell(`The ${plan.name} is gone. It is started again in ${plan.downMs / 1000} s.`)
      again = setTimeout(relaunch, plan.downMs)
    })
  }
  const relaunch = (): void => {
    running = launch(plan)
    void readyLine(plan, running).then(
      () => tell(`The ${plan.name} is back.`),
      (error: Error) => tell(error.message),
    )
    watch()
  }

  const ready = readyLine(plan, running).then(watch)
  const stop = async (): Promise<void> => {
    stopping = true
    clearTimeout(again)
    await end(running)
  }
  return { ready, stop }
}

/** Standard input stays open as long as this process lives: a child that sees it end stops too. */
const launch = (plan: ChildPlan): ChildProcess => {
  const log = openSync(plan.log, 'a')
  const child = spawn(process.execPath, ['--import', 'tsx', ...plan.command], {
    stdio: ['pipe', 'pipe', log],
    env: childEnvironment(),
    detached: true,
  })
  closeSync(log)
  return child
}

/** Settings reach a child by its file only: what was meant for the launcher must not overrule it. */
const childEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('B24_')),
  ),
  B24_STOP_WITH_PARENT: '1',
})

const readyLine = async (plan: ChildPlan, child: ChildProcess): Promise<void> => {
  const words: string[] = []
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const ended = once(child, 'exit').then(([code]) => {
    throw new ChildEnded(plan, Number(code ?? 70), words.join('\n'))
  })
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => (line.startsWith('{"ready"') ? resolve() : words.push(line)))
  })
  await Promise.race([ready, ended])
  ended.catch(() => undefined)
}

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), INSIST_AFTER_MS)
  await gone
  clearTimeout(insist)
}
