import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Connection, codeOf, connect } from '../../../device/journal/connection.ts'

const inTable = async (run: (connection: Connection) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-connection-'))
  const connection = await connect(join(folder, 'x.sqlite'))
  try {
    await connection.alone((sql) => sql.run('create table t (v text) strict'))
    await run(connection)
  } finally {
    await connection.close()
    await rm(folder, { recursive: true })
  }
}

const values = (connection: Connection): Promise<string[]> =>
  connection.alone(async (sql) =>
    (await sql.all<{ v: string }>('select v from t order by v')).map(({ v }) => v),
  )

test("a bystander's write is kept when the transaction beside it is rolled back", () =>
  inTable(async (connection) => {
    const failing = connection.transaction(async (sql) => {
      await sql.run("insert into t values ('undone')")
      await new Promise(setImmediate)
      throw new Error('changed its mind')
    })
    const bystander = connection.alone((sql) => sql.run("insert into t values ('kept')"))
    const results = await Promise.allSettled([failing, bystander])
    assert.equal(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    )
    assert.equal(await values(connection), ['kept'])
  }))

test('a full disk rejects that write, keeps the earlier ones, and later ones are welcome', () =>
  inTable(async (connection) => {
    await connection.alone((sql) => sql.run('pragma max_page_count = 3'))
    const write = (v: string) =>
      connection.transaction((sql) => sql.run('insert into t values (?)', v))
    await write('early')
    try {
      await write('x'.repeat(20_000))
      assert.unreachable()
    } catch (error) {
      assert.is(codeOf(error), 'SQLITE_FULL')
    }
    await connection.alone((sql) => sql.run('pragma max_page_count = 100'))
    await write('late')
    assert.equal(await values(connection), ['early', 'late'])
  }))

test.run()
