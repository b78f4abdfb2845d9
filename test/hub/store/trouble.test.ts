// A store that takes nothing for a while: another process holds it (fault 10), the disk is full
// (fault 5 at the hub). Nothing is acknowledged, nothing is half done, and it comes right by itself.
import { join } from 'node:path'
import { sql } from 'kysely'
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openAlarms } from '../../../hub/alarms/alarms.ts'
import { createGroupCommit } from '../../../hub/inbox/group-commit.ts'
import type { Batch } from '../../../hub/inbox/inbox.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { type Health, healthAfter } from '../../../hub/store/health.ts'
import type { Store } from '../../../hub/store/store.ts'
import { THURSDAY_EVENING as at, startTestHub, type TestHub } from '../../support/hub.ts'
import { EVENING, openLibrary } from '../../support/library.ts'
import { lockStore } from '../../support/store-lock.ts'
import { openVoice, rows } from '../../support/voice.ts'

const visit: KioskEvent = { kind: 'visit', at, patron: 'patron-key-0001' }
const EPOCH = 1_763_500_000
const GOSTA = { id: '31080000000013', owner: 'SE-Falun' }
const REFUSED = ['a message failed here', 'SQLITE_BUSY'] as const

const sqliteError = (code: string) => Object.assign(new Error(code), { code })

const AFTER: readonly [before: Health, sql: string, code: string | null, then: Health][] = [
  ['well', 'begin immediate', 'SQLITE_BUSY', 'refuses'],
  ['well', 'insert', 'SQLITE_FULL', 'refuses'],
  ['well', 'commit', 'SQLITE_IOERR', 'refuses'],
  ['well', 'insert', 'SQLITE_CONSTRAINT', 'well'],
  ['well', 'select', 'SQLITE_CORRUPT', 'lost'],
  ['refuses', 'select', null, 'refuses'],
  ['refuses', 'begin immediate', null, 'refuses'],
  ['refuses', 'commit', null, 'well'],
  ['lost', 'commit', null, 'lost'],
]

for (const [before, statement, code, then] of AFTER)
  test(`a store that is ${before} is ${then} after ${statement} with ${code}`, () => {
    const error = code === null ? null : sqliteError(code)
    assert.is(healthAfter(before, statement, error), then)
  })

const sayBatch = async (
  kiosk: Awaited<ReturnType<typeof openVoice>>,
  first: number,
): Promise<void> => {
  const bodies = rows(first, visit, visit)
  const id = `${EPOCH}.${first}.${first + 1}`
  const sealed = await kiosk.sealed('event', id, bodies, EPOCH)
  const batch = { v: 1, epoch: EPOCH, first, last: first + 1, sealed }
  await kiosk.say('event', JSON.stringify(batch))
}

const health = async ({ http }: TestHub): Promise<unknown> => {
  const response = await fetch(`${http}/healthz`)
  const { ok, store } = (await response.json()) as Record<string, unknown>
  return [response.status, ok, store]
}

test('while another process holds the store nothing is acknowledged, and all is taken once after', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await using other = await openVoice(hub.mqtt, 'svardsjo-2')
  await kiosk.batch(EPOCH, 1, rows(1, visit))
  const acks = () => kiosk.heard.filter(({ channel }) => channel === 'ack').length
  {
    await using _ = await lockStore(join(hub.folder, 'hub.sqlite'))
    await sayBatch(kiosk, 2)
    await hub.logged(...REFUSED, '"channel":"event"', 'svardsjo-1')
    await sayBatch(other, 1)
    await hub.logged(...REFUSED, '"channel":"event"', 'svardsjo-2')
    await other.say('ask', await other.asking('item', { item: GOSTA }, 'item-0001'))
    await hub.logged(...REFUSED, '"channel":"ask"')
    assert.equal(await health(hub), [503, false, false])
    const page = await (await fetch(hub.http)).text()
    assert.match(page, 'Navets lagring tar inte emot något', 'the alarm stands in memory')
    const headers = await hub.bearer()
    const letter = `${hub.http}/api/dead-letters/1`
    const drop = await fetch(letter, { method: 'DELETE', headers })
    assert.is(drop.status, 503)
    assert.is(drop.headers.get('retry-after'), '5')
    assert.is(drop.headers.get('content-type'), 'application/problem+json')
    assert.is(acks(), 1)
  }
  await hub.logged('the store takes what it is given again')
  assert.equal(await health(hub), [200, true, true])
  assert.not.match(await (await fetch(hub.http)).text(), 'Navets lagring')
  assert.is((await kiosk.batch(EPOCH, 2, rows(2, visit, visit))).upTo, 3)
  assert.is((await other.batch(EPOCH, 1, rows(1, visit, visit))).upTo, 2)
  assert.is((await other.ask('item', { item: GOSTA }, 'item-0002')).ok, true)
  await hub.inspect(async ({ db }) => {
    const { count } = await db
      .selectFrom('visit_count')
      .select('count')
      .executeTakeFirstOrThrow()
    assert.is(count, 5)
  })
})

