// Which versions of the hub may have one store open, one after the other or beside one another
// (fault 53 at the store).
import { join } from 'node:path'
import { Kysely, type Migration, sql } from 'kysely'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sqliteDialect } from '../../../hub/store/dialect.ts'
import { migrate } from '../../../hub/store/migrate.ts'
import { openConnection } from '../../../hub/store/sqlite.ts'
import { temporaryFolder } from '../../support/library.ts'

const adding = (table: string): Migration => ({
  up: async (db) => {
    await sql.raw(`create table ${table} (id integer)`).execute(db)
  },
})

const OLDER = { '0001-a': adding('a') }
const EXPANDED = { ...OLDER, '0002-b-expands': adding('b') }
const CHANGED = { ...EXPANDED, '0003-c': adding('c') }

const opened = async () => {
  const folder = await temporaryFolder()
  const connection = await openConnection(join(folder.path, 'hub.sqlite'))
  const db = new Kysely<object>({ dialect: sqliteDialect(connection) })
  return {
    db,
    tables: async (): Promise<string[]> => {
      const all = sql<{
        name: string
      }>`select name from sqlite_master where length(name) = 1`
      return (await all.execute(db)).rows.map(({ name }) => name)
    },
    [Symbol.asyncDispose]: async () => {
      await db.destroy()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no failure',
    (error: unknown) => String(error),
  )

test('a step that only adds is taken while an older hub runs, which can be started again', async () => {
  await using store = await opened()
  await migrate(store.db, { others: false, known: OLDER })
  await migrate(store.db, { others: true, known: EXPANDED })
  assert.equal(await store.tables(), ['a', 'b'])
  await migrate(store.db, { others: true, known: OLDER })
  await migrate(store.db, { others: false, known: OLDER })
})

test('a step that changes more waits until the older hub is gone, which is then refused', async () => {
  await using store = await opened()
  await migrate(store.db, { others: false, known: OLDER })
  const beside = migrate(store.db, { others: true, known: CHANGED })
  assert.match(await failure(beside), /step 0003-c\).*stop that one, then start this one/)
  assert.equal(await store.tables(), ['a'], 'nothing is done by half')
  await migrate(store.db, { others: false, known: CHANGED })
  assert.equal(await store.tables(), ['a', 'b', 'c'])
  for (const known of [OLDER, EXPANDED])
    assert.match(
      await failure(migrate(store.db, { others: false, known })),
      /newer version of the hub \(step 0003-c\): start that version/,
    )
})

test.run()
