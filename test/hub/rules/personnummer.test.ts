// Standards §4: test numbers of Skatteverket, and of the open list personnummer/meta.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { rulesByAge } from '../../../hub/protocol/entry-rules.ts'
import { needsPin } from '../../../hub/rules/login.ts'
import { personnummer } from '../../../hub/rules/personnummer.ts'

const TODAY = '2026-11-28'
const read = (text: string): string | null => personnummer(text, TODAY)

test('a personnummer is brought to twelve digits, with or without century and sign', () => {
  for (const [text, digits] of [
    ['20000229-2399', '200002292399'],
    ['195704289999', '195704289999'],
    ['570428-9999', '195704289999'],
    ['5704289999', '195704289999'],
    ['0002292399', '200002292399'],
    ['19090527+1474', '190905271474'],
    ['090527+1474', '190905271474'],
    ['19460823-9986', '194608239986'],
    ['880320-0016', '198803200016'],
  ] as const)
    assert.is(read(text), digits, text)
})

test('a samordningsnummer is one, with its day as it is written', () => {
  assert.is(read('19730288-9931'), '197302889931')
  assert.is(read('202107919967'), '202107919967')
})

test('what has no such day, serial or check digit is none', () => {
  for (const text of [
    ...['20150916-0006', '197004289895', '19721086-9924'],
    ...['19570428-9998', '19570229-9999', '5704289', '21080000000015', 'N000106188', ''],
    ...['570428T999', '19570428-99990', ' 570428-9999'],
  ])
    assert.is(read(text), null, text)
})

test('nobody is born after today: ten digits are then of the century before', () => {
  assert.is(personnummer('000229-2399', '2026-01-01'), '200002292399')
  assert.is(personnummer('20000229-2399', '1999-12-31'), null)
})

test('no text breaks the reading, and what is read is read again as itself', () => {
  const nearly = fc.stringMatching(/^(19|20)?\d{6}[-+]?\d{4}$/)
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (text) => {
      const digits = read(text)
      assert.ok(digits === null || read(digits) === digits)
    }),
  )
})

test('a branch that takes the card alone still asks for the PIN of a personnummer', () => {
  const asks = (number: string, ...methods: ('card' | 'card-pin' | 'personnummer-pin')[]) =>
    needsPin({ ...rulesByAge(16), methods }, number)
  const [card, person] = ['21080000000015', '195704289999']
  assert.equal([asks(card, 'card'), asks(person, 'card')], [false, false])
  assert.equal([asks(card, 'card-pin'), asks(person, 'card-pin')], [true, true])
  const both = ['card', 'personnummer-pin'] as const
  for (const number of [person, '5704289999', '0002292399'])
    assert.equal([asks(card, ...both), asks(number, ...both)], [false, true], number)
})

test.run()
