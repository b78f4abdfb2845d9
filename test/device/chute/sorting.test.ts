import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Bin, chooseBin, isFull, type Sort } from '../../../device/chute/sorting.ts'

const BINS: readonly Bin[] = [
  { bin: 1, takes: ['shelf'] },
  { bin: 2, takes: ['hold-shelf', 'transit'] },
  { bin: 3, takes: ['unsorted'] },
]

const rows: [Sort, number[], number | null][] = [
  ['shelf', [], 1],
  ['hold-shelf', [], 2],
  ['transit', [], 2],
  ['unsorted', [], 3],
  ['shelf', [1], 3],
  ['hold-shelf', [2, 3], 1],
  ['unsorted', [3], 1],
  ['shelf', [1, 2, 3], null],
]

for (const [sort, full, bin] of rows)
  test(`${sort} with ${full.join(', ') || 'none'} full goes to ${bin ?? 'nowhere'}`, () =>
    assert.is(chooseBin(sort, BINS, full), bin))

test('a level that trembles does not fill and empty a bin', () => {
  assert.is(isFull(0.94, false), false)
  assert.is(isFull(0.95, false), true)
  assert.is(isFull(0.9, true), true)
  assert.is(isFull(0.84, true), false)
})

test.run()
