// The program an operator issues and withdraws certificates with, as a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Ran = { code: number; out: string; err: string }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** `cwd` holds `hub.json`; `input` is its whole standard input, which is no terminal. */
export const certify = (cwd: string, words: readonly string[], input = ''): Promise<Ran> =>
  node(['hub/certify.ts', ...words], { cwd, input })

/** The same as an operator types it. */
export const b24 = (cwd: string, words: readonly string[]): Promise<Ran> =>
  node(['provisioning/cli.ts', ...words], { cwd, input: '' })

/** `after` keeps the input back until the program has said this. */
type Where = { cwd: string; input: string; after?: string }

const node = ([script, ...words]: readonly string[], where: Where): Promise<Ran> => {
  const tsx = import.meta.resolve('tsx')
  return ran(process.execPath, ['--import', tsx, `${ROOT}${script}`, ...words], where)
}

/** Any program, run to its end. */
export const ran = async (
  program: string,
  words: readonly string[],
  { cwd, input, after = '' }: Where,
): Promise<Ran> => {
  const child = spawn(program, words, { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
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
