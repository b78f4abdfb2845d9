import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { AfiWritten, TagSeen } from '../../device/ports.ts'
import {
  afterSight,
  afterWrite,
  allAre,
  isBlocked,
  isSpent,
  MAX_TRIES,
  nextToWrite,
  type TagPart,
  tagPart,
} from '../../device/tag-part.ts'

const UID = 'E004010000000001'
const part = (change: Partial<TagPart> = {}): TagPart => ({
  ...tagPart({ uid: UID, afi: 7 }),
  ...change,
})
const seen = (afi: number | null): TagSeen => ({
  uid: UID,
  afi,
  content: { kind: 'empty' },
})
const failed = (reason: Exclude<AfiWritten, { ok: true }>['reason']): AfiWritten => ({
  ok: false,
  reason,
})

const rows: [string, AfiWritten, Partial<TagPart>][] = [
  ['read back', { ok: true }, { afi: 0xc2, tries: 0, wait: false }],
  ['gone before the write', failed('gone'), { afi: 7, tries: 0, wait: true }],
  ['refused by the tag', failed('refused'), { afi: 7, tries: 1, wait: true }],
  ['not read back', failed('unverified'), { afi: null, tries: 1, wait: true }],
  ['cut off', failed('disconnected'), { afi: null, tries: 0, wait: true }],
]

for (const [name, written, expected] of rows)
  test(`a write that was ${name} leaves what is known`, () =>
    assert.equal(afterWrite(part({ busy: true }), 0xc2, written), part(expected)))

test('three failures spend a tag until it is laid down again', () => {
  let spent = part()
  for (let n = 0; n < MAX_TRIES; n++) spent = afterWrite(spent, 0xc2, failed('unverified'))
  assert.ok(isSpent(spent))
  assert.is(nextToWrite([spent], 0xc2, [seen(7)]), undefined)
  const again = afterSight(spent, [], [seen(7)])
  assert.equal(again, part())
  assert.is(nextToWrite([again], 0xc2, [seen(7)]), again)
})

test('a tag that lay there all the time is not thought to have its old value', () => {
  const unknown = part({ afi: null, tries: 1, wait: true })
  const lying = afterSight(unknown, [seen(7)], [seen(null)])
  assert.equal(lying, part({ afi: null, tries: 1 }))
})

test('the reader that has read it anew tells what an unverified write did', () => {
  const unknown = part({ afi: null, tries: 1, wait: true })
  assert.equal(
    afterSight(unknown, [seen(null)], [seen(0xc2)]),
    part({ afi: 0xc2, tries: 1 }),
  )
})

test('while a write is under way a part counts as nothing', () => {
  assert.not(allAre([part({ busy: true })], 7))
  assert.not(isBlocked([part({ busy: true })], 0xc2, []))
})

test('only a part that lies there is written', () => {
  assert.is(nextToWrite([part()], 0xc2, []), undefined)
  assert.ok(isBlocked([part()], 0xc2, []))
  assert.not(isBlocked([part()], 7, []))
})

test.run()
