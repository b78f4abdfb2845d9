// The b24 command as a technician runs it: a process of its own, without a terminal.
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export type Ran = { code: number | null; out: string; err: string }

export const b24 = async (...words: string[]): Promise<Ran> => {
  const script = ['--import', 'tsx', 'provisioning/cli.ts', ...words]
  const child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, err }
}
