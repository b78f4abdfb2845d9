// People inside, and more coming in than were let in: numbers for staff, and nothing else.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { insideOf } from '../../../device/door/counter.ts'
import {
  beam,
  card,
  contact,
  createStory,
  type DoorStory,
  exit,
  letIn,
  lines,
  opening,
  pin,
  shutDoor,
  walk,
  whenDone,
} from '../../support/door-story.ts'
import { anything, tell } from '../../support/door-weather.ts'

/** She opens, `people` go in, and the door falls shut. */
const comeIn = (story: DoorStory, people: number): DoorStory => {
  letIn(story).wait(500).post(contact(true)).wait(500)
  for (let n = 0; n < people; n++) story.post(...walk('in')).wait(700)
  return story.post(contact(false)).wait(500)
}

const goOut = (story: DoorStory): DoorStory => {
  story
    .post(exit(true), contact(true))
    .wait(300)
    .post(...walk('out'))
  return story.post(exit(false), contact(false)).wait(20_000)
}

test('who comes in and goes out is counted, and told in one row with how many are inside', () => {
  const story = comeIn(shutDoor(), 1).wait(20_000)
  assert.equal(story.facts('counted'), [
    { kind: 'counted', in: 1, out: 0, inside: 1, why: 'passage' },
  ])
  assert.is(insideOf(goOut(story).state), 0)
  assert.equal(story.facts('tail-gate'), [])
})

test('five who come in on one card are told within 10 s, and kept from nothing (threat 12)', () => {
  const story = letIn(shutDoor()).wait(500).post(contact(true)).wait(60)
  for (let n = 0; n < 5; n++) story.post(...walk('in')).wait(200)
  story.wait(60_000)
  assert.equal(story.facts('tail-gate').slice(0, 1), [
    { kind: 'tail-gate', counted: 5, expected: 1, score: 95 },
  ])
  const [at] = whenDone(
    story,
    (effect) => effect.kind === 'record' && effect.fact.kind === 'tail-gate',
  )
  assert.ok(at !== undefined && at <= 10_000)
  assert.is(letIn(story).state.passage.at, 'granted')
})

test('whom she may bring is nobody too many (threat 12)', () => {
  const story = shutDoor().post({ kind: 'settings', settings: { coVisitors: 2 } })
  assert.equal(comeIn(story, 3).wait(60_000).facts('tail-gate'), [])
  assert.equal(comeIn(story, 4).wait(60_000).facts('tail-gate'), [
    { kind: 'tail-gate', counted: 4, expected: 3, score: 50 },
  ])
})

test('a door that is opened from inside for somebody is told (threat 12)', () => {
  const story = shutDoor().post(exit(true), contact(true)).wait(300)
  story
    .post(...walk('in'), exit(false))
    .wait(300)
    .post(contact(false))
    .wait(60_000)
  assert.equal(story.facts('tail-gate'), [
    { kind: 'tail-gate', counted: 1, expected: 0, score: 50 },
  ])
})

test('a door that is held open for others weighs more', () => {
  const story = letIn(shutDoor()).wait(500).post(contact(true)).wait(40_000)
  story.post(...walk('in'), ...walk('in')).wait(60_000)
  assert.equal(story.facts('tail-gate'), [
    { kind: 'tail-gate', counted: 2, expected: 1, score: 70 },
  ])
})

test('each entry counts anew, and two on two cards are nobody too many', () => {
  const story = comeIn(comeIn(shutDoor(), 1), 1).wait(60_000)
  assert.equal(story.facts('tail-gate'), [])
  assert.is(insideOf(story.state), 2)
})

test('while somebody works there, or has it held open, nobody is too many', () => {
  const staffed = comeIn(shutDoor().post(opening('staffed')), 7).wait(60_000)
  assert.equal(staffed.facts('tail-gate'), [])
  const hold = {
    kind: 'command',
    id: 'command-0001',
    order: { do: 'hold-open', ms: 60_000 },
  } as const
  const held = shutDoor().post(hold, contact(true)).wait(300)
  for (let n = 0; n < 7; n++) held.post(...walk('in')).wait(900)
  assert.equal(held.wait(30_000).facts('tail-gate'), [])
  assert.is(insideOf(held.state), 7)
})

