// The kiosk's clock on a real journal: what it remembers, and how stamps of an unknown time are put right.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openJournal } from '../../../device/journal/journal.ts'
import { silent } from '../../../device/log.ts'
import { readKept } from '../../../device/time/kept.ts'
import { putRight, stamping } from '../../../device/time/stamps.ts'
import { openTime } from '../../../device/time/time.ts'
import { createNotebook } from '../../support/ports.ts'

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-time-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const YEAR = 365 * 86_400_000
const hubSays = (clock: number) => {
  const at = performance.now()
  return { clock, askedAt: at, heardAt: at }
}

test('the last known time is remembered over a restart, and none is before it (fault 13)', () =>
  inFolder(async (folder) => {
    await using journal = await openJournal(join(folder, 'journal.sqlite'))
    const next = Date.now() + YEAR
    {
      using time = await openTime(journal, silent)
      time.heard(hubSays(next))
      assert.ok(time.clock.trusted)
      assert.ok(time.clock.now() >= next)
    }
    // The machine's own clock is a year before it now, as one without a battery would be.
    using again = await openTime(journal, silent)
    assert.ok(again.clock.now() >= next)
    assert.not(again.clock.trusted)
  }))

test('a disk that tells nothing leaves a clock all the same', async () => {
  const gone = { ...createNotebook(), recall: async () => Promise.reject(new Error('EIO')) }
  using time = await openTime({ ...gone, remember: async () => {} }, silent)
  assert.ok(time.clock.now() > 0)
})

test('what was stamped before the time was known leaves as it really was (fault 14)', () =>
  inFolder(async (folder) => {
    await using journal = await openJournal(join(folder, 'journal.sqlite'))
    const clock = { now: () => 5_000, trusted: false }
    const marking = stamping(journal, clock)
    await marking.record({ kind: 'started', at: 5_000 })
    const [row] = await journal.batch(1)
    const recorded = performance.now()
    if (row === undefined) throw new Error('no row')
    const here = { boot: journal.epoch, clock }
    assert.is(putRight(row, here).at, 5_000, 'nobody knows yet')
    const known = { now: () => 1_790_000_000_000 + performance.now(), trusted: true }
    const right = putRight(row, { ...here, clock: known })
    assert.ok(Math.abs(right.at - 1_790_000_000_000 - recorded) < 5_000)
    const other = putRight(row, { boot: journal.epoch + 1, clock: known })
    assert.is(other.at, 5_000, 'of an earlier boot nobody can say')
    const sure = { ...row, event: { kind: 'started', at: 7_000 } as const }
    assert.is(putRight(sure, { ...here, clock: known }).at, 7_000)
  }))

test('the system’s files say how its clock is kept; where there are none it is not', () =>
  inFolder(async (folder) => {
    assert.equal(await readKept(folder), { synchronized: false, chip: false })
    const sync = join(folder, 'run/systemd/timesync')
    const chip = join(folder, 'sys/class/rtc/rtc0')
    await mkdir(sync, { recursive: true })
    await mkdir(chip, { recursive: true })
    await writeFile(join(chip, 'hctosys'), '0\n')
    assert.equal(await readKept(folder), { synchronized: false, chip: false })
    await writeFile(join(chip, 'hctosys'), '1\n')
    await writeFile(join(sync, 'synchronized'), '')
    assert.equal(await readKept(folder), { synchronized: true, chip: true })
  }))

test.run()
