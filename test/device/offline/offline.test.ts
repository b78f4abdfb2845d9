import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { block } from '../../../hub/registry/blocks.ts'
import { CARD, openWorld, PIN, type World } from '../../support/offline-world.ts'

const NOTHING = { ok: false, reason: 'no-answer' }
const no = (reason: string) => ({ ok: true, answer: { ok: false, reason } })
const yes = (patron: string) => ({ ok: true, answer: { ok: true, patron, language: 'sv' } })

test('without the hub whoever is on the list is let in by card and PIN, and nobody else', async () => {
  await using world = await openWorld()
  const patron = await world.known()
  await world.known('21080000000049', PIN, { born: '2011-05-05' })
  await using kiosk = await world.boot()
  await kiosk.isReady()
  world.go(false)
  assert.equal(await kiosk.enter(), yes(patron))
  assert.equal(await kiosk.enter(CARD, '1111'), no('wrong-pin'))
  assert.equal(await kiosk.enter('21080000000023', PIN), no('wrong-pin'))
  assert.equal(await kiosk.enter('21080000000049'), no('under-age'))
  assert.equal(await kiosk.enter(CARD, undefined, { pin: undefined }), NOTHING)
})

test('the list’s own hours count: nobody comes in at night but who is on the allow list', async () => {
  await using world = await openWorld()
  await world.known()
  const cleaner = await world.known('21080000000064', '8642', {
    agreements: [],
    allowed: [{ begins: '2026-01-01', ends: null }],
  })
  await using kiosk = await world.boot()
  await kiosk.isReady()
  world.go(false)
  world.hours(5)
  assert.equal(await kiosk.enter(), no('closed'))
  const always = yes(cleaner)
  assert.equal(await kiosk.enter('21080000000064', '8642'), {
    ...always,
    answer: { ...always.answer, anyHour: true },
  })
})

test('where the branch lets in nobody without the hub, nothing is kept here', async () => {
  await using world = await openWorld({ who: 'nobody' })
  await world.known()
  await using kiosk = await world.boot()
  await world.configured()
  assert.not.ok(kiosk.offline.ready)
  assert.equal(await kiosk.enter(), NOTHING)
  assert.equal(await readdir(world.offlineFolder), [])
})

test('a list older than the branch allows lets nobody in, and no clock makes it younger (faults 12, 13)', async () => {
  await using world = await openWorld({ who: 'agreement', maxAgeHours: 24 })
  const patron = await world.known()
  await using kiosk = await world.boot()
  await kiosk.isReady()
  world.go(false)
  world.hours(24)
  assert.equal(await kiosk.enter(), yes(patron))
  world.now.ms += 1
  assert.equal(await kiosk.enter(), NOTHING)
  world.hours(-26)
  assert.equal(await kiosk.enter(), NOTHING)
})

test('without trusted time nobody can tell how old the list is (fault 14, threat 23)', async () => {
  await using world = await openWorld()
  await world.known()
  await using kiosk = await world.boot()
  await kiosk.isReady()
  world.go(false)
  world.trust.isTrusted = false
  assert.equal(await kiosk.enter(), NOTHING)
})

test('the key is in memory only: after a restart without the hub nobody is let in (threat 17)', async () => {
  await using world = await openWorld()
  await world.known()
  {
    await using kiosk = await world.boot()
    await kiosk.isReady()
  }
  world.go(false)
  {
    await using kiosk = await world.boot()
    await world.configured()
    assert.equal(await kiosk.enter(), NOTHING)
    world.go(true)
    await kiosk.isReady()
  }
  assert.not.ok((await readdir(world.offlineFolder)).includes('key'))
})

test('where the branch has the key on the disk, a restart without the hub changes nothing', async () => {
  await using world = await openWorld({ who: 'agreement', key: 'disk' })
  const patron = await world.known()
  {
    await using kiosk = await world.boot()
    await kiosk.isReady()
  }
  world.go(false)
  {
    await using kiosk = await world.boot()
    await kiosk.isReady()
    assert.equal(await kiosk.enter(), yes(patron))
  }
  await world.store.db
    .updateTable('branch')
    .set({ offline: '{"who":"agreement"}' })
    .execute()
  {
    await using kiosk = await world.boot()
    await world.configured()
    assert.equal(await kiosk.enter(), NOTHING)
  }
  assert.not.ok((await readdir(world.offlineFolder)).includes('key'))
})

