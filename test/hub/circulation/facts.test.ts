// What kiosks tell after it has happened: returns, and loans made while the hub was gone. Numbers
// name the edge cases of circulation, see hub/circulation/README.md.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { answerAccount } from '../../../hub/circulation/account.ts'
import { answerCheckout } from '../../../hub/circulation/asks.ts'
import { recordFact } from '../../../hub/circulation/facts.ts'
import { placeHold } from '../../../hub/circulation/holds.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import type { Place } from '../../../hub/registry/place.ts'
import { checkinFact, checkoutFact, EVENING, openLibrary } from '../../support/library.ts'

const HERE = 'svardsjo'

const opened = async () => {
  const library = await openLibrary()
  const { store, at } = library
  const tell = (event: KioskEvent, place: Place) =>
    store.transaction((tx) => recordFact(tx, event, place))
  return {
    ...library,
    aino: await library.patron('21080000000015'),
    bo: await library.patron('21080000000023', { member: 'mora' }),
    tell,
    /** Told at once, by the chute of a branch. */
    returned: (barcode: string, branch = HERE, minutes = 0) =>
      tell(checkinFact(barcode, at(branch, minutes)), at(branch, minutes)),
    /** Lent while the hub was gone, told at once. */
    lentAlone: (barcode: string, patron: string, branch = HERE, minutes = 0) =>
      tell(checkoutFact(barcode, at(branch, minutes), { patron }), at(branch, minutes)),
    lent: async (patron: string, barcode: string, branch = HERE, minutes = 0) => {
      const place = at(branch, minutes)
      const session = await library.session(patron, place)
      const request = { session, item: { id: barcode, owner: null }, parts: 1 }
      const answer = await store.transaction((tx) => answerCheckout(tx, request, place))
      assert.ok(answer.ok)
      return answer.loan
    },
    hold: (title: string, patron: string, pickup = HERE) =>
      store.transaction((tx) => placeHold(tx, { title, patron, pickup, queued: EVENING })),
    holdsOf: async (patron: string) => {
      const session = await library.session(patron, at(HERE))
      const answer = await store.transaction((tx) =>
        answerAccount(tx, { session }, at(HERE)),
      )
      return answer.ok ? answer.holds.map(({ state }) => state) : []
    },
    /** Per loan in the order made: whose it is, or how it closed. */
    loans: async () => {
      const rows = await store.db.selectFrom('loan').selectAll().orderBy('made').execute()
      return rows.map(({ patron, closed_how }) => patron ?? closed_how)
    },
  }
}
type Opened = Awaited<ReturnType<typeof opened>>

/**
 * The check-in table. The item is Falun's (branch `falun`), called 1, and nobody has a hold.
 * How it came to be where it is; where it is scanned; where it is then.
 */
const NO_HOLD: [
  was: string,
  make: (hub: Opened) => Promise<unknown>,
  at: string,
  is: string,
][] = [
  ['on its own shelf', async () => {}, 'falun', 'shelf falun'],
  // rero-ils issues 800 and 813: without a loan it stayed "on shelf" at the wrong place.
  ['on its own shelf', async () => {}, 'mora', 'transit falun'],
  ['on loan', (hub) => hub.lent(hub.aino, '1'), 'falun', 'shelf falun'],
  ['on loan', (hub) => hub.lent(hub.aino, '1'), 'mora', 'transit falun'],
  ['on its way home', (hub) => hub.returned('1', 'mora'), 'falun', 'shelf falun'],
  ['on its way home', (hub) => hub.returned('1', 'mora'), 'orsa', 'transit falun'],
  ['missing', (hub) => lose(hub), 'falun', 'shelf falun'],
  ['missing', (hub) => lose(hub), 'mora', 'transit falun'],
]

const lose = (hub: Opened) =>
  hub.store.db.updateTable('item').set({ place: 'missing', branch: null }).execute()

/** The same, when Bo waits for it and fetches it at Mora. */
const HELD: typeof NO_HOLD = [
  ['on its own shelf', async () => {}, 'mora', 'hold-shelf mora'],
  ['on its own shelf', async () => {}, 'falun', 'transit mora for a hold'],
  ['on the hold shelf', (hub) => hub.returned('1', 'mora'), 'mora', 'hold-shelf mora'],
  [
    'on the hold shelf',
    (hub) => hub.returned('1', 'mora'),
    'orsa',
    'transit mora for a hold',
  ],
  ['on its way to Bo', (hub) => hub.returned('1', 'falun'), 'mora', 'hold-shelf mora'],
  [
    'on its way to Bo',
    (hub) => hub.returned('1', 'falun'),
    'orsa',
    'transit mora for a hold',
  ],
  ['missing', (hub) => lose(hub), 'mora', 'hold-shelf mora'],
]

