import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import {
  type DoorInput,
  type DoorState,
  type DoorTimer,
  initial,
  type Passage,
} from '../../../device/door/state.ts'
import { overlayOf, viewOf } from '../../../device/door/view.ts'
import { ENTRY_REFUSALS } from '../../../hub/protocol/asks.ts'
import { brief, factsIn, play } from '../../support/play.ts'

const CARD = '21080000000015'
const PIN = '2468'

const card: DoorInput = { kind: 'card', number: CARD }
const other: DoorInput = { kind: 'card', number: '21080000000023' }
const pin: DoorInput = { kind: 'action', action: { do: 'pin', digits: PIN } }
const back: DoorInput = { kind: 'action', action: { do: 'back' } }
const open: DoorInput = { kind: 'contact', open: true }
const shut: DoorInput = { kind: 'contact', open: false }
const exit: DoorInput = { kind: 'exit-button', pressed: true }
const letGo: DoorInput = { kind: 'exit-button', pressed: false }
const fire: DoorInput = { kind: 'fire', on: true }
const fireOver: DoorInput = { kind: 'fire', on: false }
const lost: DoorInput = { kind: 'lines', connected: false }
const found: DoorInput = { kind: 'lines', connected: true }
const timer = (name: DoorTimer): DoorInput => ({ kind: 'timer', name })
const yes = (ask = 1): DoorInput => ({
  kind: 'answer',
  ask,
  asked: { ok: true, answer: { ok: true, patron: 'p-aino-1', language: 'en' } },
})
/** The same, by the list that a kiosk has for when the hub is gone. */
const yesByList: DoorInput = {
  kind: 'answer',
  ask: 1,
  asked: { ok: true, answer: { ok: true, patron: 'p-aino-1', language: 'en' } },
  offline: true,
}
const no: DoorInput = {
  kind: 'answer',
  ask: 1,
  asked: { ok: true, answer: { ok: false, reason: 'blocked' } },
}
const silence: DoorInput = {
  kind: 'answer',
  ask: 1,
  asked: { ok: false, reason: 'no-answer' },
}

/** Everything connected, the door shut, nobody there; a contact counts at once. */
const ready = play(next, initial, [
  { kind: 'settings', settings: { debounceMs: 0 } },
  { kind: 'card-reader', connected: true },
  found,
  shut,
  { kind: 'online', online: true },
]).state

const at = (...events: DoorInput[]): DoorState => play(next, ready, events).state
const granted = at(card, pin, yes())
const burning = at(fire)

type Row = {
  name: string
  from: DoorState
  event: DoorInput
  to: Passage['at']
  effects: string[]
}

