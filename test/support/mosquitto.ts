// A real Mosquitto on the files the hub has written for it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, copyFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'

export type Mosquitto = AsyncDisposable & {
  /** Starts it again on the same port, as it was or after it was ended. */
  start(): Promise<void>
  /** Resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** Keeps every connection and answers nothing, until `thaw`. */
  freeze(): void
  thaw(): void
  /** All it has said. */
  log(): string
}

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const said = (child: ChildProcess, words: string, log: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log.push(chunk.toString())
      if (log.join('').includes(words)) resolve()
    })
    child.once('exit', () => reject(new Error(`mosquitto ended: ${log.join('')}`)))
  })

/** `folder` is where the hub writes; `more` is added to its configuration. */
export const startMosquitto = async (folder: string, more = ''): Promise<Mosquitto> => {
  const file = join(folder, 'test.conf')
  const log: string[] = []
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    await copyFile(join(folder, 'mosquitto.conf'), file)
    // As root it would change to a user who may not read the hub's files.
    await appendFile(
      file,
      `log_type information\n${process.getuid?.() === 0 ? 'user root\n' : ''}${more}`,
    )
    child = spawn('/usr/sbin/mosquitto', ['-c', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await said(child, 'running', [])
    child.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString()))
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
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    log: () => log.join(''),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}
