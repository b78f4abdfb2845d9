// What an earlier broker, or somebody's tool, left where nothing may be kept (fault 30): here on a
// broker that lets anybody keep anything.
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Alarm } from '../../../hub/alarms/alarms.ts'
import { HUB_NAMES } from '../../../hub/identity/authority.ts'
import { openLine } from '../../../hub/link/line.ts'
import { clearStrays, keepsNothing } from '../../../hub/link/strays.ts'
import { CHANNELS, topicOf } from '../../../hub/protocol/topics.ts'
import { startBroker } from '../../support/broker.ts'
import { listening } from '../../support/listening.ts'

const AT = { consortium: 'dalarna', branch: 'mora', kiosk: 'mora-1' }
const log = pino({ enabled: false })
const kiosks = {
  find: (at: typeof AT) => (at.kiosk === AT.kiosk ? ({} as never) : undefined),
}

test('only state, reported and config are ever kept', () => {
  const kept = CHANNELS.filter((channel) => !keepsNothing(topicOf(AT, channel)))
  assert.equal(kept, ['state', 'config', 'reported'])
  assert.ok(keepsNothing('b24/v1/dalarna/mora/mora-1/state/more'))
})

test('what a broker kept is told and cleared, and is no event and no question', async () => {
  await using broker = await startBroker()
  const channels = ['ack', 'answer', 'command', 'done', 'event', 'ask'] as const
  for (const channel of channels) await broker.publish(topicOf(AT, channel), 'old', true)
  await broker.publish(topicOf(AT, 'config'), 'wanted', true)
  const raised = listening<Alarm>()
  const arrived: string[] = []
  await using line = await openLine({ url: broker.url, username: HUB_NAMES.a, log })
  const strayed = clearStrays({
    kiosks,
    clear: line.clear,
    alarms: { raise: raised.tell },
    log,
  })
  await line.listen(({ channel }) => arrived.push(channel), strayed)
  for (const channel of channels) {
    const { topic, payload, retain } = await broker.heard(
      (message) => message.topic === topicOf(AT, channel) && message.payload === '',
    )
    assert.equal([topic, payload, retain], [topicOf(AT, channel), '', true])
  }
  assert.equal(
    raised.all.map(({ kiosk, kind, detail }) => `${kiosk} ${kind} ${detail}`).sort(),
    channels.map((channel) => `mora-1 retained-garbage ${channel}, 3 bytes`).sort(),
  )
  assert.equal(arrived, [], 'none of it is an event or a question')
})

test('a flood of the same is cleared once at a time, and each is counted', async () => {
  const raised: Alarm[] = []
  const asked: string[] = []
  let done = (): void => {}
  const strayed = clearStrays({
    kiosks,
    clear: (topic) => {
      asked.push(topic)
      return new Promise((resolve) => {
        done = resolve
      })
    },
    alarms: { raise: (alarm) => raised.push(alarm) },
    log,
  })
  const topic = topicOf({ ...AT, kiosk: 'nobody' }, 'command')
  for (let n = 0; n < 5000; n += 1) strayed({ topic, bytes: 9 })
  for (let n = 0; n < 5000; n += 1) strayed({ topic: `${topic}/${n}`, bytes: 9 })
  await new Promise(setImmediate)
  assert.equal(asked, [topic], 'the next waits until this one is done')
  assert.is(raised.length, 10_000)
  assert.ok(raised.every(({ kiosk }) => kiosk === HUB_NAMES.a))
  done()
  await new Promise(setImmediate)
  assert.is(asked.length, 2)
})

test.run()
