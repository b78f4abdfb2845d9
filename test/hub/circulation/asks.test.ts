// What a kiosk is answered while the hub is there. Numbers name the edge cases of circulation that
// RERO, FOLIO, Evergreen and Koha have met; see hub/circulation/README.md.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { answerAccount, answerRenew } from '../../../hub/circulation/account.ts'
import { answerCheckout, answerItem } from '../../../hub/circulation/asks.ts'
import { recordFact } from '../../../hub/circulation/facts.ts'
import { placeHold } from '../../../hub/circulation/holds.ts'
import { ASKS } from '../../../hub/protocol/asks.ts'
import { checkinFact, EVENING, openLibrary } from '../../support/library.ts'

const opened = async () => {
  const library = await openLibrary()
  const { store, at } = library
  const checkout = async (
    patron: string,
    barcode: string,
    { branch = 'svardsjo', owner = null as string | null, parts = 1 } = {},
  ) => {
    const session = await library.session(patron, at(branch))
    const request = { session, item: { id: barcode, owner }, parts }
    return store.transaction((tx) => answerCheckout(tx, request, at(branch)))
  }
  return {
    ...library,
    aino: await library.patron('21080000000015'),
    bo: await library.patron('21080000000023', { member: 'mora' }),
    checkout,
    /** `ok`, or why not. */
    lent: async (
      patron: string,
      barcode: string,
      how: Parameters<typeof checkout>[2] = {},
    ) => {
      const answer = await checkout(patron, barcode, how)
      return answer.ok ? 'ok' : answer.reason
    },
    hold: (title: string, patron: string, pickup = 'svardsjo') =>
      store.transaction((tx) => placeHold(tx, { title, patron, pickup, queued: EVENING })),
    checkin: (barcode: string, branch = 'svardsjo') =>
      store.transaction((tx) =>
        recordFact(tx, checkinFact(barcode, at(branch)), at(branch)),
      ),
    itemAt: (barcode: string, branch: string, owner: string | null = null) =>
      store.transaction((tx) =>
        answerItem(tx, { item: { id: barcode, owner } }, at(branch)),
      ),
    account: async (patron: string) => {
      const session = await library.session(patron, at('svardsjo'))
      const answer = await store.transaction((tx) =>
        answerAccount(tx, { session }, at('svardsjo')),
      )
      return ASKS.account.answer.parse(answer)
    },
    renew: async (patron: string, loan: string | null, minutes = 0) => {
      const session = await library.session(patron, at('svardsjo', minutes))
      return store.transaction((tx) =>
        answerRenew(tx, { session, loan }, at('svardsjo', minutes)),
      )
    },
  }
}

test('lends an item for four weeks and shows it in the account', async () => {
  await using hub = await opened()
  await hub.item('31080000000013', { title: 't1' })
  const answer = ASKS.checkout.answer.parse(await hub.checkout(hub.aino, '31080000000013'))
  assert.ok(answer.ok)
  assert.equal([answer.title, answer.due], ['Title t1', '2026-12-19'])
  assert.equal(await hub.account(hub.aino), {
    ok: true,
    loans: [
      {
        loan: answer.loan,
        item: { id: '31080000000013', owner: 'SE-Falun' },
        title: 'Title t1',
        due: '2026-12-19',
        renewable: true,
      },
    ],
    holds: [],
  })
})

test('a session that is over lends nothing', async () => {
  await using hub = await opened()
  await hub.item('1')
  const request = {
    session: 'no-session-of-ours',
    item: { id: '1', owner: null },
    parts: 1,
  }
  const answer = await hub.store.transaction((tx) =>
    answerCheckout(tx, request, hub.at('svardsjo')),
  )
  assert.equal(answer, { ok: false, reason: 'no-session' })
  assert.is(await hub.placeOf('1'), 'shelf svardsjo')
})

test('an item nobody knows is not lent', async () => {
  await using hub = await opened()
  assert.equal(await hub.checkout(hub.aino, '999'), { ok: false, reason: 'unknown-item' })
})