for (const [was, make, at, is] of NO_HOLD)
  test(`handed in at ${at}, what was ${was} is ${is}`, async () => {
    await using hub = await opened()
    await hub.item('1', { home: 'falun' })
    await make(hub)
    await hub.returned('1', at)
    assert.is(await hub.placeOf('1'), is)
  })

for (const [was, make, at, is] of HELD)
  test(`handed in at ${at} while Bo waits at Mora, what was ${was} is ${is}`, async () => {
    await using hub = await opened()
    await hub.item('1', { home: 'falun' })
    await hub.hold('1', hub.bo, 'mora')
    await make(hub)
    await hub.returned('1', at)
    assert.is(await hub.placeOf('1'), is)
    assert.equal(await hub.holdsOf(hub.bo), [
      is.startsWith('hold') ? 'ready' : 'in-transit',
    ])
  })

for (const [at, is] of [
  ['mora', 'hold-shelf mora'],
  ['falun', 'transit mora for a hold'],
] as const)
  test(`a loan handed in at ${at} while Bo waits at Mora is closed and is ${is}`, async () => {
    await using hub = await opened()
    await hub.item('1', { home: 'falun' })
    await hub.lent(hub.aino, '1')
    await hub.hold('1', hub.bo, 'mora')
    await hub.returned('1', at)
    assert.is(await hub.placeOf('1'), is)
    assert.equal(await hub.loans(), ['returned'])
  })

test('what on the way home meets a new hold, goes to that', async () => {
  await using hub = await opened()
  await hub.item('1', { home: 'falun' })
  await hub.returned('1', 'mora')
  await hub.hold('1', hub.bo, 'orsa')
  await hub.returned('1', 'avesta')
  assert.is(await hub.placeOf('1'), 'transit orsa for a hold')
})

test('an item of Orsa lent in Falun and put in the chute of Avesta goes home', async () => {
  await using hub = await opened()
  await hub.item('1', { home: 'orsa' })
  await hub.lent(hub.aino, '1', 'falun')
  await hub.returned('1', 'avesta')
  assert.is(await hub.placeOf('1'), 'transit orsa')
  assert.equal(await hub.loans(), ['returned'])
})

test('an unknown item is accepted and listed', async () => {
  await using hub = await opened()
  await hub.returned('999')
  assert.equal(await hub.workList(), ['returned-unknown-item'])
})

test('returned twice is returned once', async () => {
  // Edge case 37.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  await hub.returned('1')
  await hub.returned('1')
  assert.is(await hub.placeOf('1'), `shelf ${HERE}`)
  assert.equal([await hub.loans(), await hub.workList()], [['returned'], []])
})

test('after the return nothing tells who had it', async () => {
  // Edge case 45.
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.aino)
  await hub.returned('1')
  await hub.lent(hub.aino, '1')
  await hub.returned('1')
  const { store } = hub
  const rows = [
    ...(await store.db.selectFrom('loan').selectAll().execute()),
    ...(await store.db.selectFrom('hold').selectAll().execute()),
    ...(await store.db.selectFrom('item').selectAll().execute()),
    ...(await store.db.selectFrom('work_list').selectAll().execute()),
  ]
  assert.not.ok(JSON.stringify(rows).includes(hub.aino))
})

test('the database refuses a closed loan that names a patron', async () => {
  await using hub = await opened()
  await hub.item('1')
  const loan = await hub.lent(hub.aino, '1')
  const closed = { closed: EVENING, closed_how: 'returned' as const }
  try {
    await hub.store.db.updateTable('loan').set(closed).where('id', '=', loan).execute()
    assert.unreachable('the loan was closed and still named her')
  } catch (error) {
    assert.match(String(error), /CHECK constraint failed/)
  }
})

test('the checkout of a granted loan changes nothing, also when it is told late', async () => {
  await using hub = await opened()
  await hub.item('1')
  const loan = await hub.lent(hub.aino, '1')
  const fact = checkoutFact('1', hub.at(HERE), { patron: hub.aino, loan })
  await hub.tell(fact, hub.at(HERE))
  assert.equal(await hub.loans(), [hub.aino])
  await hub.returned('1', 'mora', 5)
  await hub.tell(fact, hub.at(HERE, 10))
  assert.equal([await hub.loans(), await hub.workList()], [['returned'], []])
  assert.is(await hub.placeOf('1'), `transit ${HERE}`)
})

