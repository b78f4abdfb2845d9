// The hub's line to its broker comes back whatever the broker does: faults 21 to 24, E4, E6.
import { Duplex } from 'node:stream'
import type { ISubscribePacket, Packet } from 'mqtt-packet'
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { dialPlain } from '../../../hub/link/dial.ts'
import {
  type Arrival,
  type Line,
  type LineOptions,
  openLine,
} from '../../../hub/link/line.ts'
import { openChaosProxy } from '../../support/chaos-proxy.ts'
import { listening, type Told } from '../../support/listening.ts'
import {
  type Caller,
  connack,
  openScripted,
  politely,
  type Script,
} from '../../support/scripted-broker.ts'

const AT = { consortium: 'dalarna', branch: 'mora', kiosk: 'mora-1' }
const CONFIG = 'b24/v1/dalarna/mora/mora-1/config'

/** Told are the reasons why not connected, and `reached`. */
const logTo = (told: Told<string>) =>
  pino({ level: 'debug', base: null }, { write: (text) => told.tell(wordOf(text)) })

const wordOf = (text: string): string => {
  const { msg, reason } = JSON.parse(text)
  return msg === 'broker reached again' ? 'reached' : String(reason)
}

const isReached = (word: string): boolean => word === 'reached'

type Hub = Line & { told: Told<string> }

const open = async (
  url: string,
  more: Partial<Pick<LineOptions, 'dial' | 'keepaliveSeconds' | 'share'>> = {},
): Promise<Hub> => {
  const told = listening<string>()
  const line = await openLine({ url, username: '$hub', log: logTo(told), ...more })
  return Object.assign(line, { told })
}

/** What caller n is told at its nth connecting; politeness from the last one on. */
const inTurn =
  (...odd: readonly NonNullable<Script['heard']>[]): NonNullable<Script['heard']> =>
  (packet, caller) =>
    (odd[caller.nth - 1] ?? politely)(packet, caller)

const but =
  (cmd: Packet['cmd'], odd: (caller: Caller, packet: Packet) => void) =>
  (packet: Packet, caller: Caller): void =>
    packet.cmd === cmd ? odd(caller, packet) : politely(packet, caller)

const refusing = (code: number) => but('connect', (caller) => caller.say(connack(code)))

/** Asks for 18 hours between pings, which mqtt.js would grant it. */
const slow = but('connect', (caller) =>
  caller.say({
    cmd: 'connack',
    sessionPresent: false,
    reasonCode: 0,
    properties: { serverKeepAlive: 65_535 },
  }),
)

test('a broker that refuses, moves or hangs up is tried again, from the start', async () => {
  const hangUp: Script['heard'] & {} = (_packet, caller) => caller.hangUp()
  const odd = [refusing(0x88), refusing(0x97), refusing(0x9d), hangUp]
  await using broker = await openScripted({ heard: inTurn(...odd) })
  await using line = await open(broker.url)
  assert.is(broker.callers, odd.length + 1)
  assert.ok(line.connected)
  await line[Symbol.asyncDispose]()
  assert.not(line.connected)
})

test('a broker that grants no subscription is left for a new connection', async () => {
  const refuse = but('subscribe', (caller, { messageId = 0 }) =>
    caller.say({ cmd: 'suback', messageId, granted: [1, 0x80, 1, 1] }),
  )
  const dumb = but('subscribe', () => {})
  await using broker = await openScripted({ heard: inTurn(refuse, dumb) })
  await using line = await open(broker.url)
  await line.listen(() => {})
  assert.is(broker.callers, 3)
  assert.equal(
    line.told.all.filter((word) => !isReached(word)),
    ['Subscribe error: Unspecified error', 'no welcome in time'],
  )
})

test('a line that froze is noticed by our own watch, and the new one listens again', async () => {
  const subscribed = listening<number>()
  await using broker = await openScripted({
    heard: (packet, caller) => {
      slow(packet, caller)
      if (packet.cmd === 'subscribe') subscribed.tell(caller.nth)
    },
  })
  await using proxy = await openChaosProxy(broker.url)
  await using line = await open(proxy.url, { keepaliveSeconds: 1 })
  await line.listen(() => {})
  proxy.freeze()
  assert.is(await line.told.next(), 'nothing heard from the other end')
  proxy.thaw()
  await line.told.next(isReached)
  assert.is(await subscribed.next((nth) => nth > 1), broker.callers)
})

const offering = (sharedSubscriptionAvailable: boolean) =>
  but('connect', (caller) =>
    caller.say({
      cmd: 'connack',
      sessionPresent: false,
      reasonCode: 0,
      properties: { sharedSubscriptionAvailable },
    }),
  )

/** And not to look for what was left there, which is at QoS 0. */
const isToListen = (packet: Packet): packet is ISubscribePacket =>
  packet.cmd === 'subscribe' && packet.subscriptions.every(({ qos }) => qos === 1)

const isToHush = (packet: Packet): boolean =>
  packet.cmd === 'unsubscribe' &&
  packet.unsubscriptions.some((topic) => topic.endsWith('/state'))

