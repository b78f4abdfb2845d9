// Fire: what the entrance does at once, whatever it was doing, and what it does not do by itself after.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import { overlayOf, viewOf } from '../../../device/door/view.ts'
import {
  bolt,
  card,
  contact,
  createStory,
  exit,
  fire,
  key,
  letIn,
  lines,
  pin,
  shutDoor,
  whenDone,
} from '../../support/door-story.ts'
import { anything, tell } from '../../support/door-weather.ts'

test('whatever goes on, fire is on the screens and the strike released in the same step (fault 15, threat 15)', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (weather) => {
      const story = tell(shutDoor(), weather)
      const { state, effects } = next(story.state, fire(true))
      assert.equal(overlayOf(state), { kind: 'evacuation' })
      assert.ok(effects.some(({ kind }) => kind === 'release'))
      assert.is(
        effects.findIndex(({ kind }) => kind === 'secure'),
        -1,
      )
      assert.is(state.passage.at, 'closed')
    }),
  )
})

test('fire comes to an end only by the panel, and nobody is let in before somebody says so (threat 16)', () => {
  const story = shutDoor().post(fire(true), bolt(false)).wait(600_000)
  story.post(key, fire(false), bolt(true))
  assert.is(overlayOf(story.state), null)
  assert.is(viewOf(story.state).screen, 'door.after-fire')
  assert.is(story.strike(), 'secure')
  const before = whenDone(story, ({ kind }) => kind === 'release').length
  letIn(story.wait(24 * 3_600_000))
  assert.is(whenDone(story, ({ kind }) => kind === 'release').length, before)
  letIn(story.post(key))
  assert.is(story.strike(), 'release')
  assert.equal(story.facts('door-trouble'), [
    { kind: 'door-trouble', what: 'held-after-fire', on: true },
    { kind: 'door-trouble', what: 'held-after-fire', on: false },
  ])
})

test('who holds a card to a door that waits hears no, and is asked for no PIN', () => {
  const story = shutDoor().post(fire(true), fire(false), card, pin)
  assert.equal(story.deeds.at(-1)?.effect, { kind: 'sound', sound: 'refused' })
  assert.is(viewOf(story.state).screen, 'door.after-fire')
})

test('a restart, also of a kiosk that died while it burned, lets nobody in either', () => {
  const burning = shutDoor().post(fire(true))
  const kept = burning.deeds.flatMap(({ effect }) =>
    effect.kind === 'remember' ? [effect.memory] : [],
  )
  const memory = kept.at(-1)
  assert.ok(memory)
  const again = createStory().post(lines(true), contact(false), fire(false))
  again.post({ kind: 'remembered', memory })
  assert.is(letIn(again).state.passage.at, 'closed')
  const early = createStory().post({ kind: 'hours', mode: 'open', rollCall: false })
  early.post(lines(true), { kind: 'remembered', memory })
  assert.is(early.strike(), 'secure')
  assert.is(letIn(again.post(key)).state.passage.at, 'granted')
})

test('who goes out while it burns or after has forced nothing; the way out is no business of ours', () => {
  const story = shutDoor().post(fire(true), contact(true)).wait(600_000)
  story
    .post(contact(false))
    .wait(100)
    .post(fire(false), exit(true), contact(true))
    .wait(100)
  const what = story.facts('door').map((fact) => 'what' in fact && fact.what)
  assert.equal(what, ['opened', 'closed', 'exit-button', 'opened'])
})

test('an alarm that comes and goes is told each time, and one word ends the waiting', () => {
  const story = shutDoor().post(
    fire(true),
    fire(false),
    fire(true),
    fire(false),
    key,
    bolt(true),
  )
  assert.is(story.facts('fire').length, 4)
  assert.is(viewOf(story.state).screen, 'door.ready')
})

test.run()