test('a set is lent only whole', async () => {
  await using hub = await opened()
  await hub.item('1', { parts: 3 })
  assert.is(await hub.lent(hub.aino, '1', { parts: 2 }), 'incomplete')
  assert.is(await hub.lent(hub.aino, '1', { parts: 3 }), 'ok')
})

test('what stands on the hold shelf is not lent to another', async () => {
  // Edge case 1.
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.bo)
  await hub.checkin('1')
  assert.is(await hub.placeOf('1'), 'hold-shelf svardsjo')
  assert.is(await hub.lent(hub.aino, '1'), 'reserved-for-other')
})

test('its patron may fetch it at another branch, and the pickup is told', async () => {
  // Edge case 2.
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.bo)
  await hub.checkin('1')
  assert.is(await hub.lent(hub.bo, '1', { branch: 'mora' }), 'ok')
  assert.equal(await hub.workList(), ['fetched-elsewhere'])
  const note = await hub.store.db
    .selectFrom('work_list')
    .selectAll()
    .executeTakeFirstOrThrow()
  assert.equal([note.branch, note.body], ['svardsjo', '{"item":"1"}'])
})

test('what travels to its patron may be lent to her on the way', async () => {
  // Edge case 3 (rero-ils issue 1379: the request stayed open).
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.bo, 'mora')
  await hub.checkin('1')
  assert.is(await hub.placeOf('1'), 'transit mora for a hold')
  assert.is(await hub.lent(hub.aino, '1'), 'reserved-for-other')
  assert.is(await hub.lent(hub.bo, '1'), 'ok')
  const account = await hub.account(hub.bo)
  assert.equal(account.ok && account.holds, [])
})

test('what travels home may be lent to anybody', async () => {
  // Edge case 4.
  await using hub = await opened()
  await hub.item('1', { home: 'orsa' })
  await hub.checkin('1')
  assert.is(await hub.placeOf('1'), 'transit orsa')
  assert.is(await hub.lent(hub.aino, '1'), 'ok')
})

test('the only copy is kept for the first in the queue, also from the second', async () => {
  // Edge case 5.
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.bo)
  assert.is(await hub.lent(hub.aino, '1'), 'reserved-for-other')
  await hub.hold('1', hub.aino)
  assert.is(await hub.lent(hub.aino, '1'), 'reserved-for-other')
  assert.is(await hub.lent(hub.bo, '1'), 'ok')
})

test('lending again what she has tells when it is due, and makes no second loan', async () => {
  // Edge case 6.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  const again = await hub.checkout(hub.aino, '1')
  assert.equal(again, {
    ok: false,
    reason: 'already-yours',
    title: 'Title 1',
    due: '2026-12-19',
  })
})

test('what somebody else has is refused, and it is not told until when', async () => {
  // Edge case 7, while the hub is there: it must be returned first.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  const asked = await hub.checkout(hub.bo, '1')
  assert.equal(asked, { ok: false, reason: 'on-loan-to-other', title: 'Title 1' })
})

test('of two who ask for one item at once, one gets it', async () => {
  // Edge case 9.
  await using hub = await opened()
  await hub.item('1')
  const answers = await Promise.all([
    hub.lent(hub.aino, '1'),
    hub.lent(hub.bo, '1', { branch: 'mora' }),
  ])
  assert.equal(answers.toSorted(), ['ok', 'on-loan-to-other'])
})

test('the database itself refuses a second loan of an item', async () => {
  await using hub = await opened()
  const item = await hub.item('1')
  await hub.lent(hub.aino, '1')
  const second = hub.store.db
    .insertInto('loan')
    .values({
      ...{ id: 'second', item, patron: hub.bo, branch: 'mora', made: 0, due: '2026-12-19' },
      ...{ renewals: 0, claimed: 0, closed: null, closed_how: null },
    })
    .execute()
  try {
    await second
    assert.unreachable('an item was lent twice')
  } catch (error) {
    assert.match(String(error), /UNIQUE constraint failed: loan.item/)
  }
})

test('no more loans than the branch allows', async () => {
  await using hub = await opened()
  await hub.store.db.updateTable('branch').set({ loan_limit: 1 }).execute()
  for (const barcode of ['1', '2']) await hub.item(barcode)
  assert.is(await hub.lent(hub.aino, '1'), 'ok')
  assert.is(await hub.lent(hub.aino, '2'), 'loan-limit')
})

