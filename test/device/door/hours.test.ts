// What the branch's hours make of the entrance, and the roll-call when staff have gone.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import {
  type DoorInput,
  type DoorMode,
  type DoorState,
  initial,
} from '../../../device/door/state.ts'
import { viewOf } from '../../../device/door/view.ts'
import { factsIn, brief as one, play } from '../../support/play.ts'

const brief = (effects: readonly Parameters<typeof one>[0][]): string[] => effects.map(one)

const card: DoorInput = { kind: 'card', number: '21080000000015' }
const pin: DoorInput = { kind: 'action', action: { do: 'pin', digits: '2468' } }
const yes: DoorInput = {
  kind: 'answer',
  ask: 1,
  asked: { ok: true, answer: { ok: true, patron: 'p-aino-1', language: 'en' } },
}
const no: DoorInput = {
  kind: 'answer',
  ask: 1,
  asked: { ok: true, answer: { ok: false, reason: 'no-agreement' } },
}
const pull: DoorInput = { kind: 'contact', open: true }
const shut: DoorInput = { kind: 'contact', open: false }
const fire = (on: boolean): DoorInput => ({ kind: 'fire', on })
const hours = (mode: DoorMode, rollCall = false): DoorInput => ({
  kind: 'hours',
  mode,
  rollCall,
})

const ready = play(next, initial, [
  { kind: 'settings', settings: { debounceMs: 0 } },
  { kind: 'card-reader', connected: true },
  { kind: 'lines', connected: true },
  shut,
]).state
const from = (...events: DoorInput[]) => play(next, ready, events)
const after = (state: DoorState, ...events: DoorInput[]) => play(next, state, events)

test('at the roll-call a card and PIN say who is here, and the lock is not released', () => {
  const calling = from(hours('locked', true)).state
  const { state, effects } = after(calling, card, pin, yes)
  assert.equal(viewOf(state), { screen: 'door.present' })
  assert.equal(
    effects.filter(({ kind }) => kind === 'present'),
    [{ kind: 'present', patron: 'p-aino-1' }],
  )
  assert.not.ok(brief(effects).includes('release'))
})

test('at the roll-call a card that is refused is refused as always', () => {
  const { state, effects } = after(from(hours('locked', true)).state, card, pin, no)
  assert.equal(viewOf(state), { screen: 'door.refused' })
  assert.equal(factsIn(effects), [{ kind: 'entry-refused', reason: 'no-agreement' }])
})

test('when the roll-call is over a card opens the door again', () => {
  const calling = from(hours('locked', true), card, pin, yes).state
  const { effects } = after(calling, hours('locked'), card, pin, {
    ...yes,
    ask: 2,
  } as DoorInput)
  assert.ok(brief(effects).includes('release'))
})

test('while nobody comes in a card is refused whatever the hub says, in the same words as ever', () => {
  const { state, effects } = from(hours('closed'), card, pin, yes)
  assert.equal(viewOf(state), { screen: 'door.refused' })
  assert.equal(factsIn(effects), [{ kind: 'entry-refused', reason: 'no-entry' }])
  assert.not.ok(brief(effects).includes('release'))
})

test('while nobody comes in, who is on the allow list does, with the hub and without', () => {
  const guard = { ok: true, patron: 'p-guard-1', language: 'sv', anyHour: true } as const
  for (const how of [{}, { offline: true }] as const) {
    const let_ = {
      kind: 'answer',
      ask: 1,
      asked: { ok: true, answer: guard },
      ...how,
    } as const
    const { effects } = from(hours('closed'), card, pin, let_)
    assert.ok(brief(effects).includes('release'))
    assert.equal(factsIn(effects), [{ kind: 'visit', patron: 'p-guard-1', ...how }])
  }
})

test('who was asked about when the alarm was set is not let into the armed room', () => {
  const { effects } = from(card, pin, hours('closed'), yes)
  assert.not.ok(brief(effects).includes('release'))
  assert.equal(factsIn(effects), [{ kind: 'entry-refused', reason: 'no-entry' }])
})

test('a door that is held released is released again before the hardware secures it', () => {
  const held = from(hours('open'))
  assert.is(brief(held.effects)[0], 'release')
  assert.ok(brief(held.effects).includes('timer renew'))
  const renewed = after(held.state, { kind: 'timer', name: 'renew' })
  assert.equal(brief(renewed.effects), ['release', 'timer renew'])
})

test('through a door that is held released people come and go, and nothing is forced', () => {
  const { effects } = from(hours('open'), pull, { kind: 'timer', name: 'held' }, shut)
  assert.equal(factsIn(effects), [
    { kind: 'hold-open', on: true, by: 'hours' },
    { kind: 'door', what: 'opened' },
    { kind: 'door', what: 'closed' },
  ])
  assert.not.ok(brief(effects).includes('secure'))
})

test('when it is held no longer the lock is secured, and a card needed', () => {
  const { effects } = after(from(hours('open')).state, hours('locked'))
  assert.ok(brief(effects).includes('secure'))
  assert.ok(brief(effects).includes('stop renew'))
})

test('a board that comes back holds the door again, or secures it', () => {
  const lines = (connected: boolean): DoorInput => ({ kind: 'lines', connected })
  const open = after(from(hours('open'), lines(false)).state, lines(true))
  const locked = after(
    from(hours('open'), lines(false), hours('locked')).state,
    lines(true),
  )
  assert.ok(brief(open.effects).includes('release'))
  assert.ok(brief(locked.effects).includes('secure'))
})

test('fire goes over each of them, and after it nothing is held before somebody has looked', () => {
  for (const mode of ['locked', 'open', 'closed'] as const) {
    const burning = from(hours(mode, true), fire(true))
    assert.ok(brief(burning.effects).includes('release'), mode)
    const over = after(burning.state, fire(false))
    assert.ok(brief(over.effects).includes('secure'), mode)
    assert.not.ok(brief(over.effects).includes('release'), mode)
    const looked = after(over.state, { kind: 'service-key' })
    assert.is(brief(looked.effects).includes('release'), mode === 'open', mode)
  }
})

test('what staff end stays ended until the hours change, and their own time ends into the hours', () => {
  const order = (order: Extract<DoorInput, { kind: 'command' }>['order']): DoorInput => ({
    kind: 'command',
    id: 'c-1',
    order,
  })
  const ended = from(hours('open'), order({ do: 'end' })).state
  assert.is(ended.hold, false)
  assert.is(after(ended, shut, pull, shut).state.hold, false)
  assert.is(after(ended, hours('locked'), hours('open')).state.hold, true)
  const held = from(hours('open'), order({ do: 'hold-open', ms: 60_000 })).state
  assert.is(after(held, { kind: 'timer', name: 'hold' }).state.hold, true)
})

const anything = fc.constantFrom(
  card,
  pin,
  yes,
  no,
  pull,
  shut,
  fire(true),
  fire(false),
  hours('locked'),
  hours('locked', true),
  hours('closed'),
  hours('open'),
  ...(['pin', 'show', 'relock', 'tick', 'renew', 'held', 'excuse'] as const).map(
    (name): DoorInput => ({ kind: 'timer', name }),
  ),
)

test('the lock is released for a grant, for fire or by the hours, and for nothing else (threat 38)', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
      let state = ready
      for (const event of events) {
        const step = next(state, event)
        const mayBe =
          step.state.fire || step.state.hold || step.state.passage.at === 'granted'
        if (brief(step.effects).includes('release')) assert.ok(mayBe, JSON.stringify(event))
        state = step.state
      }
    }),
    { numRuns: 500 },
  )
})

test.run()
