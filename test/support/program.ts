// A program of ours as a process of its own, with its ready line read and its end awaited.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'

export type Program = AsyncDisposable & {
  /** What it said when it was ready. */
  readonly ready: Record<string, string>
  readonly pid: number
  /** Sends the signal and waits until it is gone; answers its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
  /** Waits until it ends by itself; answers its exit code. */
  ended(): Promise<number | null>
}

export type Launched = {
  script: string
  args: readonly string[]
  log: string
  env?: Readonly<Record<string, string>>
  /** Moves its wall clock, in ms. */
  shift?: number
}

/** A module that moves the wall clock, and no timer. */
const shifted = (ms: number): string =>
  `data:text/javascript,const%20now=Date.now;Date.now=()=>now()+${ms}`

const isGone = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null

/** Resolves at the ready line; rejects with what the program said when it ends before. */
export const launch = async (wanted: Launched): Promise<Program> => {
  const { script, args, log, env, shift } = wanted
  const file = openSync(log, 'a')
  const clock = shift === undefined ? [] : ['--import', shifted(shift)]
  const child = spawn(process.execPath, ['--import', 'tsx', ...clock, script, ...args], {
    stdio: ['pipe', 'pipe', file],
    env: {
      ...process.env,
      ...env,
      B24_STOP_WITH_PARENT: '1',
    },
  })
  closeSync(file)
  const ready = await readyLine(child)
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (!isGone(child)) {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    return child.exitCode
  }
  return {
    ready,
    pid: child.pid ?? 0,
    end,
    ended: async () => {
      if (!isGone(child)) await once(child, 'exit')
      return child.exitCode
    },
    [Symbol.asyncDispose]: async () => {
      await end()
    },
  }
}

const readyLine = (child: ChildProcess): Promise<Record<string, string>> =>
  new Promise((resolve, reject) => {
    const said: string[] = []
    if (child.stdout === null) throw new Error('a program without standard output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready"')) resolve(JSON.parse(line).ready)
      else said.push(line)
    })
    child.once('exit', (code) =>
      reject(new Error(`ended with ${code}: ${said.join('\n')}`)),
    )
  })