test('a loan made while the hub was gone is due as the patron was told', async () => {
  await using hub = await opened()
  await hub.item('1')
  const lent = hub.at(HERE)
  await hub.tell(checkoutFact('1', lent, { patron: hub.aino }), hub.at(HERE, 3 * 24 * 60))
  const { due, made } = await hub.store.db
    .selectFrom('loan')
    .selectAll()
    .executeTakeFirstOrThrow()
  assert.equal([due, made], ['2026-12-19', lent.now])
})

test('told twice it is one loan', async () => {
  // Edge case 8.
  await using hub = await opened()
  await hub.item('1')
  await hub.lentAlone('1', hub.aino)
  await hub.lentAlone('1', hub.aino)
  assert.equal([await hub.loans(), await hub.workList()], [[hub.aino], []])
})

test('granted by an answer that never arrived, it is still one loan', async () => {
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  await hub.lentAlone('1', hub.aino)
  assert.equal([await hub.loans(), await hub.workList()], [[hub.aino], []])
})

test('what another still had must have come back unseen', async () => {
  // Edge case 7.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  await hub.lentAlone('1', hub.bo, HERE, 30)
  assert.equal(await hub.loans(), ['inferred', hub.bo])
  assert.equal(await hub.workList(), ['lent-on-loan-to-other'])
})

test("lent over another's hold it stands, and the hold keeps its place in the queue", async () => {
  // Edge case 40.
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.bo)
  await hub.returned('1')
  await hub.hold('1', await hub.patron('21080000000031'))
  await hub.lentAlone('1', hub.aino, HERE, 10)
  assert.equal(
    [await hub.loans(), await hub.workList()],
    [[hub.aino], ['lent-reserved-for-other']],
  )
  assert.equal(await hub.holdsOf(hub.bo), ['queued'])
  await hub.returned('1', HERE, 20)
  assert.equal(await hub.holdsOf(hub.bo), ['ready'])
})

test('lent incomplete, beyond the limit or unknown, it stands and is listed', async () => {
  await using hub = await opened()
  await hub.item('1', { parts: 3 })
  await hub.store.db.updateTable('branch').set({ loan_limit: 1 }).execute()
  await hub.item('2')
  await hub.lentAlone('2', hub.aino)
  await hub.lentAlone('1', hub.aino)
  await hub.lentAlone('999', hub.aino)
  assert.equal(await hub.loans(), [hub.aino, hub.aino])
  const listed = ['lent-incomplete', 'lent-loan-limit', 'lent-unknown-item']
  assert.equal(await hub.workList(), listed)
})

test('lent by a patron the hub has forgotten, it is listed', async () => {
  await using hub = await opened()
  await hub.item('1')
  await hub.lentAlone('1', 'somebody-gone')
  assert.equal(await hub.workList(), ['lent-by-unknown-patron'])
})

test('lent and returned while the hub was gone, told in order, it is at home', async () => {
  // Edge case 41.
  await using hub = await opened()
  await hub.item('1')
  const [lent, back, told] = [hub.at(HERE), hub.at(HERE, 30), hub.at(HERE, 90)]
  await hub.tell(checkoutFact('1', lent, { patron: hub.aino }), told)
  await hub.tell(checkinFact('1', back), told)
  assert.is(await hub.placeOf('1'), `shelf ${HERE}`)
  assert.equal([await hub.loans(), await hub.workList()], [['returned'], []])
})

test('a return told after another kiosk has lent the item is listed, and the loan stands', async () => {
  // Edge case 39.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  await hub.lentAlone('1', hub.bo, 'mora', 60)
  await hub.tell(checkinFact('1', hub.at(HERE, 30)), hub.at(HERE, 90))
  assert.equal(await hub.loans(), ['inferred', hub.bo])
  assert.equal(await hub.workList(), ['lent-on-loan-to-other', 'late-checkin'])
})

test('a loan told after another kiosk has taken the item back is over already', async () => {
  await using hub = await opened()
  await hub.item('1')
  await hub.returned('1', 'mora', 60)
  await hub.tell(
    checkoutFact('1', hub.at(HERE, 30), { patron: hub.aino }),
    hub.at(HERE, 90),
  )
  assert.equal([await hub.loans(), await hub.workList()], [['inferred'], ['late-checkout']])
  assert.is(await hub.placeOf('1'), `transit ${HERE}`)
})

