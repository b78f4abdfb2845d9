import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { assertPragmas, openConnection } from '../../../hub/store/sqlite.ts'
import { openStore, type Store } from '../../../hub/store/store.ts'
import { temporaryFolder } from '../../support/library.ts'

const opened = async () => {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'hub.sqlite')
  const store = await openStore(path)
  return {
    store,
    path,
    async [Symbol.asyncDispose]() {
      await store.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const failure = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'no failure'
}

const member = (id: string) => ({ id, name: id, kind: 'municipality', isil: `SE-${id}` })

const addMember = (store: Store, id: string) =>
  store.db.insertInto('member').values(member(id)).execute()

const memberIds = async (store: Store): Promise<string[]> => {
  const rows = await store.db.selectFrom('member').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

test('tells how many rows a change has met', async () => {
  await using hub = await opened()
  await addMember(hub.store, 'falun')
  await addMember(hub.store, 'mora')
  const update = hub.store.db.updateTable('member').set({ kind: 'region' })
  const { numUpdatedRows } = await update.where('id', '=', 'mora').executeTakeFirstOrThrow()
  assert.is(numUpdatedRows, 1n)
  const none = await update.where('id', '=', 'orsa').executeTakeFirstOrThrow()
  assert.is(none.numUpdatedRows, 0n)
  const gone = await hub.store.db.deleteFrom('member').executeTakeFirstOrThrow()
  assert.is(gone.numDeletedRows, 2n)
})

test('gives back the rows that a statement returns', async () => {
  await using hub = await opened()
  const added = hub.store.db.insertInto('member').values(member('falun')).returning('id')
  assert.equal(await added.execute(), [{ id: 'falun' }])
})

/** sqlite3 6 binds the first as NULL, the second as REAL, and says nothing. */
const UNFIT: [what: string, value: unknown, said: RegExp][] = [
  ['a BigInt', 5n, /bigint/],
  ['a Date', new Date(0), /a Date/],
  ['undefined', undefined, /undefined/],
  ['a fraction', 0.5, /not a safe integer/],
  ['a number too large to be exact', 2 ** 53, /not a safe integer/],
  ['a boolean', true, /boolean/],
]

for (const [what, value, said] of UNFIT)
  test(`refuses to store ${what}`, async () => {
    await using hub = await opened()
    const where = hub.store.db
      .selectFrom('loan')
      .selectAll()
      .where('made', '=', value as number)
    assert.match(await failure(where.execute()), said)
  })

test('a column takes only its own type', async () => {
  await using hub = await opened()
  const wrong = hub.store.db
    .insertInto('pin_attempt')
    .values({ who: 'x', at: 'noon' as unknown as number })
  assert.match(await failure(wrong.execute()), /cannot store TEXT value in INTEGER column/)
})

test('a row cannot name what is not there', async () => {
  await using hub = await opened()
  const agreement = { patron: 'nobody', begins: '2026-01-01', ends: null }
  const adding = hub.store.db.insertInto('agreement').values(agreement).execute()
  assert.match(await failure(adding), /FOREIGN KEY/)
})

test('a transaction that fails leaves nothing of itself', async () => {
  await using hub = await opened()
  const failing = hub.store.transaction(async (tx) => {
    await tx.insertInto('member').values(member('falun')).execute()
    throw new Error('changed its mind')
  })
  assert.is(await failure(failing), 'changed its mind')
  assert.equal(await memberIds(hub.store), [])
})

test("a bystander's write survives when a transaction beside it fails", async () => {
  await using hub = await opened()
  const { promise: begun, resolve: begin } = deferred()
  const { promise: waited, resolve: goOn } = deferred()
  const failing = hub.store.transaction(async (tx) => {
    await tx.insertInto('member').values(member('falun')).execute()
    begin()
    await waited
    throw new Error('changed its mind')
  })
  await begun
  const bystander = addMember(hub.store, 'mora')
  goOn()
  await failure(failing)
  await bystander
  assert.equal(await memberIds(hub.store), ['mora'])
})

const deferred = () => {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('many transactions at once take turns', async () => {
  await using hub = await opened()
  await hub.store.db
    .insertInto('ask_answer')
    .values({ kiosk: 'k', id: 'count', at: 0, answer: '' })
    .execute()
  const addOne = () =>
    hub.store.transaction(async (tx) => {
      const { at } = await tx
        .selectFrom('ask_answer')
        .select('at')
        .executeTakeFirstOrThrow()
      await tx
        .updateTable('ask_answer')
        .set({ at: at + 1 })
        .execute()
    })
  await Promise.all(Array.from({ length: 50 }, addOne))
  const { at } = await hub.store.db
    .selectFrom('ask_answer')
    .select('at')
    .executeTakeFirstOrThrow()
  assert.is(at, 50)
})

test('inside a transaction the store itself says so, instead of waiting for ever', async () => {
  await using hub = await opened()
  const nested = hub.store.transaction(() => addMember(hub.store, 'falun'))
  assert.match(await failure(nested), /use its tx/)
  await addMember(hub.store, 'falun')
})

test('keeps the file to its owner, and opens it again', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'hub.sqlite')
  const first = await openStore(path)
  await addMember(first, 'falun')
  assert.is((await stat(path)).mode & 0o777, 0o600)
  await first.close()
  const second = await openStore(path)
  assert.equal(await memberIds(second), ['falun'])
  await second.close()
})

test('writes through a power cut: synchronous is read back as FULL at every open', async () => {
  await using folder = await temporaryFolder()
  for (const _ of ['first open', 'second open']) {
    const connection = await openConnection(join(folder.path, 'hub.sqlite'))
    await assertPragmas(connection)
    assert.equal(await connection.all('pragma synchronous'), [{ synchronous: 2 }])
    assert.equal(await connection.all('pragma foreign_keys'), [{ foreign_keys: 1 }])
    await connection.close()
  }
})

test('a second hub on the same file is refused', async () => {
  await using hub = await opened()
  assert.match(await failure(openStore(hub.path)), /in use by another hub: stop it/)
  await addMember(hub.store, 'falun')
})

test('a hub that was killed leaves nothing in the way of the next', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'hub.sqlite')
  const script = `import { openStore } from './hub/store/store.ts'
    await openStore(${JSON.stringify(path)}); console.log('open'); setInterval(() => {}, 1000)`
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  assert.match(await failure(openStore(path)), /in use by another hub/)
  child.kill('SIGKILL')
  await once(child, 'close')
  const next = await openStore(path)
  await next.close()
})

