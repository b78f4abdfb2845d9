import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openFile } from '../../../device/journal/file.ts'
import { openJournal } from '../../../device/journal/journal.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'

const binFull = (bin: number): KioskEvent => ({ kind: 'bin', at: 1_000, bin, full: true })

const inFolder = async (run: (path: string, folder: string) => Promise<void>) => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-journal-'))
  try {
    await run(join(folder, 'deep', 'journal.sqlite'), folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const messageOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing was thrown'
}

test('rows are numbered from 1 and come back oldest first', () =>
  inFolder(async (path) => {
    await using journal = await openJournal(path)
    assert.is(await journal.append(binFull(1)), 1)
    assert.is(await journal.append(binFull(2)), 2)
    assert.is(await journal.unsent(), 2)
    assert.equal(await journal.batch(10), [
      { epoch: journal.epoch, seq: 1, event: binFull(1) },
      { epoch: journal.epoch, seq: 2, event: binFull(2) },
    ])
    assert.is((await journal.batch(1)).length, 1)
  }))

test('every open begins a higher epoch at seq 1, and a batch is of one epoch', () =>
  inFolder(async (path) => {
    const epochs: number[] = []
    for (const bin of [1, 2]) {
      await using journal = await openJournal(path)
      epochs.push(journal.epoch)
      assert.is(await journal.append(binFull(bin)), 1)
    }
    assert.is(epochs[1], Number(epochs[0]) + 1)
    await using journal = await openJournal(path)
    assert.equal(await journal.batch(10), [{ epoch: epochs[0], seq: 1, event: binFull(1) }])
  }))

test('only an acknowledgement takes rows away, and only those it names', () =>
  inFolder(async (path) => {
    await using journal = await openJournal(path)
    for (const bin of [1, 2, 3]) await journal.append(binFull(bin))
    await journal.acknowledge(journal.epoch - 1, 3)
    assert.is(await journal.unsent(), 3)
    await journal.acknowledge(journal.epoch, 2)
    await journal.acknowledge(journal.epoch, 2)
    assert.equal(
      (await journal.batch(10)).map(({ seq }) => seq),
      [3],
    )
    await journal.acknowledge(journal.epoch, 3)
    assert.is(await journal.append(binFull(4)), 4, 'numbers go on when no row is left')
  }))

test('a note begins and ends in the same transaction as its row', () =>
  inFolder(async (path) => {
    await using journal = await openJournal(path)
    await journal.begin({ key: 'ask-1', note: { item: '31080000000013' } })
    await journal.append(binFull(1), {
      finish: 'ask-1',
      begin: { key: 'ask-2', note: ['E004'] },
    })
    assert.equal(await journal.unfinished(), [{ key: 'ask-2', note: ['E004'] }])
    await journal.finish('ask-2')
    assert.equal(await journal.unfinished(), [])
  }))

test('a row too large is refused whole: no row, no note, no gap in the numbers', () =>
  inFolder(async (path) => {
    await using journal = await openJournal(path)
    const note = 'x'.repeat(20_000)
    const message = await messageOf(
      journal.append(binFull(1), { begin: { key: 'k', note } }),
    )
    assert.match(message, 'at most 16384 fit')
    assert.is(await journal.unsent(), 0)
    assert.equal(await journal.unfinished(), [])
    assert.is(await journal.append(binFull(1)), 1)
  }))

test('two hundred tasks at once each keep what was acknowledged to them', () =>
  inFolder(async (path) => {
    await using journal = await openJournal(path)
    const tooLarge = { begin: { key: 'k', note: 'x'.repeat(20_000) } }
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        journal.append(binFull(n), n % 3 === 0 ? tooLarge : {}),
      ),
    )
    const acknowledged = results.flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    )
    assert.is(acknowledged.length, 133)
    const kept = (await journal.batch(500)).map(({ seq }) => seq)
    assert.equal(kept, acknowledged)
    assert.equal(
      kept,
      kept.map((_, n) => n + 1),
    )
  }))

test('what is remembered is recalled after a restart', () =>
  inFolder(async (path) => {
    {
      await using journal = await openJournal(path)
      await journal.remember('configuration', { version: 1 })
      await journal.remember('configuration', { version: 2 })
    }
    await using journal = await openJournal(path)
    assert.equal(await journal.recall('configuration'), { version: 2 })
    assert.is(await journal.recall('nothing'), undefined)
  }))

test('who listens is told after each row, until he leaves', () =>
  inFolder(async (path) => {
    await using journal = await openJournal(path)
    let told = 0
    const leave = journal.onAppend(() => {
      told += 1
    })
    await journal.append(binFull(1))
    leave()
    await journal.append(binFull(2))
    assert.is(told, 1)
  }))

test('commits are FULL at the first open and at the next', () =>
  inFolder(async (path) => {
    for (const time of ['first', 'next']) {
      const connection = await openFile(path)
      const read = await connection.all('pragma synchronous')
      await connection.close()
      assert.equal(read, [{ synchronous: 2 }], time)
    }
  }))

test('a second process is told that the journal is in use', () =>
  inFolder(async (path) => {
    await using _journal = await openJournal(path)
    assert.match(await messageOf(openJournal(path)), 'is in use: another kiosk runs here')
  }))

test('a journal of a newer program is left alone', () =>
  inFolder(async (path) => {
    const connection = await openFile(path)
    await connection.run('pragma user_version = 99')
    await connection.close()
    assert.match(await messageOf(openJournal(path)), 'newer Bibliotek24 (format 99)')
  }))

test('nobody but the owner may read the journal', () =>
  inFolder(async (path) => {
    await using _journal = await openJournal(path)
    assert.is((await stat(path)).mode & 0o777, 0o600)
    assert.is((await stat(`${path}-wal`)).mode & 0o777, 0o600)
  }))

test.run()
