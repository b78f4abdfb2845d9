import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import { type DoorInput, initial } from '../../../device/door/state.ts'
import type { ReaderKey } from '../../../device/ports.ts'
import { brief, factsIn, play } from '../../support/play.ts'

const CARD = 'nfc:04a1b2c3d4e5f6'
const card: DoorInput = { kind: 'card', number: CARD }
const keys = (typed: string): DoorInput[] =>
  [...typed].map((key) => ({ kind: 'key', key: key as ReaderKey }))

const ready = play(next, initial, [
  { kind: 'card-reader', connected: true },
  { kind: 'lines', connected: true },
]).state

const after = (...events: DoorInput[]) => play(next, ready, events)
const pinsAsked = (events: DoorInput[]): (string | null)[] =>
  after(...events).effects.flatMap((effect) => (effect.kind === 'ask' ? effect.pin : []))

test('digits and # on the reader ask as the keys of the screen do', () => {
  const { effects, state } = after(card, ...keys('2468#'))
  assert.equal(
    effects.filter(({ kind }) => kind === 'ask'),
    [{ kind: 'ask', ask: 1, card: CARD, pin: '2468', inside: null }],
  )
  assert.is(state.passage.at, 'asking')
})

test('* takes back what was typed, and a second one goes away', () => {
  assert.equal(pinsAsked([card, ...keys('11*2468#')]), ['2468'])
  assert.is(after(card, ...keys('11*')).state.passage.at, 'pin')
  assert.is(after(card, ...keys('11**')).state.passage.at, 'closed')
})

test('what is too short or too long for a PIN is typed anew, never cut to fit', () => {
  assert.equal(pinsAsked([card, ...keys('246#2468#')]), ['2468'])
  assert.equal(pinsAsked([card, ...keys('246824681#')]), [])
  assert.equal(pinsAsked([card, ...keys('24682468#')]), ['24682468'])
})

test('each key gives time for the next', () => {
  const { effects } = play(next, after(card).state, keys('2'))
  assert.equal(effects.map(brief), ['timer pin'])
})

test('digits typed before the card are not of its PIN, nor those of the card before', () => {
  assert.equal(pinsAsked([...keys('99'), card, ...keys('2468#')]), ['2468'])
  assert.equal(pinsAsked([card, ...keys('99'), card, ...keys('2468#')]), ['2468'])
})

test('keys that nobody asked for do nothing', () => {
  const refused = after(card, ...keys('2468#'), {
    ...{ kind: 'answer', ask: 1 },
    asked: { ok: true, answer: { ok: false, reason: 'blocked' } },
  }).state
  assert.is(refused.passage.at, 'refused')
  for (const state of [ready, refused])
    assert.equal(play(next, state, keys('12*#*')), { state, effects: [] })
})

test('however keys and cards come, what is typed is gone when nobody types', () => {
  const some = fc.oneof(
    fc.constant(card),
    fc.constantFrom<DoorInput>(
      { kind: 'timer', name: 'pin' },
      { kind: 'action', action: { do: 'back' } },
      { kind: 'fire', on: true },
    ),
    fc.constantFrom(...'0123456789*#').map((key) => keys(key)[0] ?? card),
  )
  fc.assert(
    fc.property(fc.array(some, { maxLength: 40 }), (events) => {
      const { state, effects } = after(...events)
      if (state.passage.at !== 'pin')
        assert.not.match(JSON.stringify(state.passage), /typed|nfc/)
      for (const effect of effects)
        if (effect.kind === 'ask') assert.match(effect.pin ?? '', /^\d{4,8}$/)
    }),
  )
})

test('an opened reader is a fact, and so is one made whole (threat 8)', () => {
  const { effects } = after({ kind: 'tamper', on: true }, { kind: 'tamper', on: false })
  assert.equal(factsIn(effects), [
    { kind: 'tamper', device: 'door-card-reader', on: true },
    { kind: 'tamper', device: 'door-card-reader', on: false },
  ])
})

test.run()
