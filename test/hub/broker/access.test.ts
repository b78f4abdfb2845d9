import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  mayLeaveWill,
  mayPublish,
  maySubscribe,
  type Offered,
  type Party,
} from '../../../hub/broker/access.ts'
import { MAX_PAYLOAD_BYTES } from '../../../hub/protocol/envelope.ts'
import { CHANNELS, topicOf } from '../../../hub/protocol/topics.ts'

const at = { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'svardsjo-1' }
const neighbour = { ...at, kiosk: 'svardsjo-2' }
const kiosk: Party = { role: 'kiosk', at }
const hub: Party = { role: 'hub' }

const offer = (topic: string, more: Partial<Offered> = {}): Offered => ({
  topic,
  qos: 1,
  retain: false,
  bytes: 100,
  ...more,
})
const publishable = (party: Party) =>
  CHANNELS.filter((channel) => mayPublish(party, offer(topicOf(at, channel))).ok)
const retainable = (party: Party) =>
  CHANNELS.filter(
    (channel) => mayPublish(party, offer(topicOf(at, channel), { retain: true })).ok,
  )
const hearable = (party: Party) =>
  CHANNELS.filter((channel) => maySubscribe(party, topicOf(at, channel)).ok)

test('a kiosk speaks and hears in its own directions only', () => {
  assert.equal(publishable(kiosk), ['state', 'event', 'ask', 'done', 'reported'])
  assert.equal(hearable(kiosk), ['ack', 'answer', 'command', 'config'])
  assert.equal(retainable(kiosk), ['state', 'reported'])
})

test('the hub speaks what kiosks hear, and hears what they speak', () => {
  assert.equal(publishable(hub), hearable(kiosk))
  assert.equal(hearable(hub), publishable(kiosk))
  assert.equal(retainable(hub), ['config'])
})

const REFUSED: readonly [why: string, offered: Offered, reason: string][] = [
  ['the neighbour’s topic', offer(topicOf(neighbour, 'event')), 'another-subtree'],
  ['another branch', offer(topicOf({ ...at, branch: 'mora' }, 'event')), 'another-subtree'],
  [
    'another consortium',
    offer(topicOf({ ...at, consortium: 'skane' }, 'event')),
    'another-subtree',
  ],
  ['a topic below its own', offer(`${topicOf(at, 'event')}/more`), 'another-subtree'],
  ['a topic of the broker', offer('$SYS/x/heartbeat'), 'another-subtree'],
  ['a retained ask', offer(topicOf(at, 'ask'), { retain: true }), 'never-retained'],
  ['one byte too many', offer(topicOf(at, 'event'), { bytes: 65_537 }), 'too-large'],
  ['QoS 2', offer(topicOf(at, 'event'), { qos: 2 }), 'qos-2'],
]

for (const [why, offered, reason] of REFUSED)
  test(`a kiosk may not publish ${why}`, () => {
    assert.equal(mayPublish(kiosk, offered), { ok: false, reason })
  })

test('the largest payload passes', () => {
  const largest = offer(topicOf(at, 'event'), { bytes: MAX_PAYLOAD_BYTES })
  assert.is(mayPublish(kiosk, largest).ok, true)
})

test('a last will is the kiosk’s own state and nothing else', () => {
  assert.is(mayLeaveWill(kiosk, offer(topicOf(at, 'state'), { retain: true })).ok, true)
  assert.is(mayLeaveWill(kiosk, offer(topicOf(at, 'event'))).ok, false)
  assert.is(mayLeaveWill(kiosk, offer(topicOf(neighbour, 'state'))).ok, false)
})

test('no filter with a wildcard is granted to a kiosk', () => {
  const level = fc.constantFrom(
    'b24',
    'v1',
    'dalarna',
    'svardsjo',
    'svardsjo-1',
    'ack',
    '+',
  )
  const filter = fc
    .tuple(fc.array(level, { maxLength: 6 }), fc.constantFrom('+', '#'))
    .map(([levels, last]) => [...levels, last].join('/'))
  fc.assert(
    fc.property(filter, (text) => {
      assert.equal(maySubscribe(kiosk, text), { ok: false, reason: 'wildcard' })
    }),
  )
})

test('the hub hears whole channels, not everything', () => {
  for (const channel of CHANNELS)
    assert.is(maySubscribe(hub, `b24/v1/+/+/+/${channel}`).ok, true)
  assert.is(maySubscribe(hub, '#').ok, false)
  assert.is(maySubscribe(hub, 'b24/v1/+/+/+/+').ok, false)
})

test('the hub clears what is kept on any channel, and no kiosk does (fault 30)', () => {
  for (const channel of CHANNELS) {
    const cleared = offer(topicOf(at, channel), { retain: true, bytes: 0 })
    assert.ok(mayPublish(hub, cleared).ok)
  }
  const cleared = offer(topicOf(at, 'command'), { retain: true, bytes: 0 })
  assert.is(mayPublish(kiosk, cleared).ok, false)
  assert.is(mayPublish(hub, offer(topicOf(at, 'command'), { retain: true })).ok, false)
})

test.run()