test('the question at the door says how many are inside, where they are counted', () => {
  const story = comeIn(comeIn(shutDoor(), 1), 1).wait(20_000).post(card, pin)
  const asks = story.deeds.flatMap(({ effect }) =>
    effect.kind === 'ask' ? [effect.inside] : [],
  )
  assert.equal(asks, [0, 1, 2])
  const bare = createStory().post(lines(true), contact(false), card, pin)
  assert.is(
    bare.deeds.flatMap(({ effect }) => (effect.kind === 'ask' ? [effect.inside] : []))[0],
    null,
  )
  assert.is(insideOf(bare.state), null)
})

test('a beam that nothing clears for two minutes is told, counts nobody, and is told when it is well', () => {
  const story = shutDoor().post(beam('a', true)).wait(119_000)
  assert.equal(story.facts('door-trouble'), [])
  story
    .wait(2000)
    .post(beam('b', true), beam('b', false), beam('b', true), beam('b', false))
  story
    .post(beam('a', false))
    .wait(20_000)
    .post(...walk('in'))
    .wait(180_000)
  assert.equal(story.facts('door-trouble'), [
    { kind: 'door-trouble', what: 'beam-dirty', on: true },
    { kind: 'door-trouble', what: 'beam-dirty', on: false },
  ])
  assert.is(insideOf(story.state), 0)
  assert.is(insideOf(story.post(...walk('in')).state), 1)
})

test('a beam that flickers is told, and an evening full of people is not', () => {
  const flicker = shutDoor()
  for (let n = 0; n < 200; n++) flicker.post(beam('b', n % 2 === 0)).wait(200)
  assert.is(flicker.wait(60_000).facts('door-trouble').length, 1)
  const busy = shutDoor()
  for (let n = 0; n < 100; n++) busy.post(...walk(n % 3 === 0 ? 'out' : 'in')).wait(600)
  assert.equal(busy.wait(300_000).facts('door-trouble'), [])
})

test('counting drifts: a night without a sign of life sets it right', () => {
  const story = comeIn(shutDoor(), 2).wait(60_000).post(opening('closed'))
  story
    .wait(2.9 * 3_600_000)
    .post(exit(true), exit(false))
    .wait(2.9 * 3_600_000)
  assert.is(insideOf(story.state), 2)
  story.wait(3_600_000)
  assert.equal(story.facts('counted').at(-1), {
    ...{ kind: 'counted', in: 0, out: 0, inside: 0, why: 'quiet-night' },
  })
})

test('while it is open nobody is counted out by silence', () => {
  const story = comeIn(shutDoor(), 2).wait(24 * 3_600_000)
  assert.is(insideOf(story.state), 2)
})

test('staff say how many there are, and who was counted before that is told first', () => {
  const story = comeIn(shutDoor(), 3).post({ kind: 'inside', count: 1 })
  assert.equal(story.facts('counted'), [
    { kind: 'counted', in: 3, out: 0, inside: 3, why: 'passage' },
    { kind: 'counted', in: 0, out: 0, inside: 1, why: 'staff' },
  ])
})

test('a restart knows how many there were, and adds who came meanwhile', () => {
  const story = shutDoor().post(...walk('in'))
  story.post({ kind: 'remembered', memory: { afterFire: false, inside: 4 } })
  assert.is(insideOf(story.state), 5)
})

test('whatever happens, nobody fewer than none is inside, and what is told adds up (threat 13)', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), (weather) => {
      const story = shutDoor()
      tell(story, weather, () =>
        assert.ok(story.state.counter.inside >= 0 && story.state.counter.inside <= 10_000),
      )
      story.wait(60_000)
      let inside = 0
      for (const fact of story.facts('counted')) {
        if (fact.kind !== 'counted') continue
        if (fact.why === 'passage') assert.ok(fact.inside >= inside + fact.in - fact.out)
        inside = fact.inside
      }
      assert.is(inside, story.state.counter.inside)
    }),
  )
})

test.run()
