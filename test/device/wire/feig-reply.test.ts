import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { FEIG_CODES, type FeigAnswer, type FeigKind } from '../../../device/wire/feig.ts'
import {
  createFeigSplitter,
  type FeigForm,
  type FeigFrame,
} from '../../../device/wire/feig-frame.ts'
import {
  decodeFeigReply,
  encodeFeigReply,
  TAGS_PER_REPLY,
} from '../../../device/wire/feig-reply.ts'
import { decodeFeigRequest } from '../../../device/wire/feig-request.ts'
import { FEIG_STATUS, feigStatusName } from '../../../device/wire/feig-status.ts'
import { uidFromBytes } from '../../../device/wire/uid.ts'
import { UID } from './feig-vectors.ts'
import { bytes } from './hex.ts'

const replies = suite('feig replies')

const KINDS = Object.keys(FEIG_CODES) as FeigKind[]

const over = (
  form: FeigForm,
  reply: Parameters<typeof encodeFeigReply>[1],
  kind: FeigKind,
) => {
  const stream = encodeFeigReply({ form, command: FEIG_CODES[kind][0] }, reply)
  const [frame] = createFeigSplitter().push(stream)
  assert.ok(frame)
  return frame
}

const said = (hex: string): FeigFrame => ({
  form: 'standard',
  address: 0,
  command: 0xb0,
  body: bytes(hex),
})

// FEIG system manual H60301-3e, clause 6.1.1; open Arduino parsers rely on the same.
replies('inventory: two tags, each with kind, DSFID and UID', () => {
  const reply = said('00 02 03 3E E0 04 01 00 46 A8 47 AD 03 00 E0 04 01 00 46 A8 47 AE')
  assert.equal(decodeFeigReply('inventory', reply), {
    ok: true,
    answer: {
      kind: 'inventory',
      tags: [
        { uid: UID, dsfid: 0x3e },
        { uid: 'E004010046A847AE', dsfid: 0 },
      ],
      more: false,
    },
  })
})

replies('inventory: an empty field is an answer, not an error', () => {
  assert.equal(decodeFeigReply('inventory', said('01')), {
    ok: true,
    answer: { kind: 'inventory', tags: [], more: false },
  })
})

replies('inventory: says when there are more tags than fit', () => {
  const decoded = decodeFeigReply('inventory', said('94 01 03 00 E0 04 01 00 46 A8 47 AD'))
  assert.ok(decoded.ok)
  assert.ok(decoded.answer.more)
})

replies('inventory: a bank card on the pad does not hide the books before it', () => {
  const decoded = decodeFeigReply(
    'inventory',
    said('00 02 03 00 E0 04 01 00 46 A8 47 AD 04 44 03 04 8A 9F 1A'),
  )
  assert.ok(decoded.ok)
  assert.equal(decoded.answer.tags, [{ uid: UID, dsfid: 0 }])
})

// Clause 6.1.4: number of blocks, their size, then for each its lock status and its bytes.
replies('read blocks: two blocks, the second one locked', () => {
  const reply = said('00 02 04 00 11 01 01 31 01 30 30 30 30')
  assert.equal(decodeFeigReply('read-blocks', reply), {
    ok: true,
    answer: {
      kind: 'read-blocks',
      blockSize: 4,
      bytes: bytes('11 01 01 31 30 30 30 30'),
      locked: [false, true],
    },
  })
})

// Clause 6.1.12: DSFID, UID, AFI, memory size (two bytes, high first), chip. 28 blocks of 4.
replies('system information: an ICODE SLIX that is on loan', () => {
  const reply = said('00 3E E0 04 01 00 46 A8 47 AD C2 03 1B 01')
  assert.equal(decodeFeigReply('system-information', reply), {
    ok: true,
    answer: {
      kind: 'system-information',
      uid: UID,
      dsfid: 0x3e,
      afi: 0xc2,
      blocks: 28,
      blockSize: 4,
      chip: 1,
    },
  })
})

// Clause 5.4: firmware, development revision, hardware, reader type, kinds of tags.
replies('software version: firmware 3.0 of a reader of type 40', () => {
  const reply = { ...said('00 03 00 00 00 28 00 08'), command: 0x65 }
  assert.equal(decodeFeigReply('software-version', reply), {
    ok: true,
    answer: { kind: 'software-version', revision: 0x0300, hardware: 0, reader: 40 },
  })
})

replies('a refusal keeps its status, and the tag’s own word if there is one', () => {
  assert.equal(decodeFeigReply('write-afi', said('95 12')), {
    ok: false,
    reason: 'refused',
    status: FEIG_STATUS['tag-error'],
    tagError: 0x12,
  })
  assert.equal(decodeFeigReply('write-afi', said('01')), {
    ok: false,
    reason: 'refused',
    status: FEIG_STATUS['no-tag'],
    tagError: null,
  })
})

