// What staff have done at the entrance from afar, as its machine takes it.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DoorOrder } from '../../../device/door/command.ts'
import { next } from '../../../device/door/door-machine.ts'
import { type DoorInput, initial } from '../../../device/door/state.ts'
import { brief, factsIn, play } from '../../support/play.ts'

const order = (wanted: DoorOrder): DoorInput => ({
  kind: 'command',
  id: 'command-0001',
  order: wanted,
})
const letIn = order({ do: 'let-in' })
const hold = order({ do: 'hold-open', ms: 3_600_000 })
const end = order({ do: 'end' })
const card: DoorInput = { kind: 'card', number: '21080000000015' }
const pin: DoorInput = { kind: 'action', action: { do: 'pin', digits: '2468' } }
const open: DoorInput = { kind: 'contact', open: true }
const shut: DoorInput = { kind: 'contact', open: false }
const fire: DoorInput = { kind: 'fire', on: true }
const fireOver: DoorInput = { kind: 'fire', on: false }
const lost: DoorInput = { kind: 'lines', connected: false }
const found: DoorInput = { kind: 'lines', connected: true }

const atOnce: DoorInput = { kind: 'settings', settings: { debounceMs: 0 } }
const ready = play(next, initial, [atOnce, found, shut]).state
const after = (...events: DoorInput[]) => play(next, ready, events)
const did = (...events: DoorInput[]) => after(...events).effects.map(brief)
const outcomes = (...events: DoorInput[]) =>
  after(...events).effects.flatMap((effect) =>
    effect.kind === 'done' ? [effect.outcome] : [],
  )

test('one who is let in by staff gets one release, whether she was typing or not', () => {
  for (const before of [[], [card], [card, pin]]) {
    const { state, effects } = after(...before, letIn)
    assert.is(state.passage.at, 'granted')
    assert.is(effects.filter(({ kind }) => kind === 'release').length, 1)
    assert.equal(outcomes(...before, letIn), [{ is: 'done' }])
  }
})

test('an answer of the hub that comes after staff have let her in is not heard', () => {
  const late: DoorInput = {
    kind: 'answer',
    ask: 1,
    asked: { ok: true, answer: { ok: true, patron: 'p-aino-1', language: 'sv' } },
  }
  const { effects } = after(card, pin, letIn, late)
  assert.is(effects.filter(({ kind }) => kind === 'release').length, 1)
})

test('a door held open is released in pulses, until its time is over', () => {
  const renew: DoorInput = { kind: 'timer', name: 'renew' }
  assert.equal(did(hold), [
    'release',
    'stop pin',
    'stop show',
    'stop relock',
    'stop tick',
    'stop renew',
    'timer hold',
    'timer renew',
    'stop soon',
    'stop held',
    'light',
    'record',
    'done',
  ])
  assert.equal(did(hold, renew).slice(-2), ['release', 'timer renew'])
  const over = after(hold, { kind: 'timer', name: 'hold' }, renew)
  assert.is(over.effects.filter(({ kind }) => kind === 'release').length, 1)
  assert.equal(factsIn(over.effects), [
    { kind: 'hold-open', on: true, by: 'command' },
    { kind: 'hold-open', on: false, by: 'time' },
  ])
})

test('who goes through a door that is held open has forced nothing and held nothing', () => {
  const { effects } = after(hold, open, { kind: 'timer', name: 'held' }, shut, open)
  const told = factsIn(effects).flatMap((fact) =>
    JSON.stringify(fact).includes('"door"') ? [JSON.stringify(fact)] : [],
  )
  assert.equal(told.join(' ').match(/forced|held-open/), null)
})

test('a door that still stands open when the hold ends is watched as any other', () => {
  assert.ok(did(hold, open, end).includes('timer held'))
  assert.not.ok(did(hold, end).includes('timer held'))
})

test('a hold ends with the fire and with the lines, and never begins again by itself', () => {
  assert.not.ok(after(hold, fire).state.hold)
  assert.not.ok(after(hold, lost).state.hold)
  assert.is(did(hold, fire, fireOver).lastIndexOf('secure') > 0, true)
  const renewed = after(hold, lost, found, { kind: 'timer', name: 'renew' })
  assert.is(renewed.effects.filter(({ kind }) => kind === 'release').length, 1)
})

test('while it burns, or without the lines, nobody is let in from afar, and staff hear why', () => {
  assert.equal(outcomes(fire, letIn), [{ is: 'refused', reason: 'fire' }])
  assert.equal(outcomes(lost, hold), [{ is: 'refused', reason: 'lines-lost' }])
})

test('after a fire nobody is let in until staff say that it is over (threat 16)', () => {
  const over = order({ do: 'acknowledge-fire' })
  const refused = { is: 'refused', reason: 'fire' }
  assert.equal(outcomes(fire, over), [refused])
  assert.equal(outcomes(fire, fireOver, letIn, hold), [refused, refused])
  assert.equal(outcomes(fire, fireOver, over, letIn), [{ is: 'done' }, { is: 'done' }])
  assert.equal(after(fire, fireOver, card).state.passage, { at: 'closed' })
  assert.is(after(fire, fireOver, over, card).state.passage.at, 'pin')
})

test('to end what is not held is done, and nothing happens', () => {
  assert.equal(did(end), ['done'])
})

const anything = fc.oneof(
  ...[letIn, hold, end, card, pin, open, shut, fire, fireOver, lost, found].map((one) =>
    fc.constant(one),
  ),
  fc
    .constantFrom('relock', 'renew', 'hold', 'tick', 'held')
    .map((name): DoorInput => ({ kind: 'timer', name }) as DoorInput),
)

test('whatever happens, a lock that stands released has something that will secure it', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
      const timers = new Set<string>()
      let released = false
      let state = ready
      for (const event of events) {
        // A timer that nobody set never comes.
        if (event.kind === 'timer' && !timers.delete(event.name)) continue
        const step = next(state, event)
        state = step.state
        for (const effect of step.effects) {
          if (effect.kind === 'timer') timers.add(effect.name)
          if (effect.kind === 'stop') timers.delete(effect.name)
          if (effect.kind === 'release') released = true
          if (effect.kind === 'secure') released = false
        }
        if (!state.lines) released = false
        const ends = state.fire || timers.has('relock') || timers.has('hold')
        assert.ok(!released || ends, 'a release that nothing ends')
        assert.ok(!released || timers.has('renew') || timers.has('relock'))
      }
    }),
  )
})

test('each command is answered once, whatever else goes on', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
      const commands = events.filter(({ kind }) => kind === 'command').length
      assert.is(outcomes(...events).length, commands)
    }),
  )
})

test.run()
