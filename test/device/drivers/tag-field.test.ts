import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createTagField } from '../../../device/drivers/tag-field.ts'
import type { TagSeen } from '../../../device/ports.ts'

const seen = (uid: string, afi: number | null = 7): TagSeen => ({
  uid,
  afi,
  content: { kind: 'empty' },
})

test('a tag leaves when it misses two inventories running', () => {
  const field = createTagField()
  field.inventory(['A'])
  field.read('A', seen('A'))
  field.inventory([])
  assert.equal(field.tags, [seen('A')])
  field.inventory(['A'])
  field.inventory([])
  assert.equal(field.tags, [seen('A')])
  field.inventory([])
  assert.equal(field.tags, [])
})

test('only new tags are to be read', () => {
  const field = createTagField()
  assert.equal(field.inventory(['A', 'B']), ['A', 'B'])
  field.read('A', seen('A'))
  assert.equal(field.inventory(['A', 'B']), ['B'])
})

test('a tag that cannot be read is damaged after three attempts, and still tried', () => {
  const field = createTagField()
  for (let tried = 0; tried < 2; tried++) {
    field.inventory(['A'])
    field.read('A', undefined)
    assert.equal(field.tags, [])
  }
  assert.equal(field.inventory(['A']), ['A'])
  field.read('A', undefined)
  assert.equal(field.tags, [{ uid: 'A', afi: null, content: { kind: 'damaged' } }])
  assert.equal(field.inventory(['A']), ['A'])
  field.read('A', seen('A'))
  assert.equal(field.tags, [seen('A')])
})

test('an unknown AFI is read anew', () => {
  const field = createTagField()
  field.inventory(['A'])
  field.read('A', seen('A'))
  field.setAfi('A', null)
  assert.equal(field.tags, [seen('A', null)])
  assert.equal(field.inventory(['A']), ['A'])
})

test('an empty field is told once', () => {
  const field = createTagField()
  field.inventory([])
  assert.ok(field.takeChange())
  field.inventory([])
  assert.not(field.takeChange())
})

test('whatever the inventories were, a change is told exactly when the set differs', () => {
  const inventories = fc.array(fc.uniqueArray(fc.constantFrom('A', 'B', 'C')))
  fc.assert(
    fc.property(inventories, (rounds) => {
      const field = createTagField()
      field.takeChange()
      let last = JSON.stringify(field.tags)
      for (const uids of rounds) {
        for (const uid of field.inventory(uids)) field.read(uid, seen(uid))
        const now = JSON.stringify(field.tags)
        assert.is(field.takeChange(), now !== last)
        last = now
      }
    }),
  )
})

test.run()