test('who is blocked while the kiosk is online stays out when it is not (threats 9, 33)', async () => {
  await using world = await openWorld()
  const patron = await world.known()
  await using kiosk = await world.boot()
  await kiosk.isReady()
  await world.store.transaction((tx) =>
    block(tx, patron, { begins: '2026-11-21', ends: null }),
  )
  await world.onDisk('strikes', (text) => text.length > 2)
  world.go(false)
  assert.equal(await kiosk.enter(), no('blocked'))
})

test('a strike of another kiosk’s, and one that nobody signed, count for nothing and are told (threat 19)', async () => {
  await using world = await openWorld()
  const patron = await world.known()
  await using kiosk = await world.boot()
  await kiosk.isReady()
  const { signer } = world.hub
  const strike = { kiosk: 'svardsjo-2', n: 900, after: 0, tags: [] }
  world.strikes.tell(await signer.sign(strike, 'b24-strike'))
  world.strikes.tell(await signer.sign({ ...strike, kiosk: 'svardsjo-1' }, 'b24-command'))
  await kiosk.told('not-ours', 'not-signed')
  world.go(false)
  assert.equal(await kiosk.enter(), yes(patron))
})

type Meddling = (world: World, kind: string, answer: Answer) => Promise<unknown> | unknown
type Answer = { head?: string; rows?: string }

const bent = (text: string): string =>
  `${text.slice(0, 30)}${text[30] === 'A' ? 'B' : 'A'}${text.slice(31)}`

const MEDDLING: readonly (readonly [what: string, why: string, with_: Meddling])[] = [
  [
    'a head with one letter changed',
    'not-signed',
    (_, kind, answer) =>
      kind === 'offline-list' ? { ...answer, head: bent(answer.head ?? '') } : answer,
  ],
  [
    'a page with one letter changed',
    'damaged',
    (_, kind, answer) =>
      kind === 'offline-page' ? { ...answer, rows: bent(answer.rows ?? '') } : answer,
  ],
  [
    'the list of another kiosk',
    'not-ours',
    async ({ hub }, kind, answer) =>
      kind === 'offline-list'
        ? { ...answer, head: (await hub.head(0, 0, 'svardsjo-2')).head }
        : answer,
  ],
  [
    'a command in the place of a list',
    'not-signed',
    async ({ hub }, kind, answer) =>
      kind === 'offline-list'
        ? { ...answer, head: await hub.signer.sign((await hub.head()).read) }
        : answer,
  ],
]

for (const [what, why, meddling] of MEDDLING)
  test(`${what} is not taken, and is told (threats 18, 21, 22)`, async () => {
    await using world = await openWorld()
    await world.known()
    world.meddle.with = (kind, answer) => meddling(world, kind, answer as Answer)
    await using kiosk = await world.boot()
    await kiosk.told(why)
    assert.not.ok(kiosk.offline.ready)
    world.go(false)
    assert.equal(await kiosk.enter(), NOTHING)
  })

test('an earlier list that was signed is not taken again, not even after a restart (threats 21, 31)', async () => {
  await using world = await openWorld()
  const patron = await world.known()
  const { head } = await world.hub.head()
  await world.store.transaction((tx) =>
    block(tx, patron, { begins: '2026-11-21', ends: null }),
  )
  {
    await using kiosk = await world.boot()
    await kiosk.isReady()
  }
  world.meddle.with = (kind, answer) =>
    kind === 'offline-list' ? { ...(answer as Answer), head } : answer
  await using kiosk = await world.boot()
  await kiosk.told('older')
  world.go(false)
  assert.equal(await kiosk.enter(), NOTHING)
})

test('a page that was changed on the disk opens nothing, and is told (threat 17)', async () => {
  await using world = await openWorld()
  await world.known()
  await using kiosk = await world.boot()
  await kiosk.isReady()
  world.go(false)
  const page =
    (await readdir(world.offlineFolder)).find((name) => name.startsWith('page-')) ?? ''
  const path = join(world.offlineFolder, page)
  const bytes = await readFile(path)
  bytes.set([(bytes.at(-1) ?? 0) ^ 1], bytes.length - 1)
  await writeFile(path, bytes)
  assert.equal(await kiosk.enter(), NOTHING)
  await kiosk.told('damaged')
})

test.run()
