// The hub as a process, killed in the midst of taking in: what it acknowledged is there, and what
// it did not is sent again and counted once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { openStore } from '../../../hub/store/store.ts'
import { THURSDAY_EVENING as at, folderWithFiles } from '../../support/hub.ts'
import { openVoice, rows } from '../../support/voice.ts'

const EPOCH = 1_763_500_000
const KILLS = 3
const ROWS_EACH = 25

const launch = async (folder: string): Promise<{ child: ChildProcess; mqtt: string }> => {
  const flags = ['--config', join(folder, 'hub.json')]
  const child = spawn(process.execPath, ['--import', 'tsx', 'hub/main.ts', ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (child.stdout === null) throw new Error('no output')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, mqtt: JSON.parse(line).ready.mqtt }
}

const visits = (first: number): { seq: number; event: KioskEvent }[] => {
  const visit: KioskEvent = { kind: 'visit', at, patron: 'patron-key-0001' }
  return rows(first, ...Array.from({ length: ROWS_EACH }, () => visit))
}

/** One life of the hub: some batches are acknowledged, one is on its way when it is killed. */
const lifeOf = async (folder: string, acknowledged: number): Promise<number> => {
  const { child, mqtt } = await launch(folder)
  const dead = once(child, 'close')
  await using kiosk = await openVoice(mqtt, 'svardsjo-1')
  let upTo = acknowledged
  for (let n = 0; n < 3; n += 1)
    upTo = (await kiosk.batch(EPOCH, upTo + 1, visits(upTo + 1))).upTo
  const last = upTo + ROWS_EACH
  const sealed = await kiosk.sealed(
    'event',
    `${EPOCH}.${upTo + 1}.${last}`,
    visits(upTo + 1),
    EPOCH,
  )
  const batch = { v: 1, epoch: EPOCH, first: upTo + 1, last, sealed }
  await kiosk.say('event', JSON.stringify(batch))
  child.kill('SIGKILL')
  await dead
  return upTo
}

test('killed again and again, it loses and doubles nothing', async () => {
  const folder = await folderWithFiles()
  let upTo = 0
  for (let n = 0; n < KILLS; n += 1) upTo = await lifeOf(folder, upTo)
  const store = await openStore(join(folder, 'var', 'hub.sqlite'))
  try {
    const { db } = store
    const taken = await db.selectFrom('inbox').select('seq').orderBy('seq').execute()
    assert.ok(taken.length >= upTo, `${taken.length} rows of ${upTo} acknowledged`)
    assert.equal(
      taken.map(({ seq }) => seq),
      taken.map((_, index) => index + 1),
    )
    const { count } = await db
      .selectFrom('visit_count')
      .select('count')
      .executeTakeFirstOrThrow()
    assert.is(count, taken.length)
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test.run()
