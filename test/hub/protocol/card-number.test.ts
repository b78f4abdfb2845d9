import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ASKS } from '../../../hub/protocol/asks.ts'
import { cardNumber } from '../../../hub/protocol/terms.ts'
import { cardHash } from '../../../hub/registry/card.ts'
import { needsPin } from '../../../hub/rules/login.ts'

const is = (text: string): boolean => cardNumber.safeParse(text).success

const GOOD = [
  '21080000000015',
  'N000106188',
  'nfc:04a1b2c3',
  'nfc:04a1b2c3d4e5f6',
  'nfc:04a1b2c3d4e5f6a7b8c9',
  'nfc:08a1b2c3d4e5f6',
  'wiegand:26:2d00a200',
  `wiegand:128:${'ab'.repeat(16)}`,
]
for (const text of GOOD) test(`${text} is a card`, () => assert.ok(is(text)))

const BAD = [
  'nfc:',
  'nfc:04A1B2C3',
  'NFC:04A1B2C3',
  'nfc:04a1b2',
  'nfc:04a1b2c3d4',
  `nfc:${'04'.repeat(11)}`,
  'nfc:04a1b2c3 ',
  'wiegand:26:2d00a2001',
  'wiegand:026:2d00a200',
  'wiegand:26:',
  `wiegand:136:${'ab'.repeat(17)}`,
  'qr:12345',
  '2108:0000',
]
for (const text of BAD) test(`${text} is none`, () => assert.not(is(text)))

test('a UID that a phone draws anew at each tap is no card (threat 1)', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{6}$/), (rest) =>
      assert.not(is(`nfc:08${rest}`)),
    ),
  )
})

test('a UID without a PIN is no question at all: nothing can let it in alone (threat 1)', () => {
  for (const kind of ['entry', 'identify'] as const)
    for (const pin of [undefined, null, '', '0', '   '])
      for (const card of ['nfc:04a1b2c3d4e5f6', 'wiegand:26:2d00a200'])
        assert.not(ASKS[kind].request.safeParse({ card, pin, at: 0 }).success)
})

test('a branch that takes the card alone still asks for the PIN of a UID (threat 1)', () => {
  const rules = { methods: ['card' as const] }
  const asks = (card: string) => needsPin(rules, card)
  assert.equal([asks('nfc:04a1b2c3d4e5f6'), asks('wiegand:26:2d00a200')], [true, true])
  assert.is(asks('21080000000015'), false)
})

test('no card of one kind is known as one of another, however it is written', () => {
  const key = new Uint8Array(32).fill(7)
  const printed = fc.stringMatching(/^[0-9A-Za-z*\s-]{5,24}$/)
  const read = fc.oneof(
    fc.stringMatching(/^nfc:[0-9a-f]{8}$/),
    fc.stringMatching(/^wiegand:[1-9]\d:[0-9a-f]{8}$/),
  )
  fc.assert(
    fc.property(printed, read, (one, other) =>
      assert.not.equal(cardHash(key, one), cardHash(key, other)),
    ),
  )
})

test.run()
