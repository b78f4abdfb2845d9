// A real Mosquitto on the files the hub has written for it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Mosquitto = AsyncDisposable & {
  /** Starts it again on the same port, as it was or after it was ended. */
  start(): Promise<void>
  /** Resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** Stops its work without a word to anybody, or lets it go on. */
  stand(still: boolean): void
  /** All it has said of itself. */
  log(): string
}

/** Resolves when it has said so; rejects with all it said when it ends before. */
const said = (child: ChildProcess, words: string, log: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log.push(chunk.toString())
      if (log.join('').includes(words)) resolve()
    })
    child.once('exit', () => reject(new Error(`mosquitto ended: ${log.join('')}`)))
  })

/** `folder` is where the hub writes; `ear` is a name that may hear everything. */
export const startMosquitto = async (folder: string, ear?: string): Promise<Mosquitto> => {
  const [file, access] = [join(folder, 'test.conf'), join(folder, 'test.acl')]
  const log: string[] = []
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const rules = await readFile(join(folder, 'acl'), 'utf8')
    const hears = ear === undefined ? '' : `user ${ear}\ntopic read #\n\n`
    await writeFile(access, hears + rules, { mode: 0o600 })
    const config = await readFile(join(folder, 'mosquitto.conf'), 'utf8')
    // As root it would change to a user who may not read the hub's files.
    const user = process.getuid?.() === 0 ? 'user root\n' : ''
    const told = `log_type ${ear === undefined ? 'information' : 'all'}\n`
    await writeFile(
      file,
      config.replace(/^acl_file .*/m, `acl_file ${access}`) + told + user,
    )
    log.length = 0
    child = spawn('/usr/sbin/mosquitto', ['-c', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await said(child, 'running', log)
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
    log: () => log.join(''),
    stand: (still) => void child?.kill(still ? 'SIGSTOP' : 'SIGCONT'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}
