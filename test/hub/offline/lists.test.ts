import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { BranchOffline } from '../../../hub/offline/policy.ts'
import { heardBy, printOf } from '../../../hub/offline/proofs.ts'
import { markSeen, seenOffline } from '../../../hub/offline/seen.ts'
import { decodePage } from '../../../hub/protocol/offline-page.ts'
import { cardHash } from '../../../hub/registry/card.ts'
import { holdPin } from '../../../hub/registry/pin.ts'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { EVENING, KEY, openLibrary } from '../../support/library.ts'
import { digestAt, openLists, setPolicy } from '../../support/lists.ts'

const CARD = '21080000000015'
const PIN = '2468'
const pin = await holdPin(PIN, '9753')
const { verifier } = pin
const DAY = 24 * 60
const QUIET = { raise: () => {} }

const opened = async (policy: Partial<BranchOffline> = { who: 'agreement' }) => {
  const library = await openLibrary()
  await setPolicy(library.store, policy)
  const lists = await openLists(library)
  const patron = await library.patron(CARD, pin)
  const registry = heardBy(
    createRegistry({ store: library.store, key: KEY, alarms: QUIET }),
    lists.proofs,
  )
  const enter = async (pin: string, minutes = 0) => {
    const at = library.at('svardsjo', minutes)
    const answer = await registry.enter({ card: CARD, pin, at: at.now }, at)
    await lists.proofs.idle()
    return answer.ok
  }
  return { ...library, ...lists, add: library.patron, patron, enter }
}

test('who has come in with card and PIN is on the list, and both of them open her row', async () => {
  await using hub = await opened()
  assert.is(await hub.find(CARD, PIN), undefined)
  assert.ok(await hub.enter(PIN))
  const row = await hub.find(CARD, PIN)
  assert.is(row?.patron, hub.patron)
  assert.is(row?.born, '1990-01-01')
  for (const [card, pin] of [
    [CARD, '2469'],
    ['21080000000023', PIN],
  ] as const)
    assert.is(await hub.find(card, pin), undefined)
})

test('a wrong PIN puts nobody on a list (threat 3)', async () => {
  await using hub = await opened()
  assert.not.ok(await hub.enter('1111'))
  assert.equal(await hub.store.db.selectFrom('offline_proof').selectAll().execute(), [])
})

test('who came in under duress is on no list by that PIN: the hub would not hear of it (threat 14)', async () => {
  await using hub = await opened()
  assert.ok(await hub.enter('9753'))
  assert.is(await hub.find(CARD, '9753'), undefined)
  assert.ok(await hub.enter(PIN))
  assert.is((await hub.find(CARD, PIN))?.patron, hub.patron)
})

test('where nobody is let in without the hub, nothing is made and nothing told (threat 17)', async () => {
  await using hub = await opened({ who: 'nobody' })
  assert.ok(await hub.enter(PIN))
  assert.equal(await hub.store.db.selectFrom('offline_proof').selectAll().execute(), [])
  assert.equal(await hub.lists.list({ version: 0 }, hub.at('svardsjo')), {
    ok: false,
    reason: 'nobody',
  })
})

test('a new PIN ends the row of the old one', async () => {
  await using hub = await opened()
  await hub.enter(PIN)
  const { verifier: other } = await holdPin('1357')
  await hub.store.db.updateTable('pin').set({ verifier: other }).execute()
  assert.is(await hub.find(CARD, PIN), undefined)
  assert.is(await hub.find(CARD, '1357'), undefined)
  await hub.enter('1357')
  assert.is((await hub.find(CARD, '1357'))?.patron, hub.patron)
})

test('a block, and its end, are in the next list (threat 33)', async () => {
  await using hub = await opened()
  await hub.enter(PIN)
  const before = await hub.head()
  const block = { patron: hub.patron, begins: '2026-11-21', ends: null }
  await hub.store.db.insertInto('block').values(block).execute()
  const blocked = await hub.head(before.read.version)
  assert.ok(blocked.read.version > before.read.version)
  assert.ok(blocked.read.changes > before.read.changes)
  assert.equal((await hub.find(CARD, PIN))?.blocks, [{ begins: '2026-11-21', ends: null }])
  await hub.store.db.deleteFrom('block').execute()
  assert.equal((await hub.find(CARD, PIN))?.blocks, [])
})

test('a list that did not change keeps its version, and becomes no older by being asked for', async () => {
  await using hub = await opened()
  await hub.enter(PIN)
  const [one, later] = [await hub.head(), await hub.head(0, 60)]
  assert.is(later.read.version, one.read.version)
  assert.is(later.read.digests, one.read.digests)
  assert.is(later.read.madeAt - one.read.madeAt, 60 * 60_000)
  assert.is(one.read.goodUntil - one.read.madeAt, 24 * 60 * 60_000)
})

test('a hub restored from its backup goes on above what the kiosk holds (threat 33)', async () => {
  await using hub = await opened()
  const { read } = await hub.head(4711)
  assert.is(read.version, 4712)
})

test('each kiosk has a key of its own, and its list says whose it is (threat 18)', async () => {
  await using hub = await opened()
  await hub.enter(PIN)
  const [one, two] = [await hub.head(), await hub.head(0, 0, 'svardsjo-2')]
  assert.not.equal(one.key, two.key)
  assert.not.equal(one.read.digests, two.read.digests)
  assert.is(two.read.kiosk, 'svardsjo-2')
  assert.is((await hub.find(CARD, PIN, { kiosk: 'svardsjo-2' }))?.patron, hub.patron)
})

