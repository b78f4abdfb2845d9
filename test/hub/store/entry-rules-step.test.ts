// Step 0008 on a store that libraries have used: what was signed and blocked counts on as before.
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sqliteDialect } from '../../../hub/store/dialect.ts'
import { first } from '../../../hub/store/migrations/0001-first.ts'
import { entryRules } from '../../../hub/store/migrations/0008-entry-rules-expands.ts'
import { openConnection } from '../../../hub/store/sqlite.ts'
import { temporaryFolder } from '../../support/library.ts'

type Row = Record<string, unknown>

const used = async () => {
  const folder = await temporaryFolder()
  const connection = await openConnection(join(folder.path, 'hub.sqlite'))
  const db = new Kysely<object>({ dialect: sqliteDialect(connection) })
  const run = async (...statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
  const rows = async (select: string): Promise<Row[]> =>
    (await sql.raw<Row>(select).execute(db)).rows
  await run(
    ...first,
    `insert into member values ('falun', 'Falun', 'municipality', 'SE-Falun')`,
    `insert into patron values ('p', 'falun', 'Aino', 'L', '1992-03-14', 'sv')`,
    `insert into agreement values ('p', '2024-01-01', '2024-12-31')`,
    `insert into agreement values ('p', '2026-01-10', null)`,
    `insert into block values ('p', '2026-02-01', '2026-02-28')`,
  )
  return {
    run,
    rows,
    [Symbol.asyncDispose]: async () => {
      await db.destroy()
      await folder[Symbol.asyncDispose]()
    },
  }
}

test('what was signed stays signed, and what had a last day is revoked the day after', async () => {
  await using store = await used()
  await store.run(...entryRules)
  const agreements = 'select begins, ends, version, revoked, guardian from agreement'
  assert.equal(await store.rows(`${agreements} order by begins`), [
    {
      ...{ begins: '2024-01-01', ends: '2024-12-31', version: 1 },
      ...{ revoked: '2025-01-01', guardian: null },
    },
    { begins: '2026-01-10', ends: null, version: 1, revoked: null, guardian: null },
  ])
  assert.equal(await store.rows('select branch, begins, ends, note from block'), [
    { branch: null, begins: '2026-02-01', ends: '2026-02-28', note: '' },
  ])
})

test('an older hub beside writes both lists as it did (fault 53)', async () => {
  await using store = await used()
  await store.run(
    ...entryRules,
    `insert into agreement (patron, begins, ends) values ('p', '2026-03-01', null)`,
    `insert into block (patron, begins, ends) values ('p', '2026-03-01', null)`,
  )
  const counts = `select (select count(*) from agreement) as signed,
    (select count(*) from block) as blocked`
  assert.equal(await store.rows(counts), [{ signed: 3, blocked: 2 }])
})

test.run()
