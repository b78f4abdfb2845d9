// The power goes between two instructions: the guest is killed, and its disk is what remains. What the
// host has of it in memory counts as written: a disk that lies about that is not shown here.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as tests } from 'uvu'
import * as assert from 'uvu/assert'
import { readRows } from '../support/hub-records.ts'
import { listening } from '../support/listening.ts'
import { heldAgainst, type Synchronous } from '../support/power.ts'
import { tell } from './cache.ts'
import { makeDisk, readDisk } from './disk.ts'
import { openEntrance } from './entrance.ts'
import { inGuest } from './needs.ts'
import { bootPrepared } from './prepared.ts'
import { doorRowsIn, isLock } from './visits.ts'

const test = inGuest(tests)
const DATA_MB = 64
/** Rows promised before a cut; how many more depends on the instant. */
const ROWS = [300, 700]
const PATIENCE_MS = 120_000

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-cut-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Cut = {
  name: string
  data: string
  rows: number
  synchronous: Synchronous
  into: string
}

/** Writes until so many rows were promised, and cuts the power: what was promised, and what is left. */
const cut = async ({ name, data, rows, synchronous, into }: Cut) => {
  const machine = await bootPrepared({
    name,
    data,
    ports: ['promises'],
  })
  const told = listening<number>(PATIENCE_MS)
  let promises = ''
  machine.port('promises').on('data', (chunk: Buffer) => {
    promises += chunk.toString()
    told.tell(promises.split('row ').length)
  })
  await machine.run(`mkdir -p /data/writer
    node /app/test/support/programs/power-writer.js /data/writer /dev/ports/promises ${synchronous} > /dev/console 2>&1 &`)
  try {
    await told.next((so) => so > rows)
  } finally {
    await machine.cutPower()
  }
  const files = ['journal', 'hub'].flatMap((name) => [
    `${name}.sqlite`,
    `${name}.sqlite-wal`,
  ])
  await readDisk(
    data,
    files.map((name) => `/writer/${name}`),
    into,
  )
  return heldAgainst(promises, into)
}

test('every row that was acknowledged is there after the power was cut (fault 3)', () =>
  inFolder(async (folder) => {
    const data = join(folder, 'data.img')
    await makeDisk(data, DATA_MB)
    for (const [nth, rows] of ROWS.entries()) {
      const into = join(folder, `after-${nth}`)
      const { acknowledged, lost, damaged } = await cut({
        ...{ name: `cut-${nth + 1}`, data, rows, synchronous: 'full', into },
      })
      tell(`cut ${nth + 1}: ${lost} of ${acknowledged} acknowledged rows lost`)
      assert.ok(acknowledged >= rows, `${acknowledged} rows`)
      assert.equal([lost, damaged], [0, 0])
    }
  }))

test('a journal that does not wait for the disk is found out by the same cut', () =>
  inFolder(async (folder) => {
    const data = join(folder, 'data.img')
    await makeDisk(data, DATA_MB)
    const into = join(folder, 'after')
    const { acknowledged, lost } = await cut({
      ...{ name: 'cut-control', data, rows: 300, synchronous: 'off', into },
    })
    tell(`without waiting for the disk: ${lost} of ${acknowledged} rows lost`)
    assert.ok(lost > 0)
  }))

test('a kiosk whose power was cut comes back secured and owes the hub nothing (fault 3)', async () => {
  await using at = await openEntrance('power')
  await at.startKiosk('gpioset')
  const pull = `${await at.wire('contact')}/pull`
  await at.machine.run(`while :; do for to in up down
    do echo pull-$to > ${pull}; sleep 0.3; done; done > /dev/console 2>&1 &`)
  const told = await at.hub.has('rows of the door', (rows) => doorRowsIn(rows).length > 20)
  const epoch = told.at(-1)?.epoch
  await at.machine.cutPower()
  await inFolder(async (folder) => {
    const files = ['/kiosk/journal.sqlite', '/kiosk/journal.sqlite-wal']
    await readDisk(at.data, files, folder)
    const kept = await readRows<{ epoch: number; seq: number }>(
      join(folder, 'journal.sqlite'),
      'select epoch, seq from event',
    )
    const before = at.levels.all.length
    await at.powerCycle()
    await at.startKiosk('gpioset')
    assert.not(at.levels.all.slice(before).some(isLock(1)))
    const rows = await at.hub.inbox()
    const seqs = rows.filter((row) => row.epoch === epoch).map(({ seq }) => seq)
    tell(`${seqs.length} rows before the cut, ${kept.length} of them told after it`)
    assert.equal(
      seqs,
      seqs.map((_, at) => at + 1),
    )
    for (const row of kept.filter((one) => one.epoch === epoch))
      assert.ok(seqs.includes(row.seq), `row ${row.seq}`)
  })
})

tests.run()
