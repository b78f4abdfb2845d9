// Another process that holds the hub's store, such as a backup that went wrong.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const SCRIPT = `
  import sqlite3 from 'sqlite3'
  const db = new sqlite3.Database(process.argv.at(-1))
  db.configure('busyTimeout', 10_000)
  db.exec('begin exclusive', (error) => console.log(error?.message ?? 'held'))
  process.stdin.on('end', () => process.exit(0)).resume()
`

/** Holds it until disposed. */
export const lockStore = async (file: string): Promise<AsyncDisposable> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, '--', file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const [said] = await once(child.stdout, 'data')
  if (String(said).trim() !== 'held') throw new Error(`not held: ${said}`)
  return {
    [Symbol.asyncDispose]: async () => {
      child.stdin.end()
      await ended
    },
  }
}
