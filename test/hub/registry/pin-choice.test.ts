import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { objectionsTo } from '../../../hub/registry/pin-choice.ts'

const BORN = '1987-10-26'
const why = (pin: string, duress?: string) =>
  objectionsTo({ pin, duress, born: BORN }).map((one) => `${one.at} ${one.why}`)

const TWENTY =
  '1234 1111 0000 1212 7777 1004 2000 4444 2222 6969 9999 3333 5555 6666 1122 1313 8888 4321 2001 1010'

test('none of the twenty commonest PINs may be chosen (threat 4)', () => {
  const all = TWENTY.split(' ')
  assert.is(new Set(all).size, 20)
  for (const pin of all) assert.ok(why(pin).includes('pin common'), pin)
})

const ROWS: [pin: string, objection: string][] = [
  ['77777', 'pin repeated'],
  ['383838', 'pin repeated'],
  ['91579157', 'pin repeated'],
  ['3456', 'pin sequence'],
  ['7890', 'pin sequence'],
  ['98765', 'pin sequence'],
  ['2109', 'pin sequence'],
  ['1987', 'pin birth-date'],
  ['2610', 'pin birth-date'],
  ['1026', 'pin birth-date'],
  ['8710', 'pin birth-date'],
  ['19871026', 'pin birth-date'],
  ['871026', 'pin birth-date'],
]

for (const [pin, objection] of ROWS)
  test(`${pin} may not be chosen: ${objection}`, () => {
    assert.equal(why(pin), [objection])
  })

test('another PIN may be chosen, and another person may have this year', () => {
  assert.equal(why('2468'), [])
  assert.equal(why('2468', '7531'), [])
  assert.equal(objectionsTo({ pin: '1987', born: '1990-01-05' }), [])
})

const digits = fc.stringMatching(/^\d{4,8}$/)
const isNear = (pin: string, duress: string) =>
  why(pin, duress).includes('duress too-near-usual')

test('the PIN for duress is more than one slip of a finger from the usual one (threat 14)', () => {
  fc.assert(
    fc.property(digits, fc.nat(7), fc.nat(9), (pin, at, digit) => {
      const n = at % pin.length
      const [before, after] = [pin.slice(0, n), pin.slice(n + 1)]
      const neighbour = pin[n + 1] ?? ''
      for (const slip of [
        pin,
        `${before}${digit}${after}`,
        `${before}${digit}${pin[n]}${after}`,
        `${before}${after}`,
        `${before}${neighbour}${pin[n]}${after.slice(1)}`,
      ])
        assert.ok(isNear(pin, slip), `${pin} ${slip}`)
    }),
  )
  for (const far of ['2479', '8642', '6824', '246801'])
    assert.is(isNear('2468', far), false, far)
})

test('the PIN for duress is as hard to guess as the usual one', () => {
  assert.equal(why('2468', '1111'), ['duress common', 'duress repeated'])
})

test.run()
