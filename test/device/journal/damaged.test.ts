// A file that is not, or no longer, ours to write in: fault 8. And a WAL that must not grow: fault 9.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connect } from '../../../device/journal/connection.ts'
import { openJournal } from '../../../device/journal/journal.ts'
import { openLog, silent } from '../../../device/log.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { bundled } from '../../support/bundled.ts'

const visit = (at: number): KioskEvent => ({ kind: 'visit', at, patron: 'p'.repeat(22) })

type Scene = { folder: string; path: string }

const inFolder = async (run: (scene: Scene) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-damaged-'))
  try {
    await run({ folder, path: join(folder, 'journal.sqlite') })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A journal of one row that was acknowledged and of nothing else. */
const written = async (path: string): Promise<number> => {
  await using journal = await openJournal(path)
  await journal.append(visit(1))
  return journal.epoch
}

const asideIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /\.damaged-.*Z$/.test(name))

const STRIKES: readonly [what: string, strike: (scene: Scene) => Promise<unknown>][] = [
  ['zeros', ({ path }) => writeFile(path, Buffer.alloc(8192))],
  ['another text', ({ path }) => writeFile(path, 'x'.repeat(8192))],
  ['a folder', ({ path }) => rm(path).then(() => mkdir(path))],
]

for (const [what, strike] of STRIKES)
  test(`with ${what} in the place of its journal a kiosk starts, keeps it aside and says so (fault 8)`, () =>
    inFolder(async (scene) => {
      const before = await written(scene.path)
      await strike(scene)
      const lines: string[] = []
      const log = openLog({ level: 'info', to: { write: (line) => lines.push(line) } })
      await using journal = await openJournal(scene.path, log)
      assert.is(journal.storage(), 'replaced')
      assert.ok(journal.epoch >= before)
      assert.is(await journal.append(visit(2)), 1)
      const [aside = ''] = await asideIn(scene.folder)
      assert.match(lines.join(''), 'The journal was damaged')
      assert.match(lines.join(''), aside)
    }))

test('with no journal at all a kiosk begins one, in an epoch that was never used (fault 8)', () =>
  inFolder(async ({ path }) => {
    const before = await written(path)
    await rename(path, `${path}.lost`)
    await using journal = await openJournal(path)
    assert.is(journal.storage(), 'well')
    assert.ok(journal.epoch >= before)
  }))

test('a damaged journal stays an alarm until somebody takes it away, and three are kept', () =>
  inFolder(async ({ folder, path }) => {
    for (let n = 0; n < 5; n += 1) {
      await written(path)
      await writeFile(path, Buffer.alloc(4096))
      await using journal = await openJournal(path)
      assert.is(journal.storage(), 'replaced')
    }
    const aside = await asideIn(folder)
    assert.is(aside.length, 3)
    {
      await using journal = await openJournal(path)
      assert.is(journal.storage(), 'replaced', 'also at the next start')
    }
    for (const name of aside) await rm(join(folder, name))
    for (const end of ['-wal', '-shm'])
      for (const name of aside) await rm(join(folder, `${name}${end}`), { force: true })
    await using journal = await openJournal(path)
    assert.is(journal.storage(), 'well')
  }))

test('a row that cannot be read holds up none: the others are saved, and told (fault 8)', () =>
  inFolder(async ({ path }) => {
    {
      await using journal = await openJournal(path)
      for (const at of [1, 2, 3]) await journal.append(visit(at))
    }
    const connection = await connect(path)
    await connection.run(`update event set body = '{"kind":"vis' where seq = 2`)
    await connection.close()
    await using journal = await openJournal(path)
    const rows = await journal.batch(9)
    assert.equal(
      rows.map(({ seq }) => seq),
      [1, 3],
    )
    assert.is(journal.storage(), 'replaced')
  }))

const isRoot = process.getuid?.() === 0
const NOBODY = 65_534
const ownerTest = isRoot ? test : test.skip
if (!isRoot) console.log('SKIPPED the journal of another owner: needs root')

ownerTest(
  'the journal of another owner is kept aside, and the kiosk starts (fault 8)',
  () =>
    inFolder(async ({ folder, path }) => {
      await written(path)
      await chmod(path, 0o600)
      await rm(`${path}.reserve`)
      await chown(folder, NOBODY, NOBODY)
      const program = [await bundled('journal-life.ts'), path, '1']
      const child = spawn(process.execPath, program, {
        uid: NOBODY,
        gid: NOBODY,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
      const [code] = await once(child, 'close')
      assert.is(code, 0)
      assert.match(output, 'state replaced')
      assert.match(output, 'row 1 1')
      assert.is((await asideIn(folder)).length, 1)
    }),
)

const MB = 1024 * 1024

test('however much is written, the WAL stays below 16 MB, and one that was huge is cut back (fault 9)', () =>
  inFolder(async ({ path }) => {
    const wal = async () => (await stat(`${path}-wal`)).size
    // As another program left it: no limit, no checkpoint, and killed before it could close.
    const other = new sqlite3.Database(path)
    const run = (sql: string) =>
      new Promise<void>((resolve, reject) =>
        other.exec(sql, (error) => (error === null ? resolve() : reject(error))),
      )
    await written(path)
    await run('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; begin')
    const rows = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
      insert into event select 7, i, '{"kind":"bin","at":1,"bin":1,"full":true}' from n`
    await run(`${rows}; commit; update event set body = body || ' '`)
    assert.ok((await wal()) > 8 * MB)
    // Elsewhere while it closes, which would tidy them up.
    const bytes = ['', '-wal'].map((end) => `${path}${end}`)
    for (const file of bytes) await rename(file, `${file}.kept`)
    await new Promise((resolve) => {
      other.close(resolve)
    })
    for (const file of bytes) await rename(`${file}.kept`, file)

    await using journal = await openJournal(path, silent)
    assert.is(await journal.unsent(), 100_001)
    for (let n = 0; n < 200; n += 1) {
      const batch = await journal.batch(500)
      const last = batch.at(-1)
      await journal.acknowledge(Number(last?.epoch), Number(last?.seq))
      assert.ok((await wal()) < 16 * MB)
    }
    assert.is(await journal.unsent(), 1)
    assert.ok((await wal()) <= 2 * MB + 65_536, `${await wal()} bytes`)
  }))

test.run()