test('questions and events are shared where the broker lets hubs take turns, presence never', async () => {
  const asked = listening<string[]>()
  const left = listening<string[]>()
  await using broker = await openScripted({
    heard: (packet, caller) => {
      inTurn(offering(false), offering(true), politely)(packet, caller)
      const { messageId = 0 } = packet
      if (isToListen(packet)) asked.tell(packet.subscriptions.map(({ topic }) => topic))
      if (packet.cmd !== 'unsubscribe') return
      if (isToHush(packet)) left.tell(packet.unsubscriptions)
      caller.say({
        cmd: 'unsuback',
        messageId,
        granted: packet.unsubscriptions.map(() => 0),
      })
    },
  })
  const all = (share = '') => [
    'b24/v1/+/+/+/state',
    `${share}b24/v1/+/+/+/event`,
    `${share}b24/v1/+/+/+/ask`,
    'b24/v1/+/+/+/reported',
    'b24/v1/+/+/+/done',
  ]
  // Not offered, offered, and offered by saying nothing (MQTT 5 §3.2.2.3.13).
  for (const isShared of [false, true, true]) {
    await using line = await open(broker.url, { share: 'theirs' })
    await line.listen(() => {})
    assert.is(line.isShared, isShared)
    const wanted = all(isShared ? '$share/theirs/' : '')
    assert.equal(await asked.next(), wanted)
    await line.hush()
    assert.equal(await left.next(), wanted)
  }
})

test('a hub that wants nothing new asks for nothing at a later connection either', async () => {
  const subscribed = listening<number>()
  const published = listening<number>()
  await using broker = await openScripted({
    heard: (packet, caller) => {
      politely(packet, caller)
      if (isToListen(packet)) subscribed.tell(caller.nth)
      if (isToHush(packet)) caller.hangUp()
      if (packet.cmd === 'publish') published.tell(caller.nth)
    },
  })
  await using line = await open(broker.url)
  await line.listen(() => {})
  await line.hush()
  // What is in hand is answered on the next connection all the same.
  await line.publish(AT, 'answer', {}, { expirySeconds: 2 })
  assert.ok((await published.next()) > 1)
  assert.equal(subscribed.all, [1])
})

/** Never says that it has closed. */
const wedging = (): Duplex =>
  new Duplex({
    read: () => {},
    write: (_bytes, _encoding, written) => written(),
    destroy: () => {},
  })

test('a client that neither connects nor closes is left behind for a new one', async () => {
  let dials = 0
  const dial = (broker: URL): Duplex => {
    dials += 1
    return dials === 1 ? wedging() : dialPlain(broker)
  }
  await using broker = await openScripted({ heard: politely })
  await using line = await open(broker.url, { dial })
  assert.ok(line.connected)
  assert.is(broker.callers, 1)
})

test('what is retained is told again at each new connection: a broker may have forgotten', async () => {
  const heard = listening<{ nth: number; payload: string }>()
  await using broker = await openScripted({
    heard: (packet, caller) => {
      politely(packet, caller)
      if (packet.cmd !== 'publish' || packet.topic !== CONFIG) return
      heard.tell({ nth: caller.nth, payload: packet.payload.toString() })
    },
  })
  await using proxy = await openChaosProxy(broker.url)
  await using line = await open(proxy.url)
  await line.publish(AT, 'config', { version: 1 }, { retain: true })
  await line.publish(AT, 'config', { version: 2 }, { retain: true })
  proxy.cut()
  const again = await heard.next(({ nth }) => nth === 2)
  assert.equal(JSON.parse(again.payload), { version: 2 })
})

test('what the broker does not have by the end of a connection is not said to be there', async () => {
  const hangUp = but('publish', (caller) => caller.hangUp())
  await using broker = await openScripted({ heard: inTurn(hangUp) })
  await using line = await open(broker.url)
  const said = line.publish(AT, 'ack', {}, { expirySeconds: 60 })
  await assertRejects(said)
  // The next one waits for the next connection.
  await line.publish(AT, 'ack', {}, { expirySeconds: 60 })
  assert.ok(line.told.all.some(isReached))
})

test('with no broker a message is given up in time, and a stop is not held up', async () => {
  const broker = await openScripted({ heard: politely })
  await using line = await open(broker.url)
  await broker[Symbol.asyncDispose]()
  await line.told.next()
  await assertRejects(line.publish(AT, 'answer', {}, { expirySeconds: 2 }))
  const kept = line.publish(AT, 'config', {}, { retain: true })
  await line[Symbol.asyncDispose]()
  await kept
})

test('what comes arrives with its time and its age, and only from kiosks', async () => {
  const message = (topic: string, retain: boolean): Packet => ({
    cmd: 'publish',
    topic,
    payload: '{}',
    qos: 0,
    dup: false,
    retain,
    properties: { messageExpiryInterval: 2 },
  })
  const arrivals = listening<Arrival>()
  await using broker = await openScripted({
    heard: but('subscribe', (caller, packet) => {
      politely(packet, caller)
      caller.say(
        message('b24/v1/dalarna/mora/mora-1/answer', false),
        message('elsewhere', false),
        message('b24/v1/dalarna/mora/mora-1/state', true),
      )
    }),
  })
  await using line = await open(broker.url)
  await line.listen(arrivals.tell)
  const { payload, ...rest } = await arrivals.next()
  assert.is(Buffer.from(payload).toString(), '{}')
  assert.equal(rest, { at: AT, channel: 'state', isRetained: true, expirySeconds: 2 })
  assert.is(arrivals.all.length, 1)
})

const assertRejects = async (promise: Promise<unknown>): Promise<void> => {
  const rejected = await promise.then(
    () => false,
    () => true,
  )
  assert.ok(rejected)
}

test.run()