const rows: Row[] = [
  {
    name: 'a card asks for a PIN',
    from: ready,
    event: card,
    to: 'pin',
    effects: ['stop show', 'light', 'timer pin'],
  },
  {
    name: 'another card takes the place of the first',
    from: at(card),
    event: other,
    to: 'pin',
    effects: ['stop show', 'light', 'timer pin'],
  },
  {
    name: 'a PIN without a card is nothing',
    from: ready,
    event: pin,
    to: 'closed',
    effects: [],
  },
  {
    name: 'a PIN asks the hub',
    from: at(card),
    event: pin,
    to: 'asking',
    effects: ['stop pin', 'ask'],
  },
  {
    name: 'a PIN that does not come is waited for 30 s',
    from: at(card),
    event: timer('pin'),
    to: 'closed',
    effects: ['stop pin', 'stop show', 'light', 'language'],
  },
  {
    name: 'a card during the question is nothing',
    from: at(card, pin),
    event: other,
    to: 'asking',
    effects: [],
  },
  {
    name: 'yes releases the lock first and tells the journal last',
    from: at(card, pin),
    event: yes(),
    to: 'granted',
    effects: [
      'release',
      'timer relock',
      'timer tick',
      'light',
      'sound',
      'language',
      'record',
    ],
  },
  {
    name: 'the answer to another question is not heard',
    from: at(card, pin),
    event: yes(7),
    to: 'asking',
    effects: [],
  },
  {
    name: 'an answer that comes when nobody waits is not heard',
    from: ready,
    event: yes(0),
    to: 'closed',
    effects: [],
  },
  {
    name: 'no shows the neutral sentence for 5 s',
    from: at(card, pin),
    event: no,
    to: 'refused',
    effects: ['light', 'sound', 'timer show', 'record'],
  },
  {
    name: 'silence lets nobody in',
    from: at(card, pin),
    event: silence,
    to: 'no-answer',
    effects: ['light', 'sound', 'timer show', 'record'],
  },
  {
    name: 'the next card need not wait for the refusal to go',
    from: at(card, pin, no),
    event: other,
    to: 'pin',
    effects: ['stop show', 'light', 'timer pin'],
  },
  {
    name: 'the lock is secured when its time is over',
    from: granted,
    event: timer('relock'),
    to: 'closed',
    effects: [
      'secure',
      'stop pin',
      'stop show',
      'stop relock',
      'stop tick',
      'stop renew',
      'light',
      'language',
      'timer excuse',
      'timer episode',
    ],
  },
  {
    name: 'a card while the door is released starts nothing',
    from: granted,
    event: card,
    to: 'granted',
    effects: [],
  },
  {
    name: 'the lock is secured as soon as the door has shut again',
    from: play(next, granted, [open]).state,
    event: shut,
    to: 'closed',
    effects: [
      'secure',
      'stop pin',
      'stop show',
      'stop relock',
      'stop tick',
      'stop renew',
      'light',
      'language',
      'timer excuse',
      'timer episode',
      'stop soon',
      'stop held',
      'timer episode',
      'record',
    ],
  },
  {
    name: 'fire releases and forgets who stood there',
    from: at(card),
    event: fire,
    to: 'closed',
    effects: [
      'release',
      'stop pin',
      'stop show',
      'stop relock',
      'stop tick',
      'stop renew',
      'stop soon',
      'stop held',
      'timer episode',
      'timer renew',
      'light',
      'record',
      'remember',
    ],
  },
  {
    name: 'a card while it burns is nothing',
    from: burning,
    event: card,
    to: 'closed',
    effects: [],
  },
  {
    name: 'the release is renewed within the 10 s of the hardware while it burns',
    from: burning,
    event: timer('renew'),
    to: 'closed',
    effects: ['release', 'timer renew'],
  },
  {
    name: 'lines that come back while it burns are released, not secured',
    from: play(next, burning, [lost]).state,
    event: found,
    to: 'closed',
    effects: ['release', 'timer renew', 'light', 'record'],
  },
  {
    name: 'lines that come back are secured',
    from: at(lost),
    event: found,
    to: 'closed',
    effects: ['secure', 'light', 'record'],
  },
  {
    name: 'without the lock line a card is nothing',
    from: at(lost),
    event: card,
    to: 'closed',
    effects: [],
  },
  {
    name: 'a patron who goes back is forgotten',
    from: at(card),
    event: back,
    to: 'closed',
    effects: ['stop pin', 'stop show', 'light', 'language'],
  },
]

for (const { name, from, event, to, effects } of rows)
  test(name, () => {
    const step = next(from, event)
    assert.is(step.state.passage.at, to)
    assert.equal(step.effects.map(brief), effects)
  })

