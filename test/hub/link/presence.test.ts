import { sql } from 'kysely'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nextPresence, openPresence } from '../../../hub/link/presence.ts'
import { startTestHub } from '../../support/hub.ts'
import { openLibrary } from '../../support/library.ts'
import { openVoice } from '../../support/voice.ts'

type Row = readonly [
  what: string,
  current: { epoch: number } | undefined,
  said: readonly ['ready' | 'reduced' | 'lost', epoch: number],
  next: string,
]

const ROWS: readonly Row[] = [
  ['a kiosk never seen is ready', undefined, ['ready', 5], 'ready 5'],
  ['its will is told', { epoch: 5 }, ['lost', 5], 'lost 5'],
  ['it is ready again after a boot', { epoch: 5 }, ['ready', 6], 'ready 6'],
  ['the will of the boot before comes late', { epoch: 6 }, ['lost', 5], 'ignored'],
  ['the will of another boot', { epoch: 5 }, ['lost', 6], 'ignored'],
  ['a kiosk whose disk was replaced', { epoch: 9 }, ['ready', 2], 'ready 2'],
  ['something is broken', { epoch: 5 }, ['reduced', 5], 'reduced 5'],
  ['a will and nothing before it', undefined, ['lost', 5], 'lost 5'],
]

for (const [what, current, [status, epoch], wanted] of ROWS)
  test(`${what}: ${wanted}`, () => {
    const next = nextPresence(current, { v: 1, status, epoch })
    assert.is(next === undefined ? 'ignored' : `${next.status} ${next.epoch}`, wanted)
  })

const online = async (http: string): Promise<number> => {
  const response = await fetch(`${http}/healthz`)
  const { kiosks } = (await response.json()) as { kiosks: { online: number } }
  return kiosks.online
}

test('a kiosk is online from its word to its will', async () => {
  await using hub = await startTestHub()
  assert.is(await online(hub.http), 0)
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  await kiosk.state('ready', 7)
  await hub.logged('"kiosk":"svardsjo-1","status":"ready"')
  assert.is(await online(hub.http), 1)
  await kiosk.vanish()
  await hub.logged('"kiosk":"svardsjo-1","status":"lost"')
  assert.is(await online(hub.http), 0)
})

test('the will of an earlier boot takes nobody away', async () => {
  await using hub = await startTestHub()
  await using before = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  await before.state('ready', 7)
  // The new connection takes the place of the old, whose will is then told.
  await using after = await openVoice(hub.mqtt, 'svardsjo-1', 8)
  await after.state('ready', 8)
  await hub.logged('"kiosk":"svardsjo-1","status":"ready","epoch":8')
  await before.vanish()
  await after.state('reduced', 8)
  await hub.logged('"status":"reduced","epoch":8')
  assert.is(await online(hub.http), 1)
})

const NONE = { raise: () => {}, over: () => {}, open: async () => [] }

test('a heartbeat is no news: nothing is logged, and nothing written', async () => {
  await using library = await openLibrary()
  await using presence = await openPresence({ store: library.store, alarms: NONE })
  const ready = { v: 1, status: 'ready', epoch: 7 } as const
  assert.is(await presence.state('k-1', ready, false), true)
  const changes = async () => {
    const [row] = (
      await sql<{ n: number }>`select total_changes() as n`.execute(library.store.db)
    ).rows
    return row?.n
  }
  const before = await changes()
  assert.is(await presence.state('k-1', ready, false), false)
  assert.is(await changes(), before)
  assert.is(await presence.state('k-1', { ...ready, status: 'reduced' }, false), true)
})

test('what the broker has kept from earlier makes no kiosk heard of now', async () => {
  await using library = await openLibrary()
  const at = 5
  await library.store.db
    .insertInto('kiosk_seen')
    .values({ kiosk: 'k-1', status: 'lost', epoch: 7, at })
    .execute()
  await using presence = await openPresence({ store: library.store, alarms: NONE })
  await presence.state('k-1', { v: 1, status: 'ready', epoch: 7 }, true)
  assert.equal([presence.isOnline('k-1'), presence.lastHeard('k-1')], [true, at])
})

test('what is no state is set aside and changes nothing', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  await kiosk.state('ready', 7)
  await kiosk.say('state', '{"v":1,"status":"tired","epoch":7}')
  await hub.logged('set aside a message', '"channel":"state"', 'wrong-shape at status')
  assert.is(await online(hub.http), 1)
})

test('when it was last heard of is known after a restart', async () => {
  await using hub = await startTestHub()
  const kiosk = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  await kiosk.state('ready', 7)
  await hub.logged('"kiosk":"svardsjo-1","status":"ready"')
  await kiosk[Symbol.asyncDispose]()
  await hub.stop()
  await hub.start()
  const page = await (await fetch(hub.http)).text()
  assert.match(page, 'Inte ansluten. Hörde av sig senast nyss.')
  assert.match(page, 'Har aldrig hört av sig.')
})

test.run()
