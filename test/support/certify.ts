// The program an operator issues and withdraws certificates with, as a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Ran = { code: number; out: string; err: string }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** `cwd` holds `hub.json`; `input` is its whole standard input, which is no terminal. */
export const certify = (cwd: string, words: readonly string[], input = ''): Promise<Ran> =>
  run(['hub/certify.ts', ...words], cwd, input)

/** The same as an operator types it. */
export const b24 = (cwd: string, words: readonly string[]): Promise<Ran> =>
  run(['provisioning/cli.ts', ...words], cwd, '')

const run = async (
  [script, ...words]: readonly string[],
  cwd: string,
  input: string,
): Promise<Ran> => {
  const tsx = import.meta.resolve('tsx')
  const child = spawn(process.execPath, ['--import', tsx, `${ROOT}${script}`, ...words], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString()
  })
  // It may end without having read.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { code: Number(code), ...said }
}
