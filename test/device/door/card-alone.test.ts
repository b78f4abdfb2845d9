// A branch that takes the card alone: its kiosk knows from the configuration that no PIN is asked for.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import { type DoorInput, initial } from '../../../device/door/state.ts'
import { ASKS } from '../../../hub/protocol/asks.ts'
import type { LoginMethod } from '../../../hub/protocol/entry-rules.ts'
import { play } from '../../support/play.ts'

const CARD = '21080000000015'
/** A test number of Skatteverket's. */
const PERSONNUMMER = '195704289999'
const card = (number = CARD): DoorInput => ({ kind: 'card', number })

const played = (methods: readonly LoginMethod[], ...events: DoorInput[]) => {
  const settings: DoorInput = { kind: 'settings', settings: { methods } }
  return play(next, initial, [settings, { kind: 'lines', connected: true }, ...events])
}

const asksIn = (step: ReturnType<typeof played>) =>
  step.effects.flatMap((effect) => (effect.kind === 'ask' ? [effect] : []))

test('the card alone is asked for at once, without a PIN', () => {
  const step = played(['card'], card())
  assert.is(step.state.passage.at, 'asking')
  assert.equal(asksIn(step), [{ kind: 'ask', ask: 1, card: CARD, pin: null, inside: null }])
})

test('a personnummer, a UID and a number typed by hand are asked for their PIN all the same (threats 1, 4)', () => {
  const typed: DoorInput = { kind: 'action', action: { do: 'card', number: CARD } }
  for (const event of [card(PERSONNUMMER), card('nfc:04a1b2c3d4e5f6'), typed]) {
    const step = played(['card', 'personnummer-pin'], event)
    assert.equal([step.state.passage.at, asksIn(step)], ['pin', []])
  }
})

test('a second card while the first is being asked for asks nothing', () => {
  assert.is(asksIn(played(['card'], card(), card('21080000000023'))).length, 1)
})

test('what is asked without a PIN is a question the hub takes', () => {
  assert.ok(ASKS.entry.request.safeParse({ card: CARD, at: 0 }).success)
})

test.run()
