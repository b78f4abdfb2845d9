// A kiosk's journal and the hub's store on one disk: rows are appended, taken in and acknowledged as
// fast as they can be, and each promise is said in a file on another disk. In words: the folder, that
// file, and what SQLite is to take for `synchronous`, to see that the harness can fail.
import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { openJournal } from '../../../device/journal/journal.ts'
import { createGroupCommit } from '../../../hub/inbox/group-commit.ts'
import { openStore } from '../../../hub/store/store.ts'

const [folder = '', promises = '', synchronous = 'full'] = process.argv.slice(2)

if (synchronous !== 'full') {
  const all: unknown = Reflect.get(sqlite3.Database.prototype, 'all')
  if (typeof all !== 'function') throw new Error('no such method')
  Reflect.set(
    sqlite3.Database.prototype,
    'all',
    function (this: unknown, sql: string, ...rest: unknown[]) {
      const weakened =
        sql === 'pragma synchronous'
          ? 'select 2 as synchronous'
          : sql.replace('synchronous = full', `synchronous = ${synchronous}`)
      return all.call(this, weakened, ...rest)
    },
  )
}

const file = openSync(promises, 'a')
const promise = (...words: unknown[]): void => void writeSync(file, `${words.join(' ')}\n`)

const journal = await openJournal(join(folder, 'journal.sqlite'))
const store = await openStore(join(folder, 'hub.sqlite'))
const inbox = createGroupCommit(store)
const at = { branch: 'svardsjo', kiosk: 'svardsjo-1', now: Date.now() }

const appendSome = async (): Promise<void> => {
  const event = { kind: 'door', at: Date.now(), what: 'opened' } as const
  for (let n = 0; n < 7; n += 1) promise('row', journal.epoch, await journal.append(event))
}
const tell = async (): Promise<void> => {
  const rows = await journal.batch(5)
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return
  const told = rows.map(({ seq, event }) => ({ ok: true, seq, event }) as const)
  const seal = () => Promise.reject(new Error('nothing is bad'))
  const batch = { epoch: first.epoch, first: first.seq, oldest: true, rows: told, seal }
  const { upTo } = await inbox.take(at, batch)
  promise('taken', first.epoch, upTo)
  await journal.acknowledge(first.epoch, upTo)
}

console.log('begun')
for (;;) {
  await appendSome()
  await tell()
}
