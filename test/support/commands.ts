// Our commands as people run them: processes of their own, without a terminal, run to their end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Ran = { code: number; out: string; err: string }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** `cwd` holds `hub.json`; `input` is its whole standard input. */
export const certify = (cwd: string, words: readonly string[], input = ''): Promise<Ran> =>
  node(['hub/certify.ts', ...words], { cwd, input })

/** In the project's own folder unless told. */
export const b24 = (words: readonly string[], cwd = ROOT): Promise<Ran> =>
  node(['provisioning/cli.ts', ...words], { cwd, input: '' })

/** With its whole standard input, and something more in its environment. */
export const b24Told = (
  words: readonly string[],
  { input, env }: { input: string; env: Record<string, string> },
): Promise<Ran> => node(['provisioning/cli.ts', ...words], { cwd: ROOT, input, env })

/** At a terminal, where a person types all of `input` once she is asked for `after`. */
export const b24Typed = (
  words: readonly string[],
  { env, ...typed }: { input: string; after: string; env: Record<string, string> },
): Promise<Ran> => {
  const line = [process.execPath, ...scriptOf(['provisioning/cli.ts', ...words])]
  const command = line.map((word) => `'${word}'`).join(' ')
  return ran('script', ['-qec', command, '/dev/null'], { cwd: ROOT, env, ...typed })
}

/** The same where a process may have so few files open. */
export const b24Limited = (files: number, words: readonly string[]): Promise<Ran> => {
  const script = [process.execPath, ...scriptOf(['provisioning/cli.ts', ...words])]
  const limited = ['-c', `ulimit -n ${files}; exec "$@"`, 'sh', ...script]
  return ran('sh', limited, { cwd: ROOT, input: '' })
}

/** `after` keeps the input back until the program has said this. */
type Where = {
  cwd: string
  input: string
  after?: string
  env?: Record<string, string>
}

const node = (script: readonly string[], where: Where): Promise<Ran> =>
  ran(process.execPath, scriptOf(script), where)

const scriptOf = ([script, ...words]: readonly string[]): readonly string[] => [
  '--import',
  import.meta.resolve('tsx'),
  `${ROOT}${script}`,
  ...words,
]

/** Any program, run to its end. */
export const ran = async (
  program: string,
  words: readonly string[],
  { cwd, input, after = '', env = {} }: Where,
): Promise<Ran> => {
  const child = spawn(program, words, {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const said = { out: '', err: '' }
  const hear = (where: 'out' | 'err') => (chunk: Buffer) => {
    said[where] += chunk.toString()
    if (after !== '' && said[where].includes(after)) child.stdin.end(input)
  }
  child.stdout.on('data', hear('out'))
  child.stderr.on('data', hear('err'))
  // It may end without having read.
  child.stdin.on('error', () => {})
  if (after === '') child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { code: Number(code), ...said }
}
