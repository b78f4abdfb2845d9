import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/door/door-machine.ts'
import { type DoorInput, type DoorTimer, initial } from '../../../device/door/state.ts'
import type { ReaderKey } from '../../../device/ports.ts'
import { LOGIN_METHODS } from '../../../hub/protocol/entry-rules.ts'
import { needsPin } from '../../../hub/rules/login.ts'
import { play } from '../../support/play.ts'

const uid = fc.oneof(
  fc.stringMatching(/^nfc:04[0-9a-f]{6}$/),
  fc.stringMatching(/^nfc:04[0-9a-f]{12}$/),
  fc.stringMatching(/^nfc:04[0-9a-f]{18}$/),
  fc.stringMatching(/^wiegand:26:[0-9a-f]{8}$/),
)
const methods = fc.subarray([...LOGIN_METHODS])

test('however a branch lets people say who they are, a UID wants its PIN (threat 1)', () => {
  fc.assert(
    fc.property(uid, methods, (card, taken) =>
      assert.ok(needsPin({ methods: taken }, card)),
    ),
  )
})

const happening: fc.Arbitrary<DoorInput> = fc.oneof(
  { weight: 3, arbitrary: uid.map((number): DoorInput => ({ kind: 'card', number })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...'0123456789*#')
      .map((key): DoorInput => ({ kind: 'key', key: key as ReaderKey })),
  },
  fc.constantFrom<DoorInput>(
    { kind: 'contact', open: true },
    { kind: 'contact', open: false },
    { kind: 'card-reader', connected: false },
    { kind: 'card-reader', connected: true },
    { kind: 'tamper', on: true },
    { kind: 'lines', connected: false },
    { kind: 'lines', connected: true },
    { kind: 'online', online: false },
    { kind: 'action', action: { do: 'back' } },
  ),
  fc
    .constantFrom<DoorTimer>('pin', 'show', 'relock', 'tick', 'renew', 'held', 'excuse')
    .map((name): DoorInput => ({ kind: 'timer', name })),
  fc.nat(6).map(
    (ask): DoorInput => ({
      ...{ kind: 'answer', ask },
      asked: { ok: true, answer: { ok: true, patron: 'p-aino-1', language: 'sv' } },
    }),
  ),
)

test('whatever happens, a UID alone asks nobody and lets nobody in (threat 1)', () => {
  fc.assert(
    fc.property(methods, fc.array(happening, { maxLength: 50 }), (taken, happenings) => {
      const before: DoorInput[] = [
        { kind: 'lines', connected: true },
        { kind: 'settings', settings: { methods: taken } },
      ]
      let { state } = play(next, initial, before)
      let proved = false
      for (const event of happenings) {
        const step = next(state, event)
        for (const effect of step.effects) {
          if (effect.kind === 'ask') {
            assert.match(effect.pin ?? '', /^\d{4,8}$/)
            proved = true
          }
          if (effect.kind === 'release') assert.ok(proved)
        }
        state = step.state
      }
    }),
  )
})

test.run()
