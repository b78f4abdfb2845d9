// A program whose calls to the disk fail, or kill it, as strace has it. One thread does all of them,
// so that they are counted in one row.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bundled } from './bundled.ts'

export type Traced = { lines: string[]; isKilled: boolean }

/** `inject` as in strace(1), such as `fsync:error=EIO:when=3`. Answers what the program said. */
export const traced = async (
  inject: string,
  script: string,
  ...words: string[]
): Promise<Traced> => {
  const strace = ['-f', '-qq', '-o', '/dev/null', '-e', `inject=${inject}`]
  const node = [process.execPath, await bundled(script), ...words]
  return new Promise((resolve) => {
    const child = spawn('strace', [...strace, ...node], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    })
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    child.on('close', (_code, signal) => resolve({ lines, isKilled: signal === 'SIGKILL' }))
  })
}

/** Kills the program at its first call of `calls`, at its second, and so on until it is not killed. */
export const killedAtEach = async (
  calls: string,
  run: (inject: string, nth: number) => Promise<Traced>,
): Promise<number> => {
  for (let nth = 1; ; nth += 1) {
    const { isKilled } = await run(`${calls}:signal=SIGKILL:when=${nth}`, nth)
    if (!isKilled) return nth - 1
  }
}
