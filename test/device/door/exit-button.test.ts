// The exit button explains why the door opens from inside; a jammed one explains nothing.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { contact, exit, lines, shutDoor } from '../../support/door-story.ts'

const stuck = (on: boolean) => ({ kind: 'door-trouble', what: 'exit-stuck', on })
const last = (facts: readonly unknown[]): unknown => facts.at(-1)

test('a button that is pressed for a minute is told once, and when it is free again (fault 44)', () => {
  const story = shutDoor().post(exit(true)).wait(59_000)
  assert.equal(story.facts('door-trouble'), [])
  story.wait(2000)
  assert.equal(story.facts('door-trouble'), [stuck(true)])
  story.wait(3_600_000).post(exit(false)).wait(60_000)
  assert.equal(story.facts('door-trouble'), [stuck(true), stuck(false)])
})

test('a stuck button excuses nobody: the door that opens then is forced (fault 44)', () => {
  const story = shutDoor().post(exit(true)).wait(61_000).post(contact(true)).wait(100)
  assert.equal(last(story.facts('door')), { kind: 'door', what: 'forced' })
})

test('nor does it when it comes loose', () => {
  const story = shutDoor().post(exit(true)).wait(61_000).post(exit(false), contact(true))
  assert.equal(last(story.wait(100).facts('door')), { kind: 'door', what: 'forced' })
})

test('who keeps the button pressed on her way out has forced nothing, however slow she is', () => {
  const story = shutDoor().post(exit(true)).wait(40_000).post(contact(true)).wait(100)
  assert.equal(last(story.facts('door')), { kind: 'door', what: 'opened' })
})

test('let go, it excuses for 10 s', () => {
  const early = shutDoor().post(exit(true), exit(false)).wait(9000).post(contact(true))
  assert.equal(last(early.wait(100).facts('door')), { kind: 'door', what: 'opened' })
  const late = shutDoor().post(exit(true), exit(false)).wait(11_000).post(contact(true))
  assert.equal(last(late.wait(100).facts('door')), { kind: 'door', what: 'forced' })
})

test('a button whose line is gone is neither stuck nor an excuse', () => {
  const story = shutDoor().post(exit(true), lines(false)).wait(120_000)
  assert.equal(story.facts('door-trouble'), [])
  story.post(lines(true), contact(false), contact(true)).wait(100)
  assert.equal(last(story.facts('door')), { kind: 'door', what: 'forced' })
})

test.run()