test("one kiosk's events are in order whatever its clock says", async () => {
  // Edge case 38: also when the clock was put back between loan and return.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  await hub.tell(checkinFact('1', hub.at(HERE, -600)), hub.at(HERE, 5))
  assert.equal([await hub.loans(), await hub.workList()], [['returned'], []])
})

test("a clock that cannot be right counts for nothing: the hub's time is taken", async () => {
  // Edge case 38.
  await using hub = await opened()
  for (const [barcode, at] of [
    ['1', 0],
    ['2', hub.at(HERE, 600).now],
  ] as const) {
    await hub.item(barcode)
    await hub.tell(
      { ...checkoutFact(barcode, hub.at(HERE), { patron: hub.aino }), at },
      hub.at(HERE),
    )
  }
  const rows = await hub.store.db.selectFrom('loan').select(['made', 'due']).execute()
  const expected = { made: EVENING, due: '2026-12-19' }
  assert.equal(rows, [expected, expected])
})

test('what the patron said she had returned is resolved, wherever it turns up', async () => {
  // Edge case 42.
  await using hub = await opened()
  await hub.item('1')
  await hub.lent(hub.aino, '1')
  await hub.store.db.updateTable('loan').set({ claimed: 1 }).execute()
  await hub.returned('1', 'mora')
  assert.equal(
    [await hub.loans(), await hub.workList()],
    [['returned'], ['claim-resolved']],
  )
})

const undone = (loan: string, { now }: Place): KioskEvent => ({
  kind: 'checkout-undone',
  at: now,
  loan,
  item: { id: '1', owner: null },
  reason: 'taken-too-early',
})

test('an undone loan never was: the item is at home and nobody has it', async () => {
  await using hub = await opened()
  await hub.item('1')
  const loan = await hub.lent(hub.aino, '1')
  for (const _ of ['told', 'told again'])
    await hub.tell(undone(loan, hub.at(HERE)), hub.at(HERE))
  assert.is(await hub.placeOf('1'), `shelf ${HERE}`)
  assert.equal([await hub.loans(), await hub.workList()], [['undone'], []])
  await hub.lent(hub.bo, '1')
})

test('an undone loan gives the patron her hold back, in its old place', async () => {
  await using hub = await opened()
  await hub.item('1')
  await hub.hold('1', hub.bo)
  await hub.returned('1')
  await hub.hold('1', hub.aino)
  const loan = await hub.lent(hub.bo, '1')
  assert.equal(await hub.holdsOf(hub.bo), [])
  await hub.tell(undone(loan, hub.at(HERE)), hub.at(HERE))
  assert.equal(await hub.holdsOf(hub.bo), ['ready'])
  assert.equal(await hub.holdsOf(hub.aino), ['queued'])
  assert.equal(await hub.workList(), ['loan-undone'])
})

test('an undone loan of another branch leaves the item to be sent home, which staff are told', async () => {
  await using hub = await opened()
  await hub.item('1', { home: 'orsa' })
  const loan = await hub.lent(hub.aino, '1')
  await hub.tell(undone(loan, hub.at(HERE)), hub.at(HERE))
  assert.is(await hub.placeOf('1'), 'transit orsa')
  assert.equal(await hub.workList(), ['loan-undone'])
})

test('an undone loan that the item has since left behind changes nothing', async () => {
  await using hub = await opened()
  await hub.item('1')
  const loan = await hub.lent(hub.aino, '1')
  await hub.returned('1')
  await hub.lent(hub.bo, '1')
  await hub.tell(undone(loan, hub.at(HERE)), hub.at(HERE))
  assert.equal(await hub.loans(), ['returned', hub.bo])
})

test('a day is counted where the branch is, through a change of clock', async () => {
  // Edge case 21: lent at 23.30 on the eve of winter time, 24 October 2026, 21.30 UTC.
  await using hub = await opened()
  await hub.item('1')
  const eve = { branch: HERE, kiosk: 'svardsjo-1', now: Date.UTC(2026, 9, 24, 21, 30) }
  await hub.tell(checkoutFact('1', eve, { patron: hub.aino }), eve)
  const { due } = await hub.store.db
    .selectFrom('loan')
    .select('due')
    .executeTakeFirstOrThrow()
  assert.is(due, '2026-11-21')
})

test('other events leave the items alone', async () => {
  await using hub = await opened()
  await hub.item('1')
  await hub.tell({ kind: 'fire', at: EVENING, on: true }, hub.at(HERE))
  assert.equal([await hub.placeOf('1'), await hub.workList()], [`shelf ${HERE}`, []])
})

test.run()
