import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Journal, openJournal } from '../../../device/journal/journal.ts'
import { type Outbox, openOutbox } from '../../../device/link/outbox.ts'
import { silent } from '../../../device/log.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'

const event: KioskEvent = { kind: 'bin', at: 1_000, bin: 1, full: true }

type Scene = {
  journal: Journal
  outbox: Outbox
  clock: { now: number }
  /** What left, `first`–`last`. */
  sent: string[]
  /** Resolves when so many batches have left. */
  left(batches: number): Promise<void>
}

/** An outbox on a journal of so many rows; `batch` may leave some out. */
const scene = async (
  rows: number,
  run: (scene: Scene) => Promise<void>,
  batch: (journal: Journal) => Journal['batch'] = (journal) => journal.batch,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-outbox-'))
  const events = new EventEmitter()
  const [clock, sent]: [Scene['clock'], string[]] = [{ now: 0 }, []]
  try {
    await using journal = await openJournal(join(folder, 'journal.sqlite'))
    await Promise.all(Array.from({ length: rows }, () => journal.append(event)))
    await using outbox = openOutbox({
      journal: { ...journal, batch: batch(journal) },
      log: silent,
      now: () => clock.now,
      seal: async () => 'sealed',
      send: ({ first, last }) => {
        sent.push(`${first}–${last}`)
        events.emit('sent')
        return true
      },
    })
    const left = async (batches: number): Promise<void> => {
      while (sent.length < batches) await once(events, 'sent')
    }
    await run({ journal, outbox, clock, sent, left })
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('after an outage a hundred rows leave at once, and then 20 a second', () =>
  scene(150, async ({ journal, outbox, clock, sent, left }) => {
    await left(1)
    await outbox.acknowledged({ epoch: journal.epoch, upTo: 100 })
    clock.now = 1000
    await left(2)
    clock.now = 2500
    await outbox.acknowledged({ epoch: journal.epoch, upTo: 120 })
    await left(3)
    assert.equal(sent, ['1–100', '101–120', '121–150'])
  }))

test('rows with a gap between them leave as two batches', () =>
  scene(
    6,
    async ({ journal, outbox, sent, left }) => {
      await left(1)
      await outbox.acknowledged({ epoch: journal.epoch, upTo: 2 })
      await left(2)
      assert.equal(sent, ['1–2', '5–6'])
    },
    (journal) => async (limit) =>
      (await journal.batch(limit)).filter(({ seq }) => seq < 3 || seq > 4),
  ))

test.run()