const facts: { name: string; events: DoorInput[]; facts: unknown[] }[] = [
  {
    name: 'who is let in without the hub is a visit that says so',
    events: [card, pin, yesByList],
    facts: [{ kind: 'visit', patron: 'p-aino-1', offline: true }],
  },
  {
    name: 'each grant is one visit',
    events: [card, pin, yes(), yes(), open, shut],
    facts: [
      { kind: 'visit', patron: 'p-aino-1' },
      { kind: 'door', what: 'opened' },
      { kind: 'door', what: 'closed' },
    ],
  },
  {
    name: 'silence is told as no answer',
    events: [card, pin, silence],
    facts: [{ kind: 'entry-refused', reason: 'no-answer' }],
  },
  {
    name: 'a door that opens for nobody is forced',
    events: [open, shut],
    facts: [
      { kind: 'door', what: 'forced' },
      { kind: 'door', what: 'closed' },
    ],
  },
  {
    name: 'a door that opens after the exit button is not forced',
    events: [exit, open, shut],
    facts: [
      { kind: 'door', what: 'exit-button' },
      { kind: 'door', what: 'opened' },
      { kind: 'door', what: 'closed' },
    ],
  },
  {
    name: 'an exit button that is pressed again and again is told once',
    events: [exit, letGo, exit, letGo, exit],
    facts: [{ kind: 'door', what: 'exit-button' }],
  },
  {
    name: 'the exit button excuses one way out for 10 s',
    events: [exit, letGo, timer('excuse'), open],
    facts: [
      { kind: 'door', what: 'exit-button' },
      { kind: 'door', what: 'forced' },
    ],
  },
  {
    name: 'a door pulled in the moment it is locked again is not forced',
    events: [card, pin, yes(), timer('relock'), open],
    facts: [
      { kind: 'visit', patron: 'p-aino-1' },
      { kind: 'door', what: 'opened' },
    ],
  },
  {
    name: 'a door that stays open is told once',
    events: [exit, open, timer('held'), open],
    facts: [
      { kind: 'door', what: 'exit-button' },
      { kind: 'door', what: 'opened' },
      { kind: 'door', what: 'held-open' },
    ],
  },
  {
    name: 'a door that opens while it burns is not forced, and may stay open',
    events: [fire, open, timer('held'), fireOver],
    facts: [
      { kind: 'fire', on: true },
      { kind: 'door', what: 'opened' },
      { kind: 'fire', on: false },
      { kind: 'door-trouble', what: 'held-after-fire', on: true },
    ],
  },
  {
    name: 'a fire that is told twice began once',
    events: [fire, fire, fireOver, fireOver],
    facts: [
      { kind: 'fire', on: true },
      { kind: 'fire', on: false },
      { kind: 'door-trouble', what: 'held-after-fire', on: true },
    ],
  },
  {
    name: 'how the door stands after a reconnect is no event',
    events: [lost, found, open],
    facts: [
      { kind: 'device', device: 'door-lines', connected: false },
      { kind: 'device', device: 'door-lines', connected: true },
    ],
  },
]

for (const { name, events, facts: expected } of facts)
  test(name, () => assert.equal(factsIn(play(next, ready, events).effects), expected))

for (const reason of ENTRY_REFUSALS)
  test(`refused for ${reason}: staff see the reason, the street does not`, () => {
    const answer: DoorInput = {
      kind: 'answer',
      ask: 1,
      asked: { ok: true, answer: { ok: false, reason } },
    }
    const { state, effects } = play(next, ready, [card, pin, answer])
    assert.equal(viewOf(state), { screen: 'door.refused' })
    assert.equal(factsIn(effects), [{ kind: 'entry-refused', reason }])
  })

const views: [string, DoorState, ReturnType<typeof viewOf>][] = [
  ['nobody there', ready, { screen: 'door.ready' }],
  ['a card was read', at(card), { screen: 'door.pin', asking: false }],
  ['the hub is asked', at(card, pin), { screen: 'door.pin', asking: true }],
  ['let in', granted, { screen: 'door.granted', secondsLeft: 5, ofSeconds: 5 }],
  [
    'a second later',
    play(next, granted, [timer('tick')]).state,
    { screen: 'door.granted', secondsLeft: 4, ofSeconds: 5 },
  ],
  ['silence', at(card, pin, silence), { screen: 'door.offline' }],
  ['the hub is gone', at({ kind: 'online', online: false }), { screen: 'door.offline' }],
  ['lines lost', at(lost), { screen: 'door.reader-lost' }],
  [
    'reader lost',
    at({ kind: 'card-reader', connected: false }),
    { screen: 'door.reader-lost' },
  ],
  ['open for 20 s', at(open, timer('soon')), { screen: 'door.close-door' }],
  ['held open', at(open, timer('held')), { screen: 'door.held-open' }],
  ['after a fire', at(fire, fireOver), { screen: 'door.after-fire' }],
  [
    'said to be over',
    at(fire, fireOver, { kind: 'service-key' }),
    { screen: 'door.ready' },
  ],
]