test('who comes after one that waited in vain for the store does not wait again', async () => {
  await using library = await openLibrary()
  const { store } = library
  const asked = () => store.transaction(async () => 'done')
  await using _ = await lockStore(join(library.folder, 'hub.sqlite'))
  const settled: string[] = []
  const all = Array.from({ length: 60 }, (_one, n) =>
    asked().then(
      () => settled.push(`${n} done`),
      () => settled.push(`${n} refused`),
    ),
  )
  // Sixty that waited a second each would outlast the limit of every wait in these tests.
  await Promise.all(all)
  assert.is(settled.length, 60)
  assert.ok(settled.every((one) => one.endsWith('refused')))
})

const batch: Batch = {
  epoch: 1,
  first: 1,
  oldest: false,
  rows: Array.from({ length: 400 }, (_, n) => ({ ok: true, seq: n + 1, event: visit })),
  seal: () => Promise.reject(new Error('nothing is bad')),
}
const AT = { branch: 'svardsjo', kiosk: 'svardsjo-1', now: EVENING }

const mostPages = ({ db }: Store, pages: number) =>
  sql`pragma max_page_count = ${sql.lit(pages)}`.execute(db)

const pagesOf = async ({ db }: Store): Promise<number> => {
  const { rows: found } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
  return found[0]?.page_count ?? 0
}

test('a full disk takes nothing by half, and all of it once there is room', async () => {
  await using library = await openLibrary()
  const { store } = library
  const told: Health[] = []
  store.onHealth((one) => told.push(one))
  const inbox = createGroupCommit(store)
  await mostPages(store, await pagesOf(store))
  const failed = await inbox.take(AT, batch).catch((error: unknown) => String(error))
  assert.match(String(failed), 'SQLITE_FULL')
  assert.equal(told, ['refuses'])
  const taken = await store.db.selectFrom('inbox').select('seq').execute()
  assert.equal(taken, [], 'nothing is there by half')

  await mostPages(store, 100_000)
  assert.equal((await inbox.take(AT, batch)).upTo, 400)
  assert.equal(told, ['refuses', 'well'])
  const { count } = await store.db
    .selectFrom('visit_count')
    .select('count')
    .executeTakeFirstOrThrow()
  assert.is(count, 400)
})

test('an alarm raised while the store refuses is counted with those before and after', async () => {
  await using library = await openLibrary()
  await using alarms = openAlarms(library.store, pino({ enabled: false }))
  const told = { kiosk: 'k-1', kind: 'takeover', detail: 'as k-2' } as const
  const counts = async () => (await alarms.open()).map(({ count }) => count)
  alarms.raise(told)
  assert.equal(await counts(), [1])
  {
    await using _ = await lockStore(join(library.folder, 'hub.sqlite'))
    alarms.raise(told)
    assert.equal(await counts(), [2])
    alarms.raise(told)
    assert.equal(await counts(), [3])
  }
  alarms.raise(told)
  assert.equal(await counts(), [4])
})

test.run()
