// The branch's rooms by its hours: lights, alarm, roll-call and what is said aloud.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/premises/premises-machine.ts'
import {
  initial,
  type PremisesEffects,
  type PremisesInput,
  type PremisesState,
  type PremisesTimer,
} from '../../../device/premises/state.ts'
import type { OpeningName } from '../../../device/screen-protocol.ts'
import type { ActionValues } from '../../../hub/rules/actions.ts'
import { factsIn, play } from '../../support/play.ts'

const OPEN: ActionValues = {
  lights: 'on',
  alarm: 'disarmed',
  sound: 'on',
  door: 'locked',
  machines: 'on',
  screens: 'on',
}
const NIGHT: ActionValues = {
  ...OPEN,
  lights: 'off',
  alarm: 'armed',
  machines: 'off',
  screens: 'dark',
}
const wanted = (values: ActionValues): PremisesInput => ({ kind: 'wanted', values })
const opening = (name: OpeningName): PremisesInput => ({ kind: 'opening', name })
const armed = (on: boolean): PremisesInput => ({ kind: 'armed', on })
const inside = (count: number | null): PremisesInput => ({ kind: 'inside', count })
const fire = (on: boolean): PremisesInput => ({ kind: 'fire', on })
const time = (trusted: boolean): PremisesInput => ({ kind: 'time', trusted })
const board = (connected: boolean): PremisesInput => ({ kind: 'board', connected })
const present = (patron: string): PremisesInput => ({ kind: 'present', patron })
const timer = (name: PremisesTimer): PremisesInput => ({ kind: 'timer', name })
const arming = (unknownInside: boolean): PremisesInput => ({
  kind: 'arming',
  rules: { unknownInside, tellAfterMinutes: 10, confirmSeconds: 5 },
})

const whole = initial({ alarm: true, door: true })
/** A day with staff, one person inside, the alarm off. */
const day = play(next, whole, [
  time(true),
  board(true),
  armed(false),
  inside(1),
  opening('staffed'),
  wanted(OPEN),
]).state
const from = (state: PremisesState, ...events: PremisesInput[]) => play(next, state, events)

/** `arm`, `lights on`, `say closing`, `timer tell`. */
const brief = (effects: PremisesEffects): string[] => effects.map(inFewWords)

const inFewWords = (effect: PremisesEffects[number]): string => {
  switch (effect.kind) {
    case 'lights':
    case 'machines':
      return `${effect.kind} ${effect.on ? 'on' : 'off'}`
    case 'screens':
      return `screens ${effect.lit ? 'on' : 'dark'}`
    case 'door':
      return `door ${effect.mode}${effect.rollCall ? ' roll-call' : ''}`
    case 'announce':
      return `${effect.aloud ? 'say' : 'write'} ${effect.what}`
    case 'timer':
    case 'stop':
      return `${effect.kind} ${effect.name}`
    case 'arm':
    case 'disarm':
    case 'hush':
    case 'record':
      return effect.kind
  }
}
const did = (state: PremisesState, ...events: PremisesInput[]): string[] =>
  brief(from(state, ...events).effects)
const told = (state: PremisesState, ...events: PremisesInput[]): unknown[] =>
  factsIn(from(state, ...events).effects)

test('what the hours want of each output is done once, when it changes', () => {
  const values = { ...OPEN, alarm: null }
  const evening = did(
    day,
    wanted({ ...NIGHT, alarm: null }),
    wanted({ ...NIGHT, alarm: null }),
  )
  assert.equal(evening, ['lights off', 'machines off', 'screens dark'])
  const dark = from(day, wanted({ ...NIGHT, alarm: null })).state
  assert.equal(did(dark, wanted(values)), ['lights on', 'machines on', 'screens on'])
})

test('what nothing is said of is left alone', () => {
  const nothing = Object.fromEntries(Object.keys(OPEN).map((key) => [key, null]))
  const state = from(whole, time(true), board(true), armed(false)).state
  assert.equal(did(state, wanted(nothing as ActionValues)), [])
})

test('a board that is back is told what it should be, since it went to rest', () => {
  const dark = from(day, wanted({ ...NIGHT, alarm: null })).state
  assert.equal(did(dark, board(false)), ['record'])
  assert.equal(did(dark, board(false), board(true)), [
    'record',
    'record',
    'lights off',
    'machines off',
  ])
})

test('fire lights every room and screen, calls everybody out, cuts nothing and arms nothing', () => {
  const night = from(day, wanted({ ...NIGHT, alarm: null })).state
  assert.equal(did(night, fire(true)), [
    'say evacuation',
    'timer evacuate',
    'lights on',
    'screens on',
  ])
  const burning = from(day, inside(0), fire(true)).state
  assert.not.ok(did(burning, wanted(NIGHT)).includes('arm'))
  assert.ok(did(burning, wanted(NIGHT), fire(false)).includes('arm'), 'afterwards')
})

