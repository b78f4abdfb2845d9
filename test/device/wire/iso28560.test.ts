import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { crc16CcittFalse } from '../../../device/wire/crc.ts'
import {
  contentOf,
  decodeTag,
  encodeTag,
  type TagBlock,
  USAGE,
} from '../../../device/wire/iso28560.ts'
import type { Extension } from '../../../device/wire/iso28560-extensions.ts'
import { bytes, hex } from './hex.ts'

const tags = suite('iso28560')

const plain = (id: string, owner: string, part = 1, parts = 1): TagBlock => ({
  usage: USAGE.circulation,
  parts,
  part,
  id,
  owner,
  extensions: [],
})

// ISO 28560-3 Annex B.1; also in the tests of Koha-Suomi's iso28560.
const ANNEX_B1 =
  '11 01 01 31 30 30 30 30 30 30 30 35 36 00 00 00 00 00 00 98 A4 44 4B 37 31 38 35 30 30 00 00 00 00 00'

/** Source, block, memory as hex. */
const VECTORS: readonly (readonly [string, TagBlock, string])[] = [
  ['ISO 28560-3 Annex B.1, whole', plain('1000000056', 'DK-718500'), ANNEX_B1],
  [
    'ISO 28560-3 Annex B.1, on a 32-byte chip',
    plain('1000000056', 'DK-718500'),
    ANNEX_B1.slice(0, 32 * 3 - 1),
  ],
  [
    'computed, NO-1030310',
    plain('75K110086', 'NO-1030310'),
    '11 01 01 37 35 4B 31 31 30 30 38 36 00 00 00 00 00 00 00 14 51 4E 4F 31 30 33 30 33 31 30 00 00',
  ],
  [
    'computed, NO-02030000',
    plain('03011143299001', 'NO-02030000'),
    '11 01 01 30 33 30 31 31 31 34 33 32 39 39 30 30 31 00 00 87 82 4E 4F 30 32 30 33 30 30 30 30 00',
  ],
  [
    'computed, a patron card',
    { ...plain('N001061880', 'NO-02030000'), usage: USAGE['patron-card'] },
    '18 01 01 4E 30 30 31 30 36 31 38 38 30 00 00 00 00 00 00 3F B4 4E 4F 30 32 30 33 30 30 30 30 00',
  ],
  [
    'computed, with a title block and its end block',
    {
      ...plain('30123456789012', 'SE-Hbg'),
      extensions: [{ kind: 'title', title: 'Röda rummet' }],
    },
    '11 01 01 33 30 31 32 33 34 35 36 37 38 39 30 31 32 00 00 A1 75 53 45 48 62 67 00 00 00 00 00 00 00 00 10 04 00 00 52 C3 B6 64 61 20 72 75 6D 6D 65 74 00',
  ],
]

for (const [source, block, memory] of VECTORS) {
  tags(`reads and writes: ${source}`, () => {
    assert.equal(decodeTag(bytes(memory)), { ok: true, block, oddities: [] })
    const written = encodeTag(block, bytes(memory).length)
    assert.ok(written.ok)
    assert.is(hex(written.bytes), memory)
  })
}

const whole = bytes(ANNEX_B1)
const reversed = (memory: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: memory.length }, (_, i) => memory[i ^ 3] ?? 0)

/** The memory of a tag written as asked, whatever the test thinks of it. */
const written = (block: TagBlock, memory = 112): Uint8Array => {
  const result = encodeTag(block, memory)
  assert.ok(result.ok)
  return result.bytes
}

const withCrcOf = (memory: Uint8Array, crcLow: number, crcHigh: number): Uint8Array => {
  const copy = memory.slice()
  copy.set([crcLow, crcHigh], 19)
  return copy
}

tags('reads tags whose blocks were written backwards', () => {
  const memory = reversed(written(plain('31080000000013', 'SE-Falun')))
  const decoded = decodeTag(memory)
  assert.ok(decoded.ok)
  assert.is(decoded.block.id, '31080000000013')
  assert.equal(decoded.oddities, ['reversed-blocks'])
})

// Several open encoders put the part's number before the number of parts.
tags('takes a part beyond the number of parts for the two being swapped', () => {
  const memory = written(plain('31080000000013', 'SE-Falun', 3, 3))
  memory.set([1, 3], 1)
  const crc = crc16CcittFalse(
    bytes(hex(memory.subarray(0, 19)) + hex(memory.subarray(21, 34))),
  )
  const found = decodeTag(withCrcOf(memory, crc & 0xff, crc >> 8))
  assert.ok(found.ok)
  assert.equal([found.block.part, found.block.parts], [1, 3])
  assert.equal(found.oddities, ['swapped-parts'])
})

tags('knows an empty tag, blank or programmed with nothing', () => {
  assert.equal(contentOf(new Uint8Array(112)), { kind: 'empty' })
  assert.equal(contentOf(new Uint8Array(32)), { kind: 'empty' })
  // CRC of 32 zero bytes is F14C, low byte first.
  assert.equal(contentOf(withCrcOf(new Uint8Array(34), 0x4c, 0xf1)), { kind: 'empty' })
})

tags('tells an item, a patron card and a discarded item apart', () => {
  const content = (usage: number) =>
    contentOf(written({ ...plain('31080000000013', 'SE-Falun', 2, 3), usage }))
  assert.equal(content(USAGE.circulation), {
    kind: 'item',
    id: '31080000000013',
    owner: 'SE-Falun',
    part: 2,
    parts: 3,
  })
  assert.equal(content(USAGE['patron-card']), { kind: 'patron-card' })
  assert.equal(content(USAGE.discarded), { kind: 'discarded' })
})