replies('a reply to another command is told apart', () => {
  assert.equal(decodeFeigReply('rf', said('00')), { ok: false, reason: 'other-command' })
})

replies('a reply without status, or shorter than it says, is malformed', () => {
  const malformed = { ok: false, reason: 'malformed' }
  assert.equal(decodeFeigReply('inventory', said('')), malformed)
  assert.equal(decodeFeigReply('inventory', said('00 02 03 3E E0')), malformed)
  assert.equal(decodeFeigReply('read-blocks', said('00 02 04 00 11 01 01 31')), malformed)
  assert.equal(decodeFeigReply('system-information', said('00 3E')), malformed)
})

const byte = fc.nat(255)
const uid = fc
  .uint8Array({ minLength: 7, maxLength: 7 })
  .map((low) => `E0${uidFromBytes(low)}`)
const blocks = fc.record({
  blockSize: fc.integer({ min: 1, max: 32 }),
  locked: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
})
const answer: fc.Arbitrary<FeigAnswer> = fc.oneof(
  fc
    .record({
      tags: fc.array(fc.record({ uid, dsfid: byte }), {
        minLength: 1,
        maxLength: TAGS_PER_REPLY.standard,
      }),
      more: fc.boolean(),
    })
    .map(({ tags, more }) => ({
      kind: 'inventory' as const,
      tags: tags.map((tag) => ({ ...tag })),
      more,
    })),
  blocks.map(({ blockSize, locked }) => ({
    kind: 'read-blocks' as const,
    blockSize,
    bytes: Uint8Array.from({ length: blockSize * locked.length }, (_, i) => i & 0xff),
    locked,
  })),
  fc
    .record({
      uid,
      dsfid: byte,
      afi: byte,
      blocks: fc.integer({ min: 1, max: 256 }),
      blockSize: fc.integer({ min: 1, max: 32 }),
      chip: byte,
    })
    .map((found) => ({ kind: 'system-information' as const, ...found })),
  fc
    .record({ revision: fc.nat(0xffff), hardware: byte, reader: byte })
    .map((found) => ({ kind: 'software-version' as const, ...found })),
  fc
    .constantFrom(
      'write-blocks' as const,
      'write-afi' as const,
      'rf' as const,
      'rf-reset' as const,
      'cpu-reset' as const,
    )
    .map((kind) => ({ kind })),
)

for (const form of ['standard', 'advanced'] as const) {
  replies(`the host reads what the reader says, ${form}`, () => {
    fc.assert(
      fc.property(answer, (wanted) => {
        const frame = over(form, wanted, wanted.kind)
        assert.is(frame.form, form)
        assert.equal(decodeFeigReply(wanted.kind, frame), { ok: true, answer: wanted })
      }),
    )
  })
}

replies('as many tags as a reply can name', () => {
  for (const form of ['standard', 'advanced'] as const) {
    const tags = Array.from({ length: TAGS_PER_REPLY[form] }, () => ({
      uid: UID,
      dsfid: 0,
    }))
    const frame = over(form, { kind: 'inventory', tags, more: true }, 'inventory')
    const decoded = decodeFeigReply('inventory', frame)
    assert.ok(decoded.ok)
    assert.is(decoded.answer.tags.length, tags.length)
  }
})

// FEIG system manual H60301-3e, clause 2.1.
replies('what is too long for a standard frame comes in an advanced one', () => {
  const long = {
    kind: 'read-blocks' as const,
    blockSize: 32,
    bytes: new Uint8Array(255 * 32),
    locked: Array.from({ length: 255 }, () => false),
  }
  const frame = over('standard', long, 'read-blocks')
  assert.is(frame.form, 'advanced')
  assert.equal(decodeFeigReply('read-blocks', frame), { ok: true, answer: long })
})

replies('neither side throws, whatever stands in a frame', () => {
  const frame = fc.record({
    form: fc.constantFrom('standard' as const, 'advanced' as const),
    address: byte,
    command: fc.oneof(byte, fc.constantFrom(0xb0, 0x63, 0x65, 0x69, 0x6a)),
    body: fc.uint8Array({ maxLength: 60 }),
  })
  const control = fc.constantFrom(0x01, 0x23, 0x24, 0x27, 0x2b, 0x00, 0x94, 0x95)
  fc.assert(
    fc.property(frame, control, (found, first) => {
      for (const body of [found.body, Uint8Array.from([first, ...found.body])]) {
        decodeFeigRequest({ ...found, body })
        for (const kind of KINDS) decodeFeigReply(kind, { ...found, body })
      }
    }),
  )
})

replies('statuses have our own names', () => {
  assert.is(feigStatusName(0x94), 'more-to-come')
  assert.is(feigStatusName(0x42), undefined)
})

replies.run()
