// What must hold at the entrance whatever happens, in whatever order and at whatever pace.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import type { DoorEffect } from '../../../device/door/state.ts'
import { ENTRY_REFUSALS } from '../../../hub/protocol/asks.ts'
import {
  card,
  createStory,
  fire,
  lines,
  pin,
  shutDoor,
  whenDone,
} from '../../support/door-story.ts'
import { answerTo, anything, tell, type Weather } from '../../support/door-weather.ts'

const stories = fc.array(anything, { maxLength: 60 })
const isRelease = ({ kind }: DoorEffect): boolean => kind === 'release'

test('the lock is released for a yes to the question that is open, for staff or for fire, and never else (threats 1, 2, 21)', () => {
  fc.assert(
    fc.property(stories, (weather) => {
      const story = shutDoor()
      let releases = 0
      tell(story, weather, (event) => {
        const now = whenDone(story, isRelease).length
        const { fire: burns, hold, passage } = story.state
        // What time brings may only renew what was given before.
        if (now > releases && event !== undefined)
          assert.ok(burns || hold || passage.at === 'granted', event.kind)
        releases = now
      })
    }),
  )
})

test('a refusal releases nothing, whatever the door was doing and whatever comes with it (threats 1, 2)', () => {
  fc.assert(
    fc.property(
      stories,
      fc.constantFrom('silence', ...ENTRY_REFUSALS),
      (weather, answer) => {
        const { state } = tell(shutDoor(), weather)
        const step = next(state, answerTo({ answer, back: 0 }, state.asks))
        assert.is(
          step.effects.findIndex(({ kind }) => kind === 'release'),
          -1,
        )
        assert.is(step.state.passage.at === 'granted', state.passage.at === 'granted')
      },
    ),
  )
})

test('every refusal looks, sounds and lasts the same on the street (threat 6)', () => {
  const seen = (['silence', ...ENTRY_REFUSALS] as const).map((answer) => {
    const { state } = shutDoor().post(card, pin)
    const { effects } = next(state, answerTo({ answer, back: 0 }, state.asks))
    return JSON.stringify(effects.filter(({ kind }) => kind !== 'record'))
  })
  assert.is(new Set(seen).size, 1)
})

test('an answer to an earlier question, however late, releases nothing (threat 21, fault 31)', () => {
  const yes = (asks: number) => answerTo({ answer: 'yes', back: 1 }, asks)
  fc.assert(
    fc.property(stories, (weather) => {
      const { state } = tell(shutDoor(), weather)
      const step = next(state, yes(state.asks))
      assert.is(
        step.effects.findIndex(({ kind }) => kind === 'release'),
        -1,
      )
    }),
  )
})

const locked = { kind: 'hours', mode: 'locked', rollCall: false } as const

test('a release ends, whatever the order of what happens: left alone and out of hours the lock is secured (threat 38)', () => {
  fc.assert(
    fc.property(stories, (weather) => {
      const story = tell(shutDoor(), weather).post(fire(false), locked).wait(120_000)
      // Lines that are gone secure the lock by themselves.
      assert.ok(!story.state.lines || story.strike() === 'secure')
      assert.not(story.running('renew'))
    }),
  )
})

test('no release is left to the hardware for longer than its 10 s, and none is renewed after it ended', () => {
  fc.assert(
    fc.property(stories, (weather) => {
      const story = shutDoor()
      tell(story, weather, () => {
        const { fire: burns, hold, lines: found, passage } = story.state
        const isGiven = burns || hold || passage.at === 'granted'
        if (isGiven && found) assert.ok(story.running('renew') || story.running('relock'))
      })
    }),
  )
})

test('a key pressed on the screen ends neither fire nor what staff hold open', () => {
  const back = { kind: 'action', action: { do: 'back' } } as const
  const order = { do: 'hold-open', ms: 60_000 } as const
  const hold = { kind: 'command', id: 'command-0001', order } as const
  for (const begun of [fire(true), hold]) {
    const story = shutDoor().post(begun)
    const { effects } = next(story.state, back)
    assert.equal(effects, [])
  }
})

/** What an entrance can do to the world. All else is told, shown or remembered. */
const OUTPUTS: Readonly<Record<DoorEffect['kind'], 'strike' | 'sign' | 'told'>> = {
  release: 'strike',
  secure: 'strike',
  light: 'sign',
  sound: 'sign',
  ask: 'told',
  present: 'told',
  language: 'told',
  done: 'told',
  record: 'told',
  remember: 'told',
}

test('of what it does only release and secure reach a lock, and secure only takes back a release (threat 15)', () => {
  const locks = Object.entries(OUTPUTS).filter(([, reach]) => reach === 'strike')
  assert.equal(
    locks.map(([kind]) => kind),
    ['release', 'secure'],
  )
  fc.assert(
    fc.property(stories, (weather) => {
      const story = shutDoor()
      let secured = whenDone(story, ({ kind }) => kind === 'secure').length
      tell(story, weather, () => {
        const now = whenDone(story, ({ kind }) => kind === 'secure').length
        if (now > secured) assert.not(story.state.fire)
        secured = now
        for (const { effect } of story.deeds) assert.ok(Object.hasOwn(OUTPUTS, effect.kind))
      })
    }),
  )
})

test('neither fire, exit button nor contact is ever kept from being heard: each is in the next state at once', () => {
  fc.assert(
    fc.property(stories, fc.boolean(), (weather, on) => {
      const { state } = tell(shutDoor(), weather)
      assert.is(next(state, fire(on)).state.fire, on)
      const pressed = next(state, { kind: 'exit-button', pressed: on }).state
      assert.is(pressed.exit !== 'free', on)
      const told = next(state, { kind: 'contact', open: on }).state
      const says = told.settling ?? told.contact
      assert.is(says, on ? 'open' : 'closed')
    }),
  )
})

test('a clock that is set moves no timer here: nothing that happens bears a time (faults 12 to 15)', () => {
  const weather: Weather[] = [{ post: [card, pin] }, { answer: 'yes', back: 0 }]
  const story = tell(createStory().post(lines(true)), weather)
  assert.not.match(JSON.stringify(story.state), /\d{9}/)
})

test.run()
