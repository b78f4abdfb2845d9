// Random walks over three branches: whatever happens in whatever order, the books stay in order.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { answerCheckout } from '../../../hub/circulation/asks.ts'
import { recordFact } from '../../../hub/circulation/facts.ts'
import { placeHold, queueOf } from '../../../hub/circulation/holds.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import {
  checkinFact,
  checkoutFact,
  type Library,
  openLibrary,
} from '../../support/library.ts'

const BRANCHES = ['svardsjo', 'mora', 'orsa'] as const
const PATRONS = 5
/** Two titles with two copies each, owned by different branches. */
const ITEMS = [
  { barcode: '1', title: 'a', home: 'svardsjo' },
  { barcode: '2', title: 'a', home: 'mora' },
  { barcode: '3', title: 'b', home: 'orsa' },
  { barcode: '4', title: 'b', home: 'orsa' },
] as const

const DOINGS = ['ask', 'lend-alone', 'return', 'undo', 'hold', 'lose'] as const

const step = fc.record({
  doing: fc.constantFrom(...DOINGS),
  item: fc.constantFrom(...ITEMS),
  patron: fc.nat({ max: PATRONS - 1 }),
  branch: fc.constantFrom(...BRANCHES),
})
type Step = {
  doing: (typeof DOINGS)[number]
  item: (typeof ITEMS)[number]
  patron: number
  branch: string
}

/** What the walk itself knows: who has which item, and how many loans there were. */
type Known = { borrower: Map<string, string>; made: number; closed: number }

const walk = async (library: Library, steps: readonly Step[]): Promise<void> => {
  const { store, at } = library
  const patrons: string[] = []
  for (let n = 0; n < PATRONS; n += 1) patrons.push(await library.patron(`2108000000${n}`))
  for (const { barcode, ...more } of ITEMS) await library.item(barcode, more)
  const known: Known = { borrower: new Map(), made: 0, closed: 0 }

  for (const [minute, { doing, item, patron, branch }] of steps.entries()) {
    const place = at(branch, minute)
    const who = patrons[patron] ?? ''
    const { barcode } = item
    const had = known.borrower.get(barcode)
    /** Told twice in a row: the second time must change nothing. */
    const tell = async (event: KioskEvent) => {
      for (const _ of [1, 2]) await store.transaction((tx) => recordFact(tx, event, place))
    }
    const lentTo = (patron: string) => {
      known.made += 1
      known.borrower.set(barcode, patron)
    }
    const back = () => {
      if (had !== undefined) known.closed += 1
      known.borrower.delete(barcode)
    }

    if (doing === 'ask') {
      const session = await library.session(who, place)
      const request = { session, item: { id: barcode, owner: null }, parts: 1 }
      const answer = await store.transaction((tx) => answerCheckout(tx, request, place))
      if (answer.ok) {
        assert.is(had, undefined, 'lent while it was on loan')
        lentTo(who)
      } else if (had !== undefined)
        assert.is(answer.reason, had === who ? 'already-yours' : 'on-loan-to-other')
    }
    if (doing === 'lend-alone') {
      await tell(checkoutFact(barcode, place, { patron: who }))
      if (had !== who) {
        back()
        lentTo(who)
      }
    }
    if (doing === 'return') {
      await tell(checkinFact(barcode, place))
      back()
    }
    if (doing === 'undo' && had !== undefined) {
      const { loan } = await itemRow(library, barcode)
      const ref = { id: barcode, owner: null }
      await tell({
        kind: 'checkout-undone',
        at: place.now,
        loan: loan ?? '',
        item: ref,
        reason: 'tag-failed',
      })
      back()
    }
    if (doing === 'hold') {
      const hold = { title: item.title, patron: who, pickup: branch, queued: place.now }
      await store.transaction((tx) => placeHold(tx, hold))
    }
    if (doing === 'lose' && had === undefined) {
      const lost = { place: 'missing', branch: null, hold: null, mark: null } as const
      await store.db.updateTable('item').set(lost).where('barcode', '=', barcode).execute()
    }
    await inOrder(library, known)
  }
}

const itemRow = ({ store }: Library, barcode: string) =>
  store.db
    .selectFrom('item')
    .selectAll()
    .where('barcode', '=', barcode)
    .executeTakeFirstOrThrow()

const inOrder = async ({ store }: Library, known: Known): Promise<void> => {
  const items = await store.db.selectFrom('item').selectAll().execute()
  const loans = await store.db.selectFrom('loan').selectAll().execute()
  const holds = await store.db.selectFrom('hold').selectAll().execute()

  for (const item of items) {
    const loan = loans.find(({ id }) => id === item.loan)
    assert.is(loan?.patron ?? undefined, known.borrower.get(item.barcode))
    if (loan !== undefined) assert.equal([loan.item, loan.closed], [item.id, null])
    const hold = holds.find(({ id }) => id === item.hold)
    assert.is(hold === undefined, item.hold === null)
    if (hold !== undefined)
      assert.equal([hold.pickup, hold.title, hold.loan], [item.branch, item.title, null])
  }

  const open = loans.filter(({ closed }) => closed === null)
  assert.is(open.length, items.filter(({ place }) => place === 'loan').length)
  assert.equal([loans.length, loans.length - open.length], [known.made, known.closed])
  for (const { loan } of holds)
    assert.ok(
      loan === null || open.some(({ id }) => id === loan),
      'served by a loan that is over',
    )

  for (const title of ['a', 'b']) {
    const queue = await queueOf(store.db, title)
    const places = queue.map(({ hold }) => holds.find(({ id }) => id === hold)?.seq ?? 0)
    assert.equal(
      places,
      places.toSorted((a, b) => a - b),
      'the queue keeps its order',
    )
  }
}

test('keeps items, loans and holds in order through random walks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120 }), async (steps) => {
      await using library = await openLibrary()
      await walk(library, steps)
    }),
    { numRuns: 12 },
  )
})

test('whatever the walk, every item can be lent again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await using library = await openLibrary()
      await walk(library, steps)
      const place = library.at('orsa', steps.length)
      const late = await library.patron('210800009')
      await library.store.db
        .deleteFrom('hold')
        .where('loan', 'is', null)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb.selectFrom('item').select('id').whereRef('item.hold', '=', 'hold.id'),
            ),
          ),
        )
        .execute()
      for (const { barcode } of ITEMS) {
        await library.store.transaction((tx) =>
          recordFact(tx, checkinFact(barcode, place), place),
        )
        const { hold } = await itemRow(library, barcode)
        const waiting = await library.store.db
          .selectFrom('hold')
          .select('patron')
          .where('id', '=', hold)
          .executeTakeFirst()
        const who = waiting?.patron ?? late
        const session = await library.session(who, place)
        const request = { session, item: { id: barcode, owner: null }, parts: 1 }
        const answer = await library.store.transaction((tx) =>
          answerCheckout(tx, request, place),
        )
        assert.ok(answer.ok)
      }
    }),
    { numRuns: 8 },
  )
})

test.run()
