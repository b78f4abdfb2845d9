// Random walks over three branches: whatever happens in whatever order, the books stay in order.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { answerCheckout } from '../../../hub/circulation/asks.ts'
import { recordFact } from '../../../hub/circulation/facts.ts'
import { placeHold, queueOf } from '../../../hub/circulation/holds.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import type { Place } from '../../../hub/registry/place.ts'
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
type Doing = (typeof DOINGS)[number]
type Step = {
  doing: Doing
  item: (typeof ITEMS)[number]
  patron: number
  branch: string
}

/**
 * What the walk itself knows: who has which item, how many loans there were, and for each hold
 * (title and patron) the item that serves it, or null while it waits.
 */
type Known = {
  borrower: Map<string, string>
  holds: Map<string, string | null>
  made: number
  closed: number
}

type Walk = Library & { known: Known; patrons: readonly string[] }

const begin = async (library: Library): Promise<Walk> => {
  const patrons: string[] = []
  for (let n = 0; n < PATRONS; n += 1) patrons.push(await library.patron(`2108000000${n}`))
  for (const { barcode, ...more } of ITEMS) await library.item(barcode, more)
  const known: Known = { borrower: new Map(), holds: new Map(), made: 0, closed: 0 }
  return { ...library, known, patrons }
}

/** A step with who and where spelt out; `had` = who has the item before it. */
type Taken = Step['item'] & { who: string; place: Place; had: string | undefined }

const holdKey = (title: string, patron: string): string => `${title} ${patron}`

/** Told twice in a row: the second time must change nothing. */
const tell = async ({ store }: Walk, event: KioskEvent, place: Place): Promise<void> => {
  for (const _ of [1, 2]) await store.transaction((tx) => recordFact(tx, event, place))
}

const ask = ({ session, store }: Library, barcode: string, who: string, place: Place) =>
  session(who, place).then((token) => {
    const request = { session: token, item: { id: barcode, owner: null }, parts: 1 }
    return store.transaction((tx) => answerCheckout(tx, request, place))
  })

/** Whether another item stands or travels for this hold: then the loan of this one leaves it alone. */
const waitsElsewhere = async ({ store }: Walk, { barcode, title, who }: Taken) => {
  const found = await store.db
    .selectFrom('hold')
    .innerJoin('item', 'item.hold', 'hold.id')
    .select('barcode')
    .where('hold.patron', '=', who)
    .where('hold.title', '=', title)
    .where('barcode', '<>', barcode)
    .executeTakeFirst()
  return found !== undefined
}

const nowLent = (
  { known }: Walk,
  { barcode, title, who }: Taken,
  elsewhere: boolean,
): void => {
  known.made += 1
  known.borrower.set(barcode, who)
  const key = holdKey(title, who)
  if (known.holds.get(key) === null && !elsewhere) known.holds.set(key, barcode)
}

const nowBack = (
  { known }: Walk,
  { barcode, had }: Taken,
  how: 'back' | 'undone',
): void => {
  if (had === undefined) return
  known.closed += 1
  known.borrower.delete(barcode)
  for (const [key, served] of known.holds) {
    if (served !== barcode) continue
    if (how === 'undone') known.holds.set(key, null)
    else known.holds.delete(key)
  }
}

const DO: Record<Doing, (walk: Walk, step: Taken) => Promise<void>> = {
  async ask(walk, step) {
    const { barcode, who, place, had } = step
    const elsewhere = await waitsElsewhere(walk, step)
    const answer = await ask(walk, barcode, who, place)
    if (answer.ok) assert.is(had, undefined, 'lent while it was on loan')
    if (answer.ok) nowLent(walk, step, elsewhere)
    else if (had !== undefined)
      assert.is(answer.reason, had === who ? 'already-yours' : 'on-loan-to-other')
  },
  async 'lend-alone'(walk, step) {
    const { barcode, who, place, had } = step
    const elsewhere = await waitsElsewhere(walk, step)
    await tell(walk, checkoutFact(barcode, place, { patron: who }), place)
    if (had === who) return
    nowBack(walk, step, 'back')
    nowLent(walk, step, elsewhere)
  },
  async return(walk, step) {
    await tell(walk, checkinFact(step.barcode, step.place), step.place)
    nowBack(walk, step, 'back')
  },
  async undo(walk, step) {
    const { loan } = await itemRow(walk, step.barcode)
    if (loan === null) return
    const item = { id: step.barcode, owner: null }
    const at = step.place.now
    const event = { kind: 'checkout-undone', at, loan, item, reason: 'tag-failed' } as const
    await tell(walk, event, step.place)
    nowBack(walk, step, 'undone')
  },
  async hold({ store, known }, { title, who, place }) {
    const hold = { title, patron: who, pickup: place.branch, queued: place.now }
    await store.transaction((tx) => placeHold(tx, hold))
    const key = holdKey(title, who)
    if (!known.holds.has(key)) known.holds.set(key, null)
  },
  async lose({ store }, { barcode, had }) {
    if (had !== undefined) return
    const lost = { place: 'missing', branch: null, hold: null, mark: null } as const
    await store.db.updateTable('item').set(lost).where('barcode', '=', barcode).execute()
  },
}

const walk = async (library: Library, steps: readonly Step[]): Promise<void> => {
  const walk = await begin(library)
  for (const [minute, { doing, item, patron, branch }] of steps.entries()) {
    const had = walk.known.borrower.get(item.barcode)
    const who = walk.patrons[patron] ?? ''
    await DO[doing](walk, { ...item, who, place: library.at(branch, minute), had })
    await inOrder(walk)
  }
}

const itemRow = ({ store }: Library, barcode: string) =>
  store.db
    .selectFrom('item')
    .selectAll()
    .where('barcode', '=', barcode)
    .executeTakeFirstOrThrow()

const inOrder = async ({ store, known }: Walk): Promise<void> => {
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

  const served = ({ loan }: { loan: string | null }) =>
    items.find((item) => loan !== null && item.loan === loan)?.barcode ?? null
  const found = holds.map(
    (hold) => [holdKey(hold.title, hold.patron), served(hold)] as const,
  )
  assert.equal(new Map(found.toSorted()), new Map([...known.holds].toSorted()))

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

test('whatever the walk, every item can be fetched or lent again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await using library = await openLibrary()
      await walk(library, steps)
      const place = library.at('orsa', steps.length)
      const stranger = await library.patron('210800009')
      for (const { barcode } of ITEMS) {
        const back = checkinFact(barcode, place)
        await library.store.transaction((tx) => recordFact(tx, back, place))
        const who = (await setAsideFor(library, barcode)) ?? stranger
        assert.is((await ask(library, barcode, who, place)).ok, true)
      }
    }),
    { numRuns: 8 },
  )
})

const setAsideFor = async (
  { store }: Library,
  barcode: string,
): Promise<string | undefined> => {
  const found = await store.db
    .selectFrom('item')
    .innerJoin('hold', 'hold.id', 'item.hold')
    .select('patron')
    .where('barcode', '=', barcode)
    .executeTakeFirst()
  return found?.patron
}

test.run()
