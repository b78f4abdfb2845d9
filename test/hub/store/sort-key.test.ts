import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sortKey } from '../../../hub/store/sort-key.ts'

/** The order of a Swedish bibliography, by the Unicode collation for Swedish (CLDR). */
const collator = new Intl.Collator('sv', { sensitivity: 'accent', ignorePunctuation: true })

test('å, ä and ö follow z, in that order', () => {
  const titles = ['Zorn', 'Ö', 'Ål', 'Ärlighet', 'Andarna', 'Éclair', 'Ebba']
  const sorted = titles.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  assert.equal(sorted, ['Andarna', 'Ebba', 'Éclair', 'Zorn', 'Ål', 'Ärlighet', 'Ö'])
})

test('agrees with the Swedish collation, word by word', () => {
  const word = fc.string({
    unit: fc.constantFrom(...'abcdeghiklmnoprstuxyzåäö0189'),
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(word, word, (a, b) => {
      const [left, right] = [sortKey(a), sortKey(b)]
      const order = left === right ? 0 : left < right ? -1 : 1
      assert.is(order, Math.sign(collator.compare(a, b)), `${a} and ${b}`)
    }),
    { numRuns: 5000 },
  )
})

test('does not care how a letter was composed, nor for capitals and punctuation', () => {
  assert.is(sortKey('A\u030Anger!'), sortKey('ånger'))
  assert.is(sortKey('  Hej – då  '), sortKey('hej då'))
})

test.run()