test('two registers may use the same barcode', async () => {
  // Edge case 33 (rero-ils issue 1085: barcodes of two organisations mixed).
  await using hub = await opened()
  await hub.item('1', { title: 'of-falun', home: 'falun' })
  await hub.item('1', { title: 'of-mora', home: 'mora' })
  const titles = async (branch: string, owner: string | null) => {
    const answer = await hub.itemAt('1', branch, owner)
    return answer.ok ? answer.title : answer.reason
  }
  assert.is(await titles('orsa', 'SE-Mora'), 'Title of-mora')
  assert.is(await titles('orsa', 'se-falun'), 'Title of-falun')
  assert.is(await titles('svardsjo', null), 'Title of-falun')
  assert.is(await titles('mora', null), 'Title of-mora')
  assert.is(await titles('orsa', null), 'unknown-item')
  assert.is(await titles('mora', 'SE-Orsa'), 'unknown-item')
})

test('tells where an item would go, and changes nothing', async () => {
  await using hub = await opened()
  await hub.item('1', { home: 'orsa', parts: 3 })
  const answer = ASKS.item.answer.parse(await hub.itemAt('1', 'svardsjo'))
  assert.equal(answer, {
    ok: true,
    title: 'Title 1',
    parts: 3,
    owner: 'Orsa bibliotek',
    destination: { kind: 'transit', branch: 'orsa', branchName: 'Orsa bibliotek' },
  })
  assert.is(await hub.placeOf('1'), 'shelf orsa')
  const home = await hub.itemAt('1', 'orsa')
  assert.equal(home.ok && home.destination, { kind: 'shelf' })
})

test('holds are told as queued, on the way and ready, with the mark on the shelf', async () => {
  await using hub = await opened()
  for (const barcode of ['1', '2', '3']) await hub.item(barcode)
  await hub.hold('1', hub.bo, 'mora')
  await hub.hold('2', hub.bo)
  await hub.hold('3', hub.bo)
  await hub.checkin('1')
  await hub.checkin('2')
  const account = await hub.account(hub.bo)
  assert.ok(account.ok)
  assert.equal(
    account.holds.map(({ title, state, pickup, shelf }) => [title, state, pickup, shelf]),
    [
      ['Title 1', 'in-transit', 'Mora bibliotek', null],
      ['Title 2', 'ready', 'Svärdsjö bibliotek', '1'],
      ['Title 3', 'queued', 'Svärdsjö bibliotek', null],
    ],
  )
})

const DAYS = 24 * 60

test('renews every loan, each with its own result', async () => {
  await using hub = await opened()
  for (const barcode of ['1', '2']) await hub.item(barcode)
  for (const barcode of ['1', '2']) await hub.lent(hub.aino, barcode)
  await hub.hold('2', hub.bo)
  const answer = ASKS.renew.answer.parse(await hub.renew(hub.aino, null, 7 * DAYS))
  assert.ok(answer.ok)
  assert.equal(
    answer.results.map((result) => (result.ok ? result.due : result.reason)),
    ['2026-12-26', 'reserved-for-other'],
  )
})

test('renewed twice on one day counts once', async () => {
  // Edge case 25.
  await using hub = await opened()
  await hub.item('1')
  const lent = await hub.checkout(hub.aino, '1')
  assert.ok(lent.ok)
  for (const _ of ['once', 'twice']) {
    const answer = await hub.renew(hub.aino, lent.loan, 7 * DAYS)
    assert.ok(answer.ok && answer.results[0]?.ok)
  }
  const { renewals } = await hub.store.db
    .selectFrom('loan')
    .select('renewals')
    .executeTakeFirstOrThrow()
  assert.is(renewals, 1)
})

test("nobody renews another's loan", async () => {
  await using hub = await opened()
  await hub.item('1')
  const lent = await hub.checkout(hub.aino, '1')
  assert.ok(lent.ok)
  assert.equal(await hub.renew(hub.bo, lent.loan), { ok: false, reason: 'no-loan' })
})

test.run()
