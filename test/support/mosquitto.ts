// A real Mosquitto on the files the hub has written for it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, copyFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Mosquitto = AsyncDisposable & {
  /** Starts it again on the same port, as it was or after it was ended. */
  start(): Promise<void>
  /** Resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** Stops its work without a word to anybody, or lets it go on. */
  stand(still: boolean): void
}

/** Resolves when it has said so; rejects with all it said when it ends before. */
const said = (child: ChildProcess, words: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const log: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => {
      log.push(chunk.toString())
      if (log.join('').includes(words)) resolve()
    })
    child.once('exit', () => reject(new Error(`mosquitto ended: ${log.join('')}`)))
  })

/** `folder` is where the hub writes. */
export const startMosquitto = async (folder: string): Promise<Mosquitto> => {
  const file = join(folder, 'test.conf')
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    await copyFile(join(folder, 'mosquitto.conf'), file)
    // As root it would change to a user who may not read the hub's files.
    await appendFile(
      file,
      `log_type information\n${process.getuid?.() === 0 ? 'user root\n' : ''}`,
    )
    child = spawn('/usr/sbin/mosquitto', ['-c', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await said(child, 'running')
  }
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  await start()
  return {
    start,
    end,
    stand: (still) => void child?.kill(still ? 'SIGSTOP' : 'SIGCONT'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}