test('evacuation is said again and again, aloud even where no sound is wanted, until it is over', () => {
  const quiet = from(day, wanted({ ...OPEN, sound: 'off' }), fire(true)).state
  assert.equal(did(quiet, timer('evacuate')), ['say evacuation', 'timer evacuate'])
  assert.ok(did(quiet, fire(false)).includes('hush'))
  const over = from(quiet, fire(false)).state
  assert.equal(did(over, timer('evacuate')), [])
})

test('the alarm is set when the hours say so and nobody is inside, and the panel’s word makes it so', () => {
  const armingNow = from(day, inside(0), wanted(NIGHT))
  assert.ok(brief(armingNow.effects).includes('arm'))
  const done = from(armingNow.state, armed(true))
  assert.equal(factsIn(done.effects), [{ kind: 'alarm', what: 'armed' }])
  assert.is(done.state.alarm, 'rest')
})

test('while somebody is inside it is not set: asked to leave, and staff told (threat 13)', () => {
  const waiting = from(day, wanted(NIGHT))
  assert.not.ok(brief(waiting.effects).includes('arm'))
  assert.ok(brief(waiting.effects).includes('say leave'))
  assert.ok(
    waiting.effects.some((effect) => effect.kind === 'timer' && effect.ms === 600_000),
  )
  assert.equal(did(waiting.state, timer('again')), ['say leave', 'timer again'])
  assert.equal(told(waiting.state, timer('tell')), [
    { kind: 'alarm', what: 'somebody-inside' },
  ])
  assert.ok(did(waiting.state, inside(0)).includes('arm'), 'when the last has gone')
})

test('where nobody counts it is set only if the branch allows it, and by a clock that is trusted', () => {
  const unknown = from(day, inside(null)).state
  assert.not.ok(did(unknown, wanted(NIGHT)).includes('arm'))
  assert.ok(did(unknown, arming(true), wanted(NIGHT)).includes('arm'))
  assert.not.ok(did(unknown, arming(true), time(false), wanted(NIGHT)).includes('arm'))
})

test('a panel that is not set in time is told to staff once, and tried again each minute', () => {
  const armingNow = from(day, inside(0), wanted(NIGHT)).state
  const late = from(armingNow, timer('confirm'))
  assert.equal(factsIn(late.effects), [{ kind: 'alarm', what: 'not-armed' }])
  const again = from(late.state, timer('again'))
  assert.ok(brief(again.effects).includes('arm'))
  assert.equal(told(again.state, timer('confirm')), [])
})

const night = from(day, inside(0), wanted(NIGHT), armed(true)).state

test('before it opens the alarm is taken off, and until it is off nobody is let in', () => {
  assert.is(night.told.door.mode, 'closed')
  const morning = from(night, wanted(OPEN))
  assert.ok(brief(morning.effects).includes('disarm'))
  assert.is(morning.state.told.door.mode, 'closed')
  assert.ok(did(morning.state, armed(false)).includes('door locked'))
})

test('an alarm that does not go off is told to staff within its seconds, and nobody is let in', () => {
  const morning = from(night, wanted(OPEN))
  assert.ok(morning.effects.some((effect) => effect.kind === 'timer' && effect.ms === 5000))
  const late = from(morning.state, timer('confirm'))
  assert.equal(factsIn(late.effects), [{ kind: 'alarm', what: 'not-disarmed' }])
  assert.is(late.state.told.door.mode, 'closed')
})

test('by a clock that nobody trusts no alarm goes off and no door is held open (fault 14)', () => {
  const morning = from(night, time(false), wanted({ ...OPEN, door: 'open' }))
  assert.not.ok(brief(morning.effects).includes('disarm'))
  assert.equal(factsIn(morning.effects), [{ kind: 'alarm', what: 'not-disarmed' }])
  assert.ok(did(morning.state, time(true)).includes('disarm'))
  const held = from(day, wanted({ ...OPEN, door: 'open' })).state
  assert.is(held.told.door.mode, 'open')
  assert.ok(did(held, time(false)).includes('door locked'))
})

test('what hands do at the panel afterwards counts', () => {
  const byHand = from(day, armed(true))
  assert.not.ok(brief(byHand.effects).includes('disarm'))
  assert.is(byHand.state.told.door.mode, 'closed')
  assert.not.ok(did(night, armed(false), inside(1), inside(0)).includes('arm'))
})

