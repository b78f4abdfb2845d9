// The journal killed at each of its calls to the disk (fault 1), and told by the disk that what it
// wrote is not there (fault 6): SQLite's own "fail at the n-th call" loop, by strace.
import { cp, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Journal, openJournal } from '../../../device/journal/journal.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { needing } from '../../support/packages.ts'
import { killedAtEach, type Traced, traced } from '../../support/strace.ts'

const SYNCS = 'fsync,fdatasync'
const LIFE = 'journal-life.ts'
const withStrace = needing(test, 'strace')

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-struck-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const visit = (at: number): KioskEvent => ({ kind: 'visit', at, patron: 'p'.repeat(22) })

/** Everything that waits; takes it away. */
const drained = async (journal: Journal) => {
  const all: { epoch: number; seq: number; at: number }[] = []
  for (;;) {
    const rows = await journal.batch(500)
    const last = rows.at(-1)
    if (last === undefined) return all
    all.push(...rows.map(({ epoch, seq, event }) => ({ epoch, seq, at: event.at })))
    await journal.acknowledge(last.epoch, last.seq)
  }
}

/** The numbers after a word, of each line that begins with it. */
const said = ({ lines }: Traced, word: string): number[][] =>
  lines
    .map((line) => line.split(' '))
    .filter(([first]) => first === word)
    .map(([, ...rest]) => rest.map(Number))

/** Nothing that was acknowledged is missing, nothing is there twice, and no number was left out. */
const keptBy = async (path: string, life: Traced): Promise<void> => {
  await using journal = await openJournal(path)
  const rows = await drained(journal)
  const [[gone = 0] = []] = said(life, 'going')
  for (const [seq = 0, at] of said(life, 'row'))
    if (seq > gone) assert.is(rows.find((row) => row.seq === seq)?.at, at, `row ${seq}`)
  assert.is(new Set(rows.map(({ at }) => at)).size, rows.length, 'none is there twice')
  const first = rows[0]?.seq ?? 1
  assert.ok(first <= 2, 'only what the hub has is gone')
  assert.equal(
    rows.map(({ seq }) => seq),
    rows.map((_, n) => first + n),
  )
  const begun = life.lines.some((line) => line === 'begun work-0')
  const finished = life.lines.some((line) => line === 'finished work-0')
  const keys = (await journal.unfinished()).map(({ key }) => key)
  if (finished) assert.equal(keys, [])
  else if (begun) assert.ok(keys.length <= 1)
}

withStrace(
  'killed at each call to the disk, from the first opening to the end, it has what it acknowledged (fault 1)',
  () =>
    inFolder(async (folder) => {
      const kills = await killedAtEach(SYNCS, async (inject, nth) => {
        const path = join(folder, `${nth}`, 'journal.sqlite')
        const life = await traced(inject, LIFE, path, '1')
        await keptBy(path, life)
        return life
      })
      assert.ok(kills >= 15, `${kills} calls`)
    }),
)

/** A journal of 400 rows with a page of zeros in it, whose last rows wait in the WAL. */
const damagedIn = async (folder: string): Promise<void> => {
  const path = join(folder, 'journal.sqlite')
  const kept = `${folder}-kept`
  {
    await using journal = await openJournal(path)
    for (let at = 1; at <= 400; at += 1) await journal.append(visit(at))
    await journal.begin({ key: 'work', note: 1 })
    await cp(folder, kept, { recursive: true })
  }
  await rm(folder, { recursive: true })
  await rename(kept, folder)
  const file = await open(path, 'r+')
  await file.write(Buffer.alloc(4096), 0, 4096, 4096 * 8)
  await file.close()
}

withStrace(
  'killed at each call while a damaged journal is replaced, it has all that could be read (faults 1 and 8)',
  () =>
    inFolder(async (folder) => {
      await damagedIn(join(folder, 'whole'))
      const readable = new Set<number>()
      const copyTo = (name: string) =>
        cp(join(folder, 'whole'), join(folder, name), { recursive: true })
      const replacedIn = async (name: string) => {
        await using journal = await openJournal(join(folder, name, 'journal.sqlite'))
        assert.is(journal.storage(), 'replaced', name)
        assert.equal(await journal.unfinished(), [{ key: 'work', note: 1 }])
        return (await drained(journal)).map(({ at }) => at).filter((at) => at > 10)
      }
      await copyTo('unharmed')
      for (const at of await replacedIn('unharmed')) readable.add(at)
      assert.ok(readable.size > 300 && readable.size < 390, `${readable.size}`)
      const kills = await killedAtEach(SYNCS, async (inject, nth) => {
        await copyTo(`${nth}`)
        const life = await traced(
          inject,
          LIFE,
          join(folder, `${nth}`, 'journal.sqlite'),
          '0',
        )
        if (life.isKilled) assert.equal(new Set(await replacedIn(`${nth}`)), readable)
        return life
      })
      assert.ok(kills >= 8, `${kills} calls`)
    }),
)

withStrace(
  'what a disk says is not written is not acknowledged, and is written once when it can be (fault 6)',
  () =>
    inFolder(async (folder) => {
      let refused = 0
      for (let from = 2; from <= 22; from += 4) {
        const path = join(folder, `${from}`, 'journal.sqlite')
        const inject = `${SYNCS}:error=EIO:when=${from}..${from + 3}`
        const life = await traced(inject, LIFE, path, '3')
        assert.ok(life.lines.includes('state failing'), 'it is told')
        assert.is(life.lines.at(-1), 'closed', 'it goes on by itself')
        refused += life.lines.filter((line) => line === 'refused').length
        await keptBy(path, life)
      }
      assert.ok(refused > 0)
    }),
)

test.run()