test('a store of a newer program is left alone', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'hub.sqlite')
  const store = await openStore(path)
  await store.close()
  const connection = await openConnection(path)
  await connection.run(
    "insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01')",
  )
  await connection.close()
  assert.match(
    await failure(openStore(path)),
    /newer version of the hub \(step 9999-later\): start that version/,
  )
})

test('a file that is no database is refused and left as it was', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'hub.sqlite')
  const text = 'not a database '.repeat(100)
  await writeFile(path, text)
  assert.match(
    await failure(openStore(path)),
    /is no database, or is damaged: restore the backup/,
  )
  assert.is(await readFile(path, 'utf8'), text)
})

test('goes on by the same statements, however many there are, and closes with work on its way', async () => {
  await using folder = await temporaryFolder()
  const connection = await openConnection(join(folder.path, 'hub.sqlite'))
  await connection.run('create table shelf (n integer primary key)')
  const all = Array.from({ length: 500 }, (_, n) => n)
  for (const n of all)
    await failure(connection.run(`insert into shelf values (${n % 250})`))
  for (const n of [3, 4, 3])
    assert.equal(await connection.all('select n from shelf where n = ?', [n]), [{ n }])
  const working = all.map(() => failure(connection.all('select count(*) from shelf')))
  await connection.close()
  for (const said of await Promise.all(working)) assert.is(said, 'no failure')
  assert.is(await failure(connection.all('select 1')), 'the store is closed')
})

test.run()
