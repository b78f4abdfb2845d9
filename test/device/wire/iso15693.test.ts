import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type AirRequest,
  decodeAirRequest,
  encodeAirRequest,
  TAG_ERRORS,
  tagErrorName,
} from '../../../device/wire/iso15693.ts'
import {
  isUid,
  uidFromAir,
  uidFromBytes,
  uidToAir,
  uidToBytes,
} from '../../../device/wire/uid.ts'
import { bytes, hex } from './hex.ts'

const air = suite('iso15693')
const UID = 'E004010046A847AD'
const ON_AIR = 'AD 47 A8 46 00 01 04 E0'

/** Frames by the clauses of ISO/IEC 15693-3; check sums computed independently (CRC-16/X-25). */
const VECTORS: readonly (readonly [AirRequest, string])[] = [
  [{ kind: 'inventory', slots: 1, afi: null }, '26 01 00 F6 0A'],
  [{ kind: 'inventory', slots: 16, afi: null }, '06 01 00 CD 09'],
  [{ kind: 'inventory', slots: 1, afi: 0x07 }, '36 01 07 00 62 EC'],
  [{ kind: 'inventory', slots: 1, afi: 0xc2 }, '36 01 C2 00 70 58'],
  [{ kind: 'system-information', uid: UID }, `22 2B ${ON_AIR} 34 8F`],
  [{ kind: 'read-blocks', uid: UID, first: 0, count: 8 }, `22 23 ${ON_AIR} 00 07 6F 6A`],
  [{ kind: 'write-afi', uid: UID, afi: 0xc2 }, `22 27 ${ON_AIR} C2 FB BB`],
  [{ kind: 'write-afi', uid: UID, afi: 0x07 }, `22 27 ${ON_AIR} 07 5A 2A`],
  [
    { kind: 'write-block', uid: UID, block: 0, bytes: bytes('11 01 01 31') },
    `22 21 ${ON_AIR} 00 11 01 01 31 82 07`,
  ],
  [{ kind: 'set-eas', uid: UID }, `22 A2 04 ${ON_AIR} D7 69`],
  [{ kind: 'reset-eas', uid: UID }, `22 A3 04 ${ON_AIR} F0 45`],
  [{ kind: 'eas-alarm', uid: UID }, `22 A5 04 ${ON_AIR} 22 AD`],
  [{ kind: 'stay-quiet', uid: UID }, `22 02 ${ON_AIR} 3A 4A`],
]

for (const [request, frame] of VECTORS) {
  air(`${request.kind}: ${frame}`, () => {
    assert.is(hex(encodeAirRequest(request)), frame)
    assert.equal(decodeAirRequest(bytes(frame)), { ok: true, request })
  })
}

const uid = fc
  .uint8Array({ minLength: 7, maxLength: 7 })
  .map((low) => `E0${uidFromBytes(low)}`)
const byte = fc.nat(255)
const kindOf = <K extends AirRequest['kind']>(kind: K) => fc.constant(kind)
const request: fc.Arbitrary<AirRequest> = fc
  .oneof(
    fc.record({
      kind: kindOf('inventory'),
      slots: fc.constantFrom(1 as const, 16 as const),
      afi: fc.option(byte),
    }),
    fc.record({ kind: kindOf('read-block'), uid, block: byte }),
    fc.record({
      kind: kindOf('read-blocks'),
      uid,
      first: byte,
      count: fc.integer({ min: 1, max: 256 }),
    }),
    fc.record({
      kind: kindOf('write-block'),
      uid,
      block: byte,
      bytes: fc.uint8Array({ minLength: 1, maxLength: 32 }),
    }),
    fc.record({ kind: kindOf('write-afi'), uid, afi: byte }),
    fc.record({
      kind: fc.constantFrom(
        'stay-quiet' as const,
        'system-information' as const,
        'set-eas' as const,
        'reset-eas' as const,
        'eas-alarm' as const,
      ),
      uid,
    }),
  )
  .map((found) => ({ ...found }))

air('a tag understands whatever a reader says', () => {
  fc.assert(
    fc.property(request, (wanted) => {
      assert.equal(decodeAirRequest(encodeAirRequest(wanted)), {
        ok: true,
        request: wanted,
      })
    }),
  )
})

air('a frame with any bit turned is not understood as another', () => {
  fc.assert(
    fc.property(request, fc.nat(), fc.nat(7), (wanted, place, bit) => {
      const frame = encodeAirRequest(wanted)
      const at = place % frame.length
      frame[at] = (frame[at] ?? 0) ^ (1 << bit)
      assert.equal(decodeAirRequest(frame), { ok: false, reason: 'check-sum' })
    }),
  )
})

air('takes any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (frame) => {
      decodeAirRequest(frame)
    }),
  )
  assert.equal(decodeAirRequest(new Uint8Array(0)), { ok: false, reason: 'too-short' })
})

air('a UID is written high byte first and sent low byte first', () => {
  assert.is(uidFromBytes(bytes('E0 04 01 00 46 A8 47 AD')), UID)
  assert.is(uidFromAir(bytes(ON_AIR)), UID)
  assert.is(hex(uidToAir(UID)), ON_AIR)
  assert.is(hex(uidToBytes(UID)), 'E0 04 01 00 46 A8 47 AD')
})

air('a UID begins with E0 and has 16 upper-case digits', () => {
  assert.ok(isUid(UID))
  for (const other of ['', UID.toLowerCase(), `${UID}0`, `04${UID.slice(2)}`])
    assert.not(isUid(other), other)
  assert.throws(() => uidToBytes('not a uid'), /16 hex digits/)
})

air('errors of tags have names, and the unheard-of is unknown', () => {
  assert.is(tagErrorName(0x10), 'no-such-block')
  assert.is(tagErrorName(0x12), 'locked')
  assert.is(tagErrorName(0xa5), 'unknown')
  assert.is(TAG_ERRORS['write-failed'], 0x13)
})

air.run()
