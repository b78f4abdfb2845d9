// Questions heard before: threat 21's replay, and fault 27's duplicate delivery.
import fc from 'fast-check'
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Mark, nextMark, openMarks } from '../../../hub/link/marks.ts'
import { openLibrary } from '../../support/library.ts'

const silent = pino({ enabled: false })

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

test('after a restart of the hub everything up to the mark counts as heard', async () => {
  await using library = await openLibrary()
  const before = await openMarks(library.store, silent)
  assert.is(before.take('k-1', { epoch: 3, n: 9 }), 'fresh')
  assert.is(before.take('k-1', { epoch: 3, n: 7 }), 'fresh')
  await before[Symbol.asyncDispose]()
  const after = await openMarks(library.store, silent)
  assert.is(after.take('k-1', { epoch: 3, n: 9 }), 'heard-before')
  assert.is(after.take('k-1', { epoch: 3, n: 8 }), 'heard-before')
  assert.is(after.take('k-1', { epoch: 3, n: 10 }), 'fresh')
  assert.is(after.take('k-2', { epoch: 1, n: 1 }), 'fresh')
  await after[Symbol.asyncDispose]()
})

test.run()