test('a door may have a policy of its own', async () => {
  await using hub = await opened({
    who: 'agreement',
    doors: {
      'svardsjo-2': { who: 'nobody', days: 30, maxAgeHours: 24, key: 'ram' },
    },
  })
  await hub.head()
  assert.equal(
    await hub.lists.list({ version: 0 }, { ...hub.at('svardsjo'), kiosk: 'svardsjo-2' }),
    { ok: false, reason: 'nobody' },
  )
})

test('seen here within n days: the last day counts, and the day after no more', async () => {
  await using hub = await opened({ who: 'seen', days: 7 })
  await hub.enter(PIN)
  for (const [days, isOn] of [
    [0, true],
    [7, true],
    [8, false],
  ] as const)
    assert.is(
      (await hub.find(CARD, PIN, { minutes: days * DAY })) !== undefined,
      isOn,
      `${days}`,
    )
})

test('who was seen elsewhere is not seen here, and who was let in by the list is', async () => {
  await using hub = await opened({ who: 'seen', days: 7 })
  const { store, patron } = hub
  const at = hub.at('mora')
  const registry = heardBy(createRegistry({ store, key: KEY, alarms: QUIET }), hub.proofs)
  await registry.identify({ card: CARD, pin: PIN }, at)
  await hub.proofs.idle()
  assert.is(await hub.find(CARD, PIN), undefined)
  await store.transaction((tx) =>
    seenOffline(tx, [
      {
        event: { kind: 'visit', at: EVENING, patron, offline: true },
        at: { branch: 'svardsjo' },
      },
      { event: { kind: 'visit', at: EVENING, patron: 'nobody-known', offline: true }, at },
    ]),
  )
  assert.is((await hub.find(CARD, PIN))?.patron, patron)
})

test('where doors do not go by it, who was seen is not kept (threat 34)', async () => {
  await using hub = await opened({ who: 'agreement' })
  await hub.enter(PIN)
  await markSeen(hub.store.db, [
    { branch: 'svardsjo', patron: hub.patron, day: '2026-11-21' },
  ])
  assert.equal(await hub.store.db.selectFrom('offline_seen').selectAll().execute(), [])
})

test('a page of another list is none', async () => {
  await using hub = await opened()
  await hub.enter(PIN)
  const { read } = await hub.head()
  const at = hub.at('svardsjo')
  const changed = { ok: false, reason: 'changed' }
  assert.equal(await hub.lists.page({ page: 0, digest: 'A'.repeat(22) }, at), changed)
  assert.equal(await hub.lists.page({ page: 5, digest: digestAt(read, 0) }, at), changed)
})

test('hundreds of people are spread over pages, and each is found on hers', async () => {
  await using hub = await opened()
  const { store } = hub
  const [each, most] = [65_536 / 300, 300]
  for (let n = 0; n < most; n++) {
    const card = String(31_000_000 + n)
    const patron = await hub.add(card, { verifier })
    const joint = new Uint8Array(32).fill(n % 251)
    const made = { card: cardHash(KEY, card), patron, joint, pin_print: printOf(verifier) }
    const proof = { ...made, spread: Math.floor(n * each), proven: '2026-11-20' }
    await store.db.insertInto('offline_proof').values(proof).execute()
  }
  await hub.enter(PIN)
  const { read } = await hub.head()
  assert.is(read.bits, 3)
  assert.is((await hub.find(CARD, PIN))?.patron, hub.patron)
})

test('nobody falls off a list because others have much to be told of', async () => {
  await using hub = await opened()
  const ever = { begins: '2020-01-01', ends: null }
  const consent = { signed: '2026-01-01', revoked: null }
  const much = {
    blocks: [ever, { ...ever, begins: '2021-01-01' }].map((one) => ({
      ...one,
      ends: '2026-12-31',
    })),
    agreements: [1, 2, 3].map((version) => ({ ...consent, version, guardian: consent })),
    allowed: [{ ...ever, days: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '02:00' }],
  }
  const cards = Array.from({ length: 40 }, (_, n) => String(31_000_000 + n))
  for (const [n, card] of cards.entries()) {
    const patron = await hub.add(card, { verifier, ...much })
    const joint = new Uint8Array(32).fill(n)
    const made = { card: cardHash(KEY, card), patron, joint, pin_print: printOf(verifier) }
    const proof = { ...made, spread: n * 1300, proven: '2026-11-20' }
    await hub.store.db.insertInto('offline_proof').values(proof).execute()
  }
  assert.is(await countRows(hub), cards.length)
})

const countRows = async ({ head, lists, at }: Awaited<ReturnType<typeof opened>>) => {
  const { read } = await head()
  let rows = 0
  for (let page = 0; page < 2 ** read.bits; page += 1) {
    const answer = await lists.page({ page, digest: digestAt(read, page) }, at('svardsjo'))
    if (!answer.ok) throw new Error(answer.reason)
    const decoded = decodePage(Buffer.from(answer.rows, 'base64url'))
    if (decoded.ok) rows += decoded.rows.length
  }
  return rows
}

test.run()