for (const [name, state, view] of views)
  test(`the screen: ${name}`, () => assert.equal(viewOf(state), view))

test('though the hub seems gone, a card is tried: only the question tells', () => {
  const { effects } = play(next, ready, [{ kind: 'online', online: false }, card, pin])
  assert.ok(effects.some(({ kind }) => kind === 'ask'))
})

test('evacuation lies over everything, closing over nothing else', () => {
  const closing: DoorInput = { kind: 'closing', minutes: 5 }
  assert.equal(overlayOf(at(closing)), { kind: 'closing', minutes: 5 })
  assert.equal(overlayOf(at(closing, fire)), { kind: 'evacuation' })
  assert.is(
    overlayOf(at(closing, fire, fireOver, { kind: 'closing', minutes: null })),
    null,
  )
})

test('a release longer than the pulse limit of the hardware is renewed', () => {
  const long: DoorInput = { kind: 'settings', settings: { unlockMs: 20_000 } }
  const { state, effects } = play(next, ready, [long, card, pin, yes()])
  assert.ok(effects.map(brief).includes('timer renew'))
  assert.equal(next(state, timer('renew')).effects.map(brief), ['release', 'timer renew'])
})

const event: fc.Arbitrary<DoorInput> = fc.oneof(
  fc.constantFrom<DoorInput>(
    ...[card, other, pin, back, open, shut, exit, fire, fireOver, lost, found, no, silence],
    { kind: 'card-reader', connected: true },
    { kind: 'online', online: false },
  ),
  fc
    .constantFrom<DoorTimer>('pin', 'show', 'relock', 'tick', 'renew', 'held', 'excuse')
    .map(timer),
  fc.nat(5).map(yes),
)
const story = fc.array(event, { maxLength: 60 })

test('whatever happens, the lock is released only for a grant or a fire', () => {
  fc.assert(
    fc.property(story, (events) => {
      let state = ready
      for (const one of events) {
        const step = next(state, one)
        const released = step.effects.some(({ kind }) => kind === 'release')
        const may = step.state.fire || step.state.passage.at === 'granted'
        assert.ok(!released || may, one.kind)
        state = step.state
      }
    }),
  )
})

test('whatever happens, nothing secures the lock while it burns', () => {
  fc.assert(
    fc.property(story, (events) => {
      let state = ready
      for (const one of events) {
        const step = next(state, one)
        const secured = step.effects.some(({ kind }) => kind === 'secure')
        assert.not(secured && step.state.fire, one.kind)
        state = step.state
      }
    }),
  )
})

test('whatever happens, a released lock is waiting to be secured', () => {
  fc.assert(
    fc.property(story, (events) => {
      let state = ready
      const running = new Set<string>()
      for (const one of events) {
        // A timer that is not running cannot expire.
        if (one.kind === 'timer' && !running.delete(one.name)) continue
        const step = next(state, one)
        for (const effect of step.effects) {
          if (effect.kind === 'timer') running.add(effect.name)
          if (effect.kind === 'stop') running.delete(effect.name)
        }
        state = step.state
        if (state.passage.at === 'granted') assert.ok(running.has('relock'))
      }
    }),
  )
})

test('whatever happens, visits are as many as the grants that were waited for', () => {
  fc.assert(
    fc.property(story, (events) => {
      let state = ready
      let grants = 0
      const told: unknown[] = []
      for (const one of events) {
        const step = next(state, one)
        if (state.passage.at === 'asking' && step.state.passage.at === 'granted')
          grants += 1
        told.push(...factsIn(step.effects))
        state = step.state
      }
      const visits = told.filter((fact) => JSON.stringify(fact).includes('"visit"'))
      assert.is(visits.length, grants)
    }),
  )
})

test('whatever happens, no PIN is in the state, and a card only until the PIN', () => {
  fc.assert(
    fc.property(story, (events) => {
      let state = ready
      for (const one of events) {
        state = next(state, one).state
        const text = JSON.stringify(state)
        assert.not(text.includes(PIN))
        if (state.passage.at !== 'pin') assert.not(text.includes('2108'))
      }
    }),
  )
})

test.run()
