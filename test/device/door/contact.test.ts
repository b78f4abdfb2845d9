// The door's contact: what bounces, what is forced, and a door that stands open.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { viewOf } from '../../../device/door/view.ts'
import { contact, exit, letIn, shutDoor, whenDone } from '../../support/door-story.ts'

const told = (what: string) => ({ kind: 'door', what })

test('a door that nobody was let in by is forced, told within a second (threat 38, fault 43)', () => {
  const story = shutDoor().post(contact(true)).wait(1000)
  assert.equal(story.facts('door'), [told('forced')])
  assert.ok(whenDone(story, ({ kind }) => kind === 'record').every((at) => at <= 1000))
})

test('even the slowest contact that can be set is told of within a second', () => {
  const story = shutDoor().post({ kind: 'settings', settings: { debounceMs: 500 } })
  assert.equal(story.post(contact(true)).wait(1000).facts('door'), [told('forced')])
})

test('a contact that bounces as the door opens and shuts is one opening and one shutting (fault 43)', () => {
  const story = letIn(shutDoor())
  const bounce = (ends: boolean): void => {
    for (let n = 0; n < 9; n++) story.post(contact(n % 2 === 0 ? ends : !ends)).wait(7)
    story.wait(60)
  }
  bounce(true)
  story.wait(3000)
  bounce(false)
  assert.equal(story.facts('door'), [told('opened'), told('closed')])
})

test('however a shut door’s contact bounces, it is never forced and makes no row (fault 43)', () => {
  const gaps = fc.array(fc.tuple(fc.nat(49), fc.nat(5000)), { maxLength: 40 })
  fc.assert(
    fc.property(gaps, (bounces) => {
      const story = shutDoor()
      const before = story.facts().length
      for (const [open, shut] of bounces)
        story.post(contact(true)).wait(open).post(contact(false)).wait(shut)
      assert.is(story.wait(1000).facts().length, before)
    }),
  )
})

test('whatever the contact says, openings and shuttings are told in turn', () => {
  const changes = fc.array(fc.tuple(fc.boolean(), fc.nat(200)), { maxLength: 60 })
  fc.assert(
    fc.property(changes, (said) => {
      const story = shutDoor()
      for (const [open, ms] of said) story.post(contact(open)).wait(ms)
      const turns = story
        .wait(1000)
        .facts('door')
        .map((fact) => (fact.kind === 'door' && fact.what === 'closed' ? 'shut' : 'open'))
      for (const [n, turn] of turns.entries())
        assert.is(turn, n % 2 === 0 ? 'open' : 'shut')
      assert.is(turns.at(-1) ?? 'shut', story.state.contact === 'open' ? 'open' : 'shut')
    }),
  )
})

test('an open door is asked to be shut after 20 s, and told to staff after 30 s, once (fault 43)', () => {
  const story = shutDoor().post(exit(true), contact(true)).wait(60)
  story.post(exit(false)).wait(19_000)
  assert.is(viewOf(story.state).screen, 'door.ready')
  assert.is(viewOf(story.wait(1500).state).screen, 'door.close-door')
  assert.equal(story.facts('door').at(-1), told('opened'))
  story.wait(10_000)
  assert.is(viewOf(story.state).screen, 'door.held-open')
  story.wait(3_600_000)
  assert.is(
    story.facts('door').filter((fact) => 'what' in fact && fact.what === 'held-open')
      .length,
    1,
  )
})

test('a door that is shut is quiet at once, and the next opening begins anew', () => {
  const story = shutDoor().post(exit(true), contact(true)).wait(25_000)
  story.post(exit(false), contact(false)).wait(100)
  const sounds = story.deeds.flatMap(({ effect }) =>
    effect.kind === 'sound' ? [effect.sound] : [],
  )
  assert.equal(sounds, ['close-door', 'quiet'])
  assert.is(viewOf(story.state).screen, 'door.ready')
  assert.is(story.post(exit(true), contact(true)).wait(19_000).state.held, 'no')
})

test('who was given longer to come in may hold the door so much longer', () => {
  const story = letIn(shutDoor(), true).wait(1000).post(contact(true))
  assert.is(story.wait(34_000).state.held, 'no')
  assert.is(story.wait(1100).state.held, 'soon')
  assert.is(story.wait(10_000).state.held, 'told')
})

test.run()
