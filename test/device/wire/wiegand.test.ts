import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { nameUid } from '../../../device/wire/card-uid.ts'
import { badgeFromNumber, nameBadge } from '../../../device/wire/wiegand.ts'
import { cardNumber } from '../../../hub/protocol/terms.ts'
import { bytes } from './hex.ts'

const names = suite('cards by radio')

const uid = (hex: string) => nameUid(bytes(hex))
const badge = (count: number, hex: string, hasParity = true) =>
  nameBadge({ bytes: bytes(hex), count, hasParity })

names('a UID of 4, 7 or 10 bytes is named in hex, most significant first', () => {
  assert.equal(uid('04 A1 B2 C3'), { ok: true, number: 'nfc:04a1b2c3' })
  assert.equal(uid('04 A1 B2 C3 D4 E5 F6'), { ok: true, number: 'nfc:04a1b2c3d4e5f6' })
  assert.equal(uid('08 01 02 03 04 05 06'), { ok: true, number: 'nfc:08010203040506' })
  assert.ok(uid('04 A1 B2 C3 D4 E5 F6 A7 B8 C9').ok)
})

names('a UID drawn anew at each tap is refused, and so is half a one (threat 1)', () => {
  assert.equal(uid('08 A1 B2 C3'), { ok: false, reason: 'random' })
  assert.equal(uid('88 04 A1 B2'), { ok: false, reason: 'no-uid' })
  for (const hex of ['', '04', '04 A1 B2 C3 D4', '04'.repeat(11)])
    assert.equal(uid(hex), { ok: false, reason: 'no-uid' })
})

// Facility 90, card 324: standards §5.1.
names('a badge of 26 bits is named by its bits', () => {
  assert.equal(badge(26, '2D 00 A2 00'), { ok: true, number: 'wiegand:26:2d00a200' })
})

// Even over the first half, odd over the second: HID H10306 and H10304, worked out by hand.
names('a badge of 34 bits, and one of 37, whose halves share a bit', () => {
  assert.ok(badge(34, '00 00 00 00 40').ok)
  assert.ok(badge(34, '80 80 00 00 40').ok)
  assert.ok(badge(37, '00 00 00 00 08').ok)
  assert.ok(badge(37, '80 00 20 00 00').ok)
})

names('a bit misread is no card, where the reader says that there is parity', () => {
  for (const [count, hex] of [
    [26, '2D 00 A2 00'],
    [34, '80 80 00 00 40'],
    [37, '80 00 20 00 00'],
  ] as const)
    for (let at = 0; at < count; at++) {
      const turned = bytes(hex)
      turned[at >> 3] = (turned[at >> 3] ?? 0) ^ (0x80 >> (at & 7))
      const wrong = { bytes: turned, count }
      const reason = { ok: false, reason: 'misread' }
      assert.equal(nameBadge({ ...wrong, hasParity: true }), reason, `${count} ${at}`)
      assert.ok(nameBadge({ ...wrong, hasParity: false }).ok)
    }
})

names('what is after the last bit does not make another card', () => {
  assert.equal(badge(26, '2D 00 A2 3F'), badge(26, '2D 00 A2 00'))
})

names(
  'a UID that a badge reader sends as bits is the card that an NFC reader knows',
  () => {
    assert.equal(badge(32, '04 A1 B2 C3', false), uid('04 A1 B2 C3'))
    assert.equal(badge(56, '04 A1 B2 C3 D4 E5 F6'), uid('04 A1 B2 C3 D4 E5 F6'))
    assert.equal(badge(32, '08 A1 B2 C3', false), { ok: false, reason: 'random' })
  },
)

names('too few bits, too many, or another number of them than told is no card', () => {
  for (const [count, hex] of [
    [0, ''],
    [23, '2D 00 A2'],
    [26, '2D 00 A2'],
    [26, '2D 00 A2 00 00'],
    [129, '00'.repeat(17)],
    [26.5, '2D 00 A2 00'],
    [65_535, '00'.repeat(8192)],
  ] as const)
    assert.equal(badge(count, hex), { ok: false, reason: 'bits' })
})

names('whatever was read, a name is one that the protocol knows', () => {
  const any = fc.uint8Array({ maxLength: 20 })
  fc.assert(
    fc.property(any, fc.nat(160), fc.boolean(), (read, count, hasParity) => {
      for (const named of [nameUid(read), nameBadge({ bytes: read, count, hasParity })])
        if (named.ok) assert.ok(cardNumber.safeParse(named.number).success, named.number)
    }),
  )
})

names('a name leads back to what was read, and what is no name to nothing', () => {
  for (const number of [
    'nfc:04a1b2c3d4e5f6',
    'wiegand:26:2d00a200',
    'wiegand:34:0000000040',
  ]) {
    const bits = badgeFromNumber(number)
    assert.equal(bits && nameBadge(bits), { ok: true, number })
  }
  for (const number of ['21080000000015', 'nfc:', 'nfc:04a1b2', 'wiegand:26:'])
    assert.is(badgeFromNumber(number), undefined)
})

names.run()
