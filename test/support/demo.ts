// `npm start` as a newcomer has it: the launcher as a process, what it says, and what it began.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { freePorts } from './free-port.ts'
import { until } from './until.ts'

/** Another process ends without telling us: it is looked at this often. */
const LOOK_MS = 25

export type Ports = { screens: number; http: number; mqtt: number }

export type Demo = AsyncDisposable & {
  readonly ports: Ports
  /** Everything it said once it has said these words. */
  says(words: string): Promise<string>
  /** The process it began for this. */
  pidOf(name: 'hub' | 'kiosk'): number
  /** Sends the signal; resolves with the exit code when it has ended. */
  end(signal: NodeJS.Signals): Promise<number | null>
  /** Resolves by itself with its exit code. */
  readonly ended: Promise<number | null>
}

export type DemoFlags = { var: string; ports?: Ports; fresh?: boolean }

export const startDemo = async (flags: DemoFlags): Promise<Demo> => {
  const ports = flags.ports ?? (await anyPorts())
  const child = spawn(process.execPath, ['--import', 'tsx', ...wordsFor(flags, ports)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([code]): number | null => code)
  const said = hear(child)
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  return {
    ports,
    ended,
    end,
    says: (words) => until(said, words, (text) => text.includes(words)),
    pidOf: (name) => pidOf(child, name === 'hub' ? 'hub/main.ts' : 'device/main.ts'),
    [Symbol.asyncDispose]: async () => {
      await end('SIGTERM')
    },
  }
}

const wordsFor = ({ var: folder, fresh = false }: DemoFlags, ports: Ports): string[] => [
  ...['provisioning/cli.ts', 'demo', '--var', folder],
  ...Object.entries(ports).flatMap(([name, port]) => [`--${name}-port`, String(port)]),
  ...(fresh ? ['--fresh'] : []),
]

const hear = (child: ChildProcess) => {
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const listener of [...listeners]) listener()
    })
  return {
    now: () => text,
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const pidOf = ({ pid }: ChildProcess, script: string): number => {
  const begun = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const found = begun.find((each) =>
    readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(script),
  )
  if (found === undefined) throw new Error(`${script} does not run`)
  return Number(found)
}

/** A process that ended and was not yet fetched by its parent is gone too. */
export const isAlive = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

export const gone = async (pid: number): Promise<void> => {
  const onChange = (listener: () => void) => {
    const timer = setInterval(listener, LOOK_MS)
    return () => clearInterval(timer)
  }
  await until({ now: () => isAlive(pid), onChange }, `${pid} is gone`, (alive) => !alive)
}

const anyPorts = async (): Promise<Ports> => {
  const [screens = 0, http = 0, mqtt = 0] = await freePorts(3)
  return { screens, http, mqtt }
}
