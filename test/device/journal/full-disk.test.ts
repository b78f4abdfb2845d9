// The disk fills up or is read-only: faults 5 and 7 of the threats' reference, §3.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Journal, openJournal } from '../../../device/journal/journal.ts'
import { BOUNDS } from '../../../device/journal/room.ts'
import { silent } from '../../../device/log.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { testOnDisk } from '../../support/small-disk.ts'

const MB = 1024 * 1024
const bounds = { ...BOUNDS, reserve: MB / 2, lookMs: 20 }
const open = (folder: string, wanted = {}): Promise<Journal> =>
  openJournal(join(folder, 'journal.sqlite'), silent, { bounds: { ...bounds, ...wanted } })

const visit = (at: number): KioskEvent => ({ kind: 'visit', at, patron: 'p'.repeat(22) })
const paper = (at: number): KioskEvent => ({ kind: 'paper', at, state: 'near-end' })

const taking = (journal: Journal): Promise<void> =>
  new Promise((resolve) => journal.onTaking(resolve))

/** Until the storage is so; every look of its is an occasion to see. */
const becomes = async (journal: Journal, state: string): Promise<void> => {
  while (journal.storage() !== state) await taking(journal)
}

/** Appends visits until one is refused or there are `most`; answers their seqs. */
const visits = async (journal: Journal, most: number): Promise<number[]> => {
  const seqs: number[] = []
  try {
    while (seqs.length < most) seqs.push(await journal.append(visit(seqs.length)))
  } catch {
    return seqs
  }
  return seqs
}

/** Everything in the journal; takes it away. */
const drained = async (journal: Journal): Promise<{ seq: number; kind: string }[]> => {
  const all: { seq: number; kind: string }[] = []
  for (;;) {
    const rows = await journal.batch(500)
    const last = rows.at(-1)
    if (last === undefined) return all
    all.push(...rows.map(({ seq, event }) => ({ seq, kind: event.kind })))
    await journal.acknowledge(last.epoch, last.seq)
  }
}

testOnDisk(
  'on a full disk the least important rows go, and what must be accounted for is taken (fault 5)',
  6 * MB,
  async (disk) => {
    await using journal = await open(disk.folder)
    for (let n = 0; n < 1500; n += 1) await journal.append(paper(n))
    await disk.fill()
    const seqs = await visits(journal, 40_000)
    assert.is(journal.storage(), 'full')
    assert.ok(seqs.length > 1500, `${seqs.length} visits were taken`)
    assert.ok(seqs.length < 40_000, 'at last there is nothing left to make room with')
    await disk.empty()
    await becomes(journal, 'well')
    assert.is((await stat(join(disk.folder, 'journal.sqlite.reserve'))).size, MB / 2)
    assert.is(await journal.append(visit(1)), Number(seqs.at(-1)) + 1)
    const rows = await drained(journal)
    assert.is(rows.filter(({ kind }) => kind === 'paper').length, 0)
    assert.equal(
      rows.map(({ seq }) => seq),
      [...seqs, Number(seqs.at(-1)) + 1],
    )
  },
)

testOnDisk(
  'what is recorded while a full disk takes nothing is in memory, and then on it, in order (fault 5)',
  6 * MB,
  async (disk) => {
    await using journal = await open(disk.folder)
    await disk.fill()
    const last = Number((await visits(journal, 40_000)).at(-1))
    const recorded = Promise.all([1, 2, 3].map((at) => journal.record(visit(at))))
    await disk.empty()
    assert.equal(await recorded, [last + 1, last + 2, last + 3])
  },
)

testOnDisk(
  'with no room for a journal at all a kiosk starts, and writes down what happened when there is',
  2 * MB,
  async (disk) => {
    await disk.fill()
    await using journal = await open(disk.folder)
    assert.is(journal.storage(), 'full')
    const started = journal.record({ kind: 'started', at: 1 })
    await disk.empty()
    assert.is(await started, 1)
    assert.equal(await journal.batch(9), [
      { epoch: journal.epoch, seq: 1, event: { kind: 'started', at: 1 } },
    ])
  },
)

testOnDisk(
  'a kiosk starts on a read-only disk, and goes on with its journal when it is not (fault 7)',
  4 * MB,
  async (disk) => {
    const before = await open(disk.folder)
    await before.append(visit(1))
    await before[Symbol.asyncDispose]()
    disk.readOnly(true)
    await using journal = await open(disk.folder)
    assert.is(journal.storage(), 'failing')
    assert.ok(journal.epoch >= before.epoch)
    const recorded = Promise.all([1, 2].map((at) => journal.record(visit(at))))
    disk.readOnly(false)
    assert.equal(await recorded, [1, 2])
    const old = { epoch: before.epoch, seq: 1, event: visit(1) }
    assert.equal(await journal.batch(9), [old])
    await journal.acknowledge(old.epoch, 1)
    assert.ok(Number((await journal.batch(1))[0]?.epoch) > before.epoch)
    await becomes(journal, 'well')
  },
)

testOnDisk(
  'a journal that has reached its bound makes room in itself, and leaves the reserve alone',
  24 * MB,
  async (disk) => {
    const most = (3 * MB) / 4
    await using journal = await open(disk.folder, { most })
    for (let n = 0; n < 6000; n += 1) await journal.append(paper(n))
    const seqs = await visits(journal, 5000)
    assert.is(seqs.length, 5000)
    assert.is(journal.storage(), 'full')
    assert.ok((await stat(join(disk.folder, 'journal.sqlite'))).size <= most)
    assert.ok(await stat(join(disk.folder, 'journal.sqlite.reserve')))
    const rows = await drained(journal)
    assert.is(rows.filter(({ kind }) => kind === 'visit').length, 5000)
    await becomes(journal, 'well')
  },
)

test.run()
