import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { group, isComplete } from '../../device/items.ts'
import type { TagContent, TagSeen } from '../../device/ports.ts'

const OWNER = 'SE-Falun'

const tag = (
  uid: string,
  { id = '31080000000013', owner = OWNER, part = 1, parts = 1 } = {},
): TagSeen => ({ uid, afi: 7, content: { kind: 'item', id, owner, part, parts } })

test('a plain book is one whole item', () => {
  const { items, strange } = group([tag('E0A1')])
  assert.is(items.length, 1)
  assert.ok(items.every(isComplete))
  assert.equal(items[0]?.item, { id: '31080000000013', owner: OWNER })
  assert.equal(strange, [])
})

test('a set is whole only when each of its parts is there', () => {
  const parts = [1, 2, 3].map((part) => tag(`E0A${part}`, { part, parts: 3 }))
  const [two] = group(parts.slice(0, 2)).items
  assert.equal([two?.have, two?.total], [2, 3])
  const [three] = group(parts).items
  assert.ok(three && isComplete(three))
  assert.is(three.tags.length, 3)
})

test('the same part twice is not two parts', () => {
  const [set] = group([
    tag('E0A1', { part: 1, parts: 2 }),
    tag('E0A2', { part: 1, parts: 2 }),
  ]).items
  assert.equal([set?.have, set?.total, set?.tags.length], [1, 2, 2])
})

test('when parts disagree on how many they are, none is forgotten', () => {
  const [set] = group([
    tag('E0A1', { part: 1, parts: 1 }),
    tag('E0A2', { part: 3, parts: 2 }),
  ]).items
  assert.equal([set?.have, set?.total], [2, 3])
})

test('the same number of two owners is two items', () => {
  const { items } = group([tag('E0A1'), tag('E0A2', { owner: 'SE-Mora' })])
  assert.equal(
    items.map(({ item }) => item.owner),
    [OWNER, 'SE-Mora'],
  )
})

const strangers: [TagContent, string][] = [
  [{ kind: 'foreign' }, 'foreign'],
  [{ kind: 'patron-card' }, 'foreign'],
  [{ kind: 'empty' }, 'unknown-item'],
  [{ kind: 'discarded' }, 'unknown-item'],
  [{ kind: 'damaged' }, 'tag-failed'],
]

for (const [content, why] of strangers)
  test(`a tag that is ${content.kind} is ${why}`, () => {
    assert.equal(group([{ uid: 'E0F1', afi: null, content }]), {
      items: [],
      strange: [{ uid: 'E0F1', why }],
    })
  })

test.run()
