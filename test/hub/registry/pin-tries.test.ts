import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Counted,
  countTry,
  forgiveTry,
  type Trying,
} from '../../../hub/registry/pin-tries.ts'
import { CARD_BUDGET, READER_BUDGET } from '../../../hub/rules/attempts.ts'
import { openStore, type Store } from '../../../hub/store/store.ts'
import { EVENING, temporaryFolder } from '../../support/library.ts'

const twoHubs = async () => {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'hub.sqlite')
  const stores = [await openStore(path, 'a'), await openStore(path, 'b')] as const
  return {
    stores,
    empty: () => stores[0].db.deleteFrom('pin_attempt').execute(),
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const count = (store: Store, trying: Trying): Promise<Counted> =>
  store.together((tx) => countTry(tx, trying))

/** As the registry does: right ones are forgiven, unless they were not compared. */
const tryOnce = async (store: Store, trying: Trying, right: boolean): Promise<Counted> => {
  const counted = await count(store, trying)
  if (right && !counted.lockedOut)
    await store.together((tx) => forgiveTry(tx, trying, counted))
  return counted
}

const CARDS = ['aino', 'omar', 'nobody']
const READERS = ['svardsjo-1/door', 'svardsjo-1/desk', 'mora-1/door']

/** Several at once, over kiosks and hubs; then true time goes on, and the clock may be put back. */
const coming = fc.array(
  fc.record({
    atOnce: fc.array(
      fc.record({
        hub: fc.constantFrom(0 as const, 1 as const),
        who: fc.constantFrom(...CARDS),
        reader: fc.constantFrom(...READERS),
        right: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    wait: fc.nat({ max: 6 * 60_000 }),
    back: fc.oneof(fc.constant(0), fc.nat({ max: 24 * 60 * 60_000 })),
  }),
  { minLength: 1, maxLength: 12 },
)

type Compared = { who: string; reader: string; at: number; right: boolean; group: number }

const mostWithin = (tries: readonly Compared[], windowMs: number): number =>
  Math.max(
    0,
    ...tries.map(
      ({ at }) => tries.filter((one) => one.at <= at && at - one.at < windowMs).length,
    ),
  )

test('however tries fall over kiosks and two hubs, no budget is passed, and a clock put back reopens none (threats 3, 4, fault 13)', async () => {
  await using hubs = await twoHubs()
  await fc.assert(
    fc.asyncProperty(coming, async (groups) => {
      await hubs.empty()
      const compared: Compared[] = []
      let [time, clock]: [number, number] = [EVENING, EVENING]
      for (const [group, { atOnce, wait, back }] of groups.entries()) {
        await Promise.all(
          atOnce.map(async ({ hub, who, reader, right }) => {
            const { lockedOut } = await tryOnce(
              hubs.stores[hub],
              { who, reader, now: clock },
              right,
            )
            if (!lockedOut) compared.push({ who, reader, at: time, right, group })
          }),
        )
        time += wait
        clock += wait - back
      }
      for (const reader of READERS) {
        const wrong = compared.filter((one) => one.reader === reader && !one.right)
        assert.ok(mostWithin(wrong, READER_BUDGET.windowMs) <= READER_BUDGET.tries)
      }
      for (const who of CARDS) {
        const rights = compared.filter((one) => one.who === who && one.right)
        const stretches = [-1, ...rights.map(({ group }) => group), groups.length]
        // Mistakes from one right PIN to the next; of those at once with it nobody says which was first.
        for (const [n, from] of stretches.entries()) {
          const to = stretches[n + 1] ?? from
          const between = compared.filter(
            (one) => one.who === who && one.group > from && one.group < to,
          )
          assert.ok(mostWithin(between, CARD_BUDGET.windowMs) <= CARD_BUDGET.tries)
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('a card’s mistakes are forgotten when it is right, its reader’s are not, and tell nobody', async () => {
  await using hubs = await twoHubs()
  const [store] = hubs.stores
  const trying = { who: 'aino', reader: 'svardsjo-1/door', now: EVENING }
  for (let n = 0; n < 4; n += 1) await tryOnce(store, trying, false)
  await tryOnce(store, trying, true)
  const rows = await store.db.selectFrom('pin_attempt').select(['who', 'reader']).execute()
  assert.equal(rows, Array(4).fill({ who: '', reader: 'svardsjo-1/door' }))
})

test('what an earlier version of the hub counted counts for the card', async () => {
  await using hubs = await twoHubs()
  const [store] = hubs.stores
  for (let n = 0; n < 5; n += 1)
    await store.db.insertInto('pin_attempt').values({ who: 'aino', at: EVENING }).execute()
  const trying = { who: 'aino', reader: 'svardsjo-1/door', now: EVENING }
  assert.is((await count(store, trying)).lockedOut, true)
})

test('tries of an hour ago go with the next right PIN', async () => {
  await using hubs = await twoHubs()
  const [store] = hubs.stores
  const trying = { who: 'aino', reader: 'svardsjo-1/door', now: EVENING }
  await tryOnce(store, trying, false)
  await tryOnce(store, { ...trying, who: 'omar', now: EVENING + 60 * 60_000 }, true)
  assert.equal(await store.db.selectFrom('pin_attempt').selectAll().execute(), [])
})

test.run()
