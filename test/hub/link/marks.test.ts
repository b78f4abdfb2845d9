// Questions heard before: threat 21's replay, and fault 27's duplicate delivery.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  claimNumber,
  HeardBefore,
  type Mark,
  type Numbered,
  nextMark,
} from '../../../hub/link/marks.ts'
import type { Store } from '../../../hub/store/store.ts'
import { openLibrary } from '../../support/library.ts'

/** What each number, heard in this order, is taken for. */
const heard = (numbers: readonly number[], epoch = 1) => {
  let mark: Mark | undefined
  return numbers.map((n) => {
    const taken = nextMark(mark, { epoch, n })
    if (taken.ok) mark = taken.mark
    return taken.ok ? 'fresh' : taken.reason
  })
}

test('in whatever order they overtake one another, each number is fresh once', () => {
  const near = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200 })
  fc.assert(
    fc.property(near, (numbers) => {
      const taken = heard(numbers)
      numbers.forEach((n, i) => {
        const expected = numbers.indexOf(n) === i ? 'fresh' : 'heard-before'
        assert.is(taken[i], expected)
      })
    }),
  )
})

test('what is far behind is too old, and a leap ahead forgets nothing', () => {
  assert.equal(heard([100, 36, 37, 37]), ['fresh', 'too-old', 'fresh', 'heard-before'])
  assert.equal(heard([1, 1_000_000, 1, 999_999, 1_000_000]), [
    'fresh',
    'fresh',
    'too-old',
    'fresh',
    'heard-before',
  ])
})

test('a new boot begins anew, and nothing of an earlier one is taken', () => {
  const first = nextMark(undefined, { epoch: 5, n: 40 })
  assert.ok(first.ok)
  const second = nextMark(first.mark, { epoch: 6, n: 1 })
  assert.ok(second.ok)
  assert.equal(nextMark(second.mark, { epoch: 5, n: 41 }), {
    ok: false,
    reason: 'of-an-earlier-boot',
  })
})

/** What a question of this number is taken for. */
const claimed = (store: Store, kiosk: string, asked: Numbered): Promise<string> =>
  store
    .transaction((tx) => claimNumber(tx, kiosk, asked))
    .then(
      () => 'fresh',
      (error: unknown) => (error instanceof HeardBefore ? error.reason : String(error)),
    )

test('the store remembers exactly which numbers were heard, so a restart forgets none', async () => {
  await using library = await openLibrary()
  const take = (n: number, epoch = 3) => claimed(library.store, 'k-1', { epoch, n })
  assert.is(await take(9), 'fresh')
  assert.is(await take(7), 'fresh')
  assert.is(await take(80), 'fresh')
  for (const [n, wanted] of [
    [80, 'heard-before'],
    [9, 'too-old'],
    [79, 'fresh'],
    [79, 'heard-before'],
  ] as const)
    assert.is(await take(n), wanted, String(n))
  assert.is(await take(1, 2), 'of-an-earlier-boot')
  assert.is(await claimed(library.store, 'k-2', { epoch: 1, n: 1 }), 'fresh')
})

test('what an earlier version of the hub had heard counts as heard, as far as it had come', async () => {
  await using library = await openLibrary()
  const { store } = library
  const mark = { kiosk: 'k-1', epoch: 3, n: 9, seen: null }
  await store.db.insertInto('ask_mark').values(mark).execute()
  assert.is(await claimed(store, 'k-1', { epoch: 3, n: 8 }), 'heard-before')
  assert.is(await claimed(store, 'k-1', { epoch: 3, n: 10 }), 'fresh')
})

test('a number is claimed with what is done for it, or not at all', async () => {
  await using library = await openLibrary()
  const { store } = library
  const failing = store.transaction(async (tx) => {
    await claimNumber(tx, 'k-1', { epoch: 1, n: 1 })
    throw new Error('the rest failed')
  })
  assert.match(await failing.catch(String), 'the rest failed')
  assert.is(await claimed(store, 'k-1', { epoch: 1, n: 1 }), 'fresh')
})

test.run()