tags('takes a tag without part numbers for the whole item', () => {
  const content = contentOf(written(plain('1000000056', 'DK-718500', 0, 3)))
  assert.equal(content, {
    kind: 'item',
    id: '1000000056',
    owner: 'DK-718500',
    part: 1,
    parts: 1,
  })
})

// ISO 28560-2 begins with a precursor byte (here 91: OID 1, integer, with padding).
tags('calls another data model foreign', () => {
  const memory = new Uint8Array(112)
  memory.set(bytes('91 01 04 60 91 CE 43 80 02 01 A8 05 01 10 67 02 42 41 00'))
  assert.equal(contentOf(memory), { kind: 'foreign' })
  assert.equal(contentOf(new Uint8Array(31)), { kind: 'foreign' })
})

tags('never takes a tag with one wrong byte for the item it was', () => {
  for (let i = 0; i < whole.length; i++) {
    const memory = whole.slice()
    memory[i] = (memory[i] ?? 0) ^ 0x04
    const { kind } = contentOf(memory)
    assert.ok(kind === 'damaged' || kind === 'foreign', `byte ${i}`)
    if (i > 3) assert.is(kind, 'damaged', `byte ${i}`)
  }
})

tags('keeps library blocks and blocks it does not know, passes fillers', () => {
  const extensions: Extension[] = [
    { kind: 'library', mediaFormat: 1, item: 'ABC', owner: 'SE-Falun' },
    { kind: 'other', id: 0x12_ff_34, bytes: bytes('DE AD') },
  ]
  const memory = written({ ...plain('1', 'SE-Falun'), extensions })
  const shifted = new Uint8Array(112)
  shifted.set(memory.subarray(0, 34))
  shifted.set([1, 1], 34)
  shifted.set(memory.subarray(34, 110), 36)
  for (const tag of [memory, shifted]) {
    const decoded = decodeTag(tag)
    assert.ok(decoded.ok)
    assert.equal(decoded.block.extensions, extensions)
  }
})

tags('an extension that is broken costs only itself', () => {
  const extensions: Extension[] = [{ kind: 'title', title: 'Röda rummet' }]
  const memory = written({ ...plain('1', 'SE-Falun'), extensions })
  memory[40] = 0x00
  const decoded = decodeTag(memory)
  assert.ok(decoded.ok)
  assert.equal(decoded.block.extensions, [])
})

const REFUSED: readonly (readonly [string, Partial<TagBlock>, number, string])[] = [
  ['too long an id', { id: '12345678901234567' }, 112, 'id'],
  ['an id with control characters', { id: '1\n2' }, 112, 'id'],
  [
    'an owner that needs more than a short chip has',
    { owner: 'SE-1234567890' },
    32,
    'owner',
  ],
  ['an owner without a country', { owner: 'ZDB-1' }, 112, 'owner'],
  ['a part beyond the parts', { part: 3, parts: 2 }, 112, 'numbers'],
  ['a chip with too little memory', {}, 16, 'memory'],
  ['more than fits', { extensions: [{ kind: 'title', title: 'x' }] }, 34, 'extensions'],
]

for (const [what, change, memory, reason] of REFUSED) {
  tags(`does not write ${what}`, () => {
    const block = { ...plain('31080000000013', 'SE-Falun'), ...change }
    assert.equal(encodeTag(block, memory), { ok: false, reason })
  })
}

// ISO 15511: two letters of country, a hyphen, up to eleven of [A-Za-z0-9/:-].
const isil = fc
  .stringMatching(/^[A-Z]{2}-[A-Za-z0-9/:][A-Za-z0-9/:-]{0,8}$/)
  .filter((text) => text.length <= 13)
const plainObjects = { noNullPrototype: true }
const text = (maxLength: number) =>
  fc.stringMatching(/^[0-9A-Za-zÅÄÖåäö .-]+$/, { maxLength })
const extension: fc.Arbitrary<Extension> = fc.oneof(
  fc.record({ kind: fc.constant('title' as const), title: text(10) }, plainObjects),
  fc.record(
    {
      kind: fc.constant('library' as const),
      mediaFormat: fc.nat(6),
      item: text(10),
      owner: isil,
    },
    plainObjects,
  ),
  fc.record(
    {
      kind: fc.constant('other' as const),
      id: fc.integer({ min: 6, max: 0xffffff }),
      bytes: fc.uint8Array({ maxLength: 10 }),
    },
    plainObjects,
  ),
)
const block: fc.Arbitrary<TagBlock> = fc
  .record(
    {
      usage: fc.nat(15),
      parts: fc.nat(255),
      part: fc.nat(255),
      id: text(8),
      owner: fc.option(isil),
      extensions: fc.array(extension, { maxLength: 3 }),
    },
    plainObjects,
  )
  .map((found) => ({ ...found, part: Math.min(found.part, found.parts) }))

tags('reads back whatever it writes, on long chips and short', () => {
  fc.assert(
    fc.property(block, fc.boolean(), (found, isShort) => {
      const wanted = isShort ? { ...found, extensions: [] } : found
      const memory = written(wanted, isShort ? 32 : 256)
      assert.equal(decodeTag(memory), { ok: true, block: wanted, oddities: [] })
    }),
  )
})

tags('never throws, whatever a tag holds', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 128 }), (memory) => {
      contentOf(memory)
    }),
  )
  fc.assert(
    fc.property(block, fc.uint8Array({ maxLength: 60 }), (found, noise) => {
      const memory = written(found, 256)
      memory.set(noise, 34)
      assert.ok(decodeTag(memory).ok)
    }),
  )
})

tags.run()
