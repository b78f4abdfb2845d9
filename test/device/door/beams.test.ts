// Which way people went, from two light barriers alone.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Beam, clear, seen } from '../../../device/door/beams.ts'

/** `A` the barrier towards the street is broken, `a` it is clear; `B`, `b` the one towards the room. */
const count = (changes: string): { in: number; out: number } =>
  [...changes].reduce(
    ({ beams, ...sum }, change) => {
      const beam = change.toLowerCase() as Beam
      const next = seen(beams, beam, change !== beam)
      return { beams: next.beams, in: sum.in + next.in, out: sum.out + next.out }
    },
    { beams: clear, in: 0, out: 0 },
  )

const counted = (changes: string): [number, number] => {
  const { in: came, out } = count(changes)
  return [came, out]
}

const WALKS: readonly (readonly [what: string, changes: string, went: [number, number]])[] =
  [
    ['nobody', '', [0, 0]],
    ['one in', 'ABab', [1, 0]],
    ['one out', 'BAba', [0, 1]],
    ['one in, one out', 'ABabBAba', [1, 1]],
    ['two in, one after the other', 'ABabABab', [2, 0]],
    ['two in, the second close behind', 'ABaAbBab', [2, 0]],
    ['three in, close behind each other', 'ABaAbBaAbBab', [3, 0]],
    ['two out, close behind each other', 'BAbBaAba', [0, 2]],
    ['one who turns at the first barrier', 'Aa', [0, 0]],
    ['one who turns in both', 'ABba', [0, 0]],
    ['one who turns in the last barrier', 'ABaAba', [0, 0]],
    ['one who hesitates in the doorway, then goes in', 'ABaAaAab', [1, 0]],
    ['one who hesitates between them, then goes in', 'ABbBab', [1, 0]],
    ['one in, the next turns at the first barrier', 'ABabAa', [1, 0]],
    ['two in close together, a third turns', 'ABaAbBaAba', [1, 0]],
    ['a hand that reaches in from the room', 'BbBb', [0, 0]],
  ]

for (const [what, changes, went] of WALKS)
  test(`counted: ${what}`, () => assert.equal(counted(changes), went))

test('seen from the other side it is the other way, whatever happens', () => {
  const mirror = (changes: string): string =>
    changes.replace(/[aAbB]/g, (c) => ({ a: 'b', A: 'B', b: 'a', B: 'A' })[c] ?? c)
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'A', 'b', 'B'), { maxLength: 80 }),
      (some) => {
        const changes = some.join('')
        const [came, went] = counted(changes)
        assert.equal(counted(mirror(changes)), [went, came])
      },
    ),
  )
})

test('any line of people who come in and go out with a gap between them is counted as it is', () => {
  const people = fc.array(fc.constantFrom('ABab', 'BAba', 'ABba', 'BbBAab', 'Aa'), {
    maxLength: 50,
  })
  fc.assert(
    fc.property(people, (line) => {
      const of = (walk: string): number => line.filter((one) => one === walk).length
      assert.equal(counted(line.join('')), [of('ABab'), of('BAba')])
    }),
  )
})

test('n close behind each other are n', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (n) => {
      assert.equal(counted(`AB${'aAbB'.repeat(n - 1)}ab`), [n, 0])
    }),
  )
})

test('no more people go through than barriers were broken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'A', 'b', 'B'), { maxLength: 80 }),
      (some) => {
        const [came, went] = counted(some.join(''))
        const breaks = some.filter((one) => one === 'A' || one === 'B').length
        assert.ok(came + went <= breaks / 2)
      },
    ),
  )
})

test('what was in the barriers at the start is nobody who came', () => {
  const start = { a: true, b: true, walk: null }
  const after = seen(seen(start, 'a', false).beams, 'b', false)
  assert.equal([after.in, after.out], [0, 0])
})

test.run()
