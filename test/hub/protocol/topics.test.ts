import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CHANNELS, everyKiosk, parseTopic, topicOf } from '../../../hub/protocol/topics.ts'

const part = fc.stringMatching(/^[a-z0-9-]{1,40}$/)
const address = fc.record(
  { consortium: part, branch: part, kiosk: part },
  { noNullPrototype: true },
)

test('every topic that is named is read back', () => {
  fc.assert(
    fc.property(address, fc.constantFrom(...CHANNELS), (at, channel) => {
      assert.equal(parseTopic(topicOf(at, channel)), { ok: true, at, channel })
    }),
  )
})

const STRANGE: readonly [topic: string, reason: string][] = [
  ['', 'not-ours'],
  ['$SYS/broker/heartbeat', 'not-ours'],
  ['b24/v2/dalarna/svardsjo/svardsjo-1/ask', 'not-ours'],
  ['b24/v1/dalarna/svardsjo/svardsjo-1/ask/more', 'not-ours'],
  ['b24/v1/dalarna/svardsjo/svardsjo-1', 'unknown-channel'],
  ['b24/v1/dalarna/svardsjo/svardsjo-1/gossip', 'unknown-channel'],
  ['b24/v1/dalarna//svardsjo-1/ask', 'bad-part'],
  ['b24/v1/dalarna/Svärdsjö/svardsjo-1/ask', 'bad-part'],
  ['b24/v1/dalarna/+/svardsjo-1/ask', 'bad-part'],
  [`b24/v1/dalarna/${'a'.repeat(41)}/svardsjo-1/ask`, 'bad-part'],
]

for (const [topic, reason] of STRANGE)
  test(`a topic that is not ours is named so: ${reason} for "${topic.slice(0, 50)}"`, () => {
    assert.equal(parseTopic(topic), { ok: false, reason })
  })

test('what the hub subscribes to is one level for each part and one channel', () => {
  assert.is(everyKiosk('event'), 'b24/v1/+/+/+/event')
})

test('any string at all is answered, never thrown', () => {
  fc.assert(
    fc.property(fc.string(), (topic) => {
      assert.type(parseTopic(topic).ok, 'boolean')
    }),
  )
})

test.run()
