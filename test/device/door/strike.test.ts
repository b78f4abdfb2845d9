// The strike: how long it is released, and whether its bolt does as it was told.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DoorEffect } from '../../../device/door/state.ts'
import {
  bolt,
  card,
  contact,
  createStory,
  exit,
  fire,
  letIn,
  lines,
  pin,
  shutDoor,
  whenDone,
} from '../../support/door-story.ts'

const secured = ({ kind }: DoorEffect): boolean => kind === 'secure'
const released = ({ kind }: DoorEffect): boolean => kind === 'release'
const disagrees = (on: boolean) => ({ kind: 'door-trouble', what: 'lock-disagrees', on })

test('an entry is 5 s, and the lock is secured again', () => {
  const story = letIn(shutDoor().wait(100)).wait(60_000)
  assert.equal(whenDone(story, released), [100])
  assert.equal(whenDone(story, secured).at(-1), 5100)
})

for (const seconds of [15, 20, 30])
  test(`a patron who needs longer has ${seconds} s where the branch gives so much, in pulses the hardware allows`, () => {
    const settings = { extendedMs: seconds * 1000 }
    const story = letIn(shutDoor().post({ kind: 'settings', settings }), true).wait(120_000)
    assert.is(whenDone(story, secured).at(-1), seconds * 1000)
    const pulses = whenDone(story, released)
    for (const [n, at] of pulses.entries())
      assert.ok((pulses[n + 1] ?? seconds * 1000) - at < 10_000)
  })

test('nobody has less time for needing longer', () => {
  const settings = { unlockMs: 25_000, extendedMs: 15_000 }
  const story = letIn(shutDoor().post({ kind: 'settings', settings }), true).wait(60_000)
  assert.is(whenDone(story, secured).at(-1), 25_000)
})

test('the lock is secured as soon as the door has shut behind her', () => {
  const story = letIn(shutDoor()).wait(1000).post(contact(true)).wait(1000)
  story.post(contact(false)).wait(60)
  assert.equal(whenDone(story, secured).at(-1), 2050)
})

test('a lock that stays released is told within 5 s, and when it holds again (fault 41)', () => {
  const story = letIn(shutDoor()).wait(300).post(bolt(false)).wait(10_000)
  assert.equal(story.facts('door-trouble'), [disagrees(true)])
  const [at] = whenDone(
    story,
    (effect) => effect.kind === 'record' && effect.fact.kind === 'door-trouble',
  )
  assert.ok(at !== undefined && at - 5000 <= 5000)
  story.post(bolt(true)).wait(3_600_000)
  assert.equal(story.facts('door-trouble'), [disagrees(true), disagrees(false)])
})

test('a bolt that is jammed and does not let go is told within 5 s', () => {
  const settings = { unlockMs: 6000 }
  const story = letIn(shutDoor().post({ kind: 'settings', settings })).wait(5000)
  assert.equal(story.facts('door-trouble'), [disagrees(true)])
  // Locked again it is where it should be.
  assert.equal(story.wait(1100).facts('door-trouble').at(-1), disagrees(false))
})

test('a bolt that is on its way in an ordinary entry is no trouble', () => {
  const story = letIn(shutDoor()).wait(300).post(bolt(false)).wait(1000)
  story.post(contact(true)).wait(9000).post(contact(false)).wait(500).post(bolt(true))
  assert.equal(story.wait(60_000).facts('door-trouble'), [])
})

test('who goes out by the button draws the bolt past the software, and that is no trouble', () => {
  const story = shutDoor().post(exit(true), bolt(false)).wait(9000).post(exit(false))
  assert.equal(story.wait(9000).post(bolt(true)).wait(60_000).facts('door-trouble'), [])
})

test('while it burns the bolt must be drawn', () => {
  const story = shutDoor().post(fire(true)).wait(5000)
  assert.equal(story.facts('door-trouble'), [disagrees(true)])
})

test('without a bolt contact nothing is said of the bolt', () => {
  const bare = createStory().post(lines(true), contact(false), card, pin)
  letIn(bare)
  assert.equal(bare.wait(600_000).facts('door-trouble'), [])
})

test('lines that are gone say nothing of the bolt, and what was wrong is wrong until it is right', () => {
  const story = letIn(shutDoor()).post(bolt(false)).wait(12_000)
  story.post(lines(false)).wait(60_000).post(lines(true), contact(false))
  assert.equal(story.wait(60_000).facts('door-trouble'), [disagrees(true)])
  story.post(bolt(true))
  assert.equal(story.facts('door-trouble').at(-1), disagrees(false))
})

test.run()