test('a kiosk that starts knows nothing of the alarm, and lets nobody in until the panel has said', () => {
  const starting = from(whole, time(true), opening('self-service'), wanted(OPEN)).state
  assert.is(starting.told.door.mode, 'closed')
  assert.ok(did(starting, board(true), armed(true)).includes('disarm'))
  assert.ok(did(starting, board(true), armed(false)).includes('door locked'))
})

test('a board that is lost while the alarm is set still keeps people out', () => {
  assert.is(from(night, board(false), wanted(OPEN)).state.told.door.mode, 'closed')
  assert.ok(did(night, board(false), wanted(OPEN), board(true)).includes('disarm'))
})

test('fifteen minutes, five, closing and clearing are said at their moment, and not by one who starts late', () => {
  const said = (...names: OpeningName[]): string[] =>
    did(day, ...names.map(opening)).filter((what) => what.startsWith('say'))
  assert.equal(said('self-service', 'last-call-15', 'last-call-5', 'closing', 'closed'), [
    'say closing-15',
    'say closing-5',
    'say closing',
  ])
  assert.equal(said('clearing'), ['say clearing'])
  assert.equal(did(whole, opening('last-call-15')), ['door closed'])
})

test('where no sound is wanted it is written and not said', () => {
  const quiet = from(day, wanted({ ...OPEN, sound: 'off' })).state
  assert.equal(did(quiet, opening('last-call-15')), ['write closing-15'])
})

test('when staff go the roll is called, each counted once, and the missing are a number', () => {
  const calling = from(day, inside(4), opening('clearing'))
  assert.ok(brief(calling.effects).includes('door locked roll-call'))
  const checkedIn = from(calling.state, present('p-1'), present('p-2'), present('p-1'))
  assert.equal(factsIn(checkedIn.effects), [
    { kind: 'present', patron: 'p-1' },
    { kind: 'present', patron: 'p-2' },
  ])
  const over = from(checkedIn.state, opening('self-service'))
  assert.equal(factsIn(over.effects), [{ kind: 'roll-call', missing: 2 }])
  assert.equal(over.state.present, [], 'who it was is forgotten')
  assert.is(over.state.told.door.rollCall, false)
})

test('where nobody counts the missing are unknown, and nobody checks in at another time', () => {
  const calling = from(day, inside(null), opening('clearing'), present('p-1')).state
  assert.equal(told(calling, opening('self-service')), [
    { kind: 'roll-call', missing: null },
  ])
  assert.equal(told(day, present('p-1')), [])
})

test('a roll that staff or fire cut short is not told as one', () => {
  const calling = from(day, inside(4), opening('clearing')).state
  assert.equal(told(calling, opening('staffed')), [])
  assert.ok(did(calling, fire(true)).includes('door locked'))
})

const anyValues = fc.record({
  lights: fc.constantFrom('on' as const, 'off' as const, null),
  alarm: fc.constantFrom('armed' as const, 'disarmed' as const, null),
  sound: fc.constantFrom('on' as const, 'off' as const, null),
  door: fc.constantFrom('locked' as const, 'open' as const, 'closed' as const, null),
  machines: fc.constantFrom('on' as const, 'off' as const, null),
  screens: fc.constantFrom('on' as const, 'dark' as const, null),
})
const anything: fc.Arbitrary<PremisesInput> = fc.oneof(
  anyValues.map(wanted),
  fc.boolean().map(armed),
  fc.boolean().map(board),
  fc.boolean().map(fire),
  fc.boolean().map(time),
  fc.boolean().map(arming),
  fc.constantFrom(0, 1, 7, null).map(inside),
  fc
    .constantFrom('staffed', 'clearing', 'self-service', 'closing', 'closed')
    .map((name) => opening(name as OpeningName)),
  fc.constantFrom('p-1', 'p-2').map(present),
  fc
    .constantFrom('confirm', 'again', 'tell', 'evacuate')
    .map((name) => timer(name as PremisesTimer)),
)

test('whatever happens nobody is armed in, nothing is armed in a fire, and nobody walks into an armed room', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), (events) => {
      let state = whole
      for (const event of events) {
        const step = next(state, event)
        const { armed: isArmed, fire: burns, timeTrusted, told: out } = step.state
        const what = brief(step.effects)
        if (what.includes('arm')) {
          assert.not.ok(burns)
          const { inside: count } = step.state
          assert.ok(count === 0 || (count === null && step.state.arming.unknownInside))
        }
        if (what.includes('disarm')) assert.ok(timeTrusted)
        if (isArmed !== false) assert.is(out.door.mode, 'closed')
        if (out.door.mode === 'open') assert.ok(timeTrusted)
        if (burns) assert.ok(out.lights && out.screens)
        state = step.state
      }
    }),
    { numRuns: 1000 },
  )
})

test.run()
