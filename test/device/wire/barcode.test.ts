import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  createBarcodeSplitter,
  isRepeat,
  libraryBarcode,
  normaliseCardNumber,
  passesLuhn,
  REPEAT_MS,
} from '../../../device/wire/barcode.ts'
import { cardNumber } from '../../../hub/protocol/terms.ts'
import { feed, joined, oneByOne, pieces } from './pieces.ts'

const barcode = suite('barcode')
const ascii = (text: string) => new TextEncoder().encode(text)
const CARD = '21080000000015'

/** How scanners can be set to frame a line (vendors' programming guides). */
const FRAMINGS = ['\r', '\n', '\r\n', '\t', '\x03'].flatMap((end) => [
  ['', end] as const,
  ['\x02', end] as const,
])

for (const [start, end] of FRAMINGS) {
  barcode(`reads a line framed ${JSON.stringify([start, end])}, byte by byte`, () => {
    const stream = ascii(`${start}${CARD}${end}${start}N000106188${end}`)
    const splitter = createBarcodeSplitter()
    assert.equal(feed(splitter, oneByOne(stream)), [CARD, 'N000106188'])
    assert.equal(createBarcodeSplitter().push(stream), [CARD, 'N000106188'])
    assert.is(splitter.discarded, 0)
  })
}

barcode('a line cut short by a new one is dropped', () => {
  const splitter = createBarcodeSplitter()
  assert.equal(splitter.push(ascii(`\x022108\x02${CARD}\x03`)), [CARD])
  assert.is(splitter.discarded, 4)
})

barcode('the beginning of a line does not survive silence', () => {
  const splitter = createBarcodeSplitter()
  assert.equal(splitter.push(ascii('2108000')), [])
  assert.equal(splitter.silence(), [])
  assert.equal(splitter.push(ascii(`${CARD}\r`)), [CARD])
  assert.is(splitter.discarded, 7)
})

barcode('an endless line is noise to its end, tail included', () => {
  for (const cut of [1, 7, 64, 1000]) {
    const splitter = createBarcodeSplitter()
    const noise = ascii(`${'9'.repeat(1000)}${CARD}\r`)
    const parts = Array.from({ length: Math.ceil(noise.length / cut) }, (_, i) =>
      noise.subarray(i * cut, (i + 1) * cut),
    )
    assert.equal(feed(splitter, parts), [])
    assert.equal(splitter.push(ascii(`${CARD}\r`)), [CARD])
    assert.is(splitter.discarded, 1014)
  }
})

barcode('takes any bytes, and the same lines however they are cut', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const lines = feed(createBarcodeSplitter(), parts)
      assert.equal(createBarcodeSplitter().push(joined(parts)), lines)
      assert.equal(feed(createBarcodeSplitter(), oneByOne(joined(parts))), lines)
    }),
  )
})

/** What was scanned, what the card is called. AIM identifiers: ISO/IEC 15424. */
const CARDS = [
  [CARD, CARD],
  [' 2108 0000 0000 15 ', CARD],
  ['2108-0000-0000-15', CARD],
  [`]C0${CARD}`, CARD],
  [`]F0A${CARD}B`, CARD],
  [`A${CARD}A`, CARD],
  [`d${CARD}c`, CARD],
  [']A0*N000106188*', 'N000106188'],
  ['n000106188', 'N000106188'],
  ['880320-0016', '8803200016'],
] as const

for (const [scanned, number] of CARDS) {
  barcode(`${JSON.stringify(scanned)} is card ${number}`, () => {
    assert.equal(normaliseCardNumber(scanned), { ok: true, number })
  })
}

const NO_CARDS = [
  ['', 'empty'],
  ['  * ', 'empty'],
  [']C0', 'empty'],
  ['1234', 'too-short'],
  ['123456789012345678901', 'too-long'],
  ['9'.repeat(100_000), 'too-long'],
  ['https://example.org', 'characters'],
  ['Åsa12345', 'characters'],
] as const

for (const [scanned, reason] of NO_CARDS) {
  barcode(`${JSON.stringify(scanned.slice(0, 24))} is no card: ${reason}`, () => {
    assert.equal(normaliseCardNumber(scanned), { ok: false, reason })
  })
}

barcode('every number it gives, the hub takes; and it is its own normal form', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9A-Da-d* -]{0,24}$/))
  fc.assert(
    fc.property(text, (scanned) => {
      const card = normaliseCardNumber(scanned)
      if (!card.ok) return
      assert.ok(cardNumber.safeParse(card.number).success)
      assert.equal(normaliseCardNumber(card.number), card)
    }),
  )
})

barcode('a card held still is one card, another card is another', () => {
  const first = { number: CARD, at: 10_000 }
  assert.not(isRepeat(undefined, first))
  assert.ok(isRepeat(first, { number: CARD, at: 10_000 + REPEAT_MS - 1 }))
  assert.not(isRepeat(first, { number: CARD, at: 10_000 + REPEAT_MS }))
  assert.not(isRepeat(first, { number: 'N000106188', at: 10_001 }))
})

// The two items are printed in descriptions of the 14-digit library barcode.
barcode('checks the last digit of a library barcode', () => {
  assert.is(libraryBarcode('30234000517861'), 'item')
  assert.is(libraryBarcode('33191000105864'), 'item')
  assert.is(libraryBarcode(CARD), 'patron')
  assert.is(libraryBarcode('21080000000016'), undefined)
  assert.is(libraryBarcode('41080000000015'), undefined)
})

barcode('every single wrong digit is noticed', () => {
  fc.assert(
    fc.property(fc.nat(13), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const digit = (Number(CARD[place]) + by) % 10
      assert.not(passesLuhn(`${CARD.slice(0, place)}${digit}${CARD.slice(place + 1)}`))
    }),
  )
  assert.not(passesLuhn(''))
  assert.not(passesLuhn('2108 0000'))
})

barcode.run()
