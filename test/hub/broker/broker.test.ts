import { connect as connectSocket, createServer } from 'node:net'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Account, createAccounts } from '../../../hub/broker/accounts.ts'
import { openBroker } from '../../../hub/broker/broker.ts'
import { CannotListen, listen, urlOf } from '../../../hub/listen.ts'
import { MAX_PAYLOAD_BYTES } from '../../../hub/protocol/envelope.ts'
import { type KioskAddress, topicOf } from '../../../hub/protocol/topics.ts'
import { codeOf } from '../../support/refused.ts'

const ANYWHERE = { host: '127.0.0.1', port: 0, flag: 'mqtt-port' }
const alpha: KioskAddress = { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'alpha' }
const beta: KioskAddress = { ...alpha, kiosk: 'beta' }
const account = (at: KioskAddress): Account => ({
  username: at.kiosk,
  password: `password-of-${at.kiosk}`,
  party: { role: 'kiosk', at },
})
const HUB: Account = { username: '$hub', password: 'hub', party: { role: 'hub' } }

/** A broker with alpha, beta and the hub as accounts, the clients made on it, its alarms and its log. */
const openStage = async () => {
  const told: string[] = []
  const alarms: string[] = []
  const broker = await openBroker({
    at: ANYWHERE,
    accounts: createAccounts([HUB, account(alpha), account(beta)]),
    alarms: {
      raise: ({ kiosk, kind, detail }) => alarms.push(`${kiosk} ${kind}: ${detail}`),
    },
    isWithdrawn: () => false,
    log: pino({ base: null }, { write: (line) => told.push(line) }),
  })
  const clients: MqttClient[] = []
  const connect = async (options: IClientOptions): Promise<MqttClient> => {
    const defaults = { protocolVersion: 5, reconnectPeriod: 0 }
    const client = mqtt.connect(broker.url, { ...defaults, ...options } as IClientOptions)
    clients.push(client)
    client.on('error', () => {})
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
      client.once('close', () => reject(new Error('closed')))
    })
    return client
  }
  const as = (at: KioskAddress, more: IClientOptions = {}) =>
    connect({
      clientId: at.kiosk,
      username: at.kiosk,
      password: account(at).password,
      ...more,
    })
  const hub = () => connect({ clientId: '$hub', username: '$hub', password: 'hub' })
  return {
    broker,
    connect,
    as,
    hub,
    alarms,
    log: () => told.join(''),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map((client) => client.endAsync(true)))
      await broker[Symbol.asyncDispose]()
    },
  }
}

const BAD_PASSWORD = 0x86
const NOT_AUTHORIZED = 0x87
const PACKET_TOO_LARGE = 0x95

/** What the broker answered to a subscription, whether or not it liked it. */
const grantedTo = (client: MqttClient, filter: string): Promise<unknown> =>
  new Promise((resolve) => {
    client.subscribe(filter, { qos: 1 }, (_error, _granted, packet) =>
      resolve(packet?.granted),
    )
  })

/** Resolves with the next message the client gets. */
const nextMessage = (client: MqttClient): Promise<string> =>
  new Promise((resolve) => {
    client.once('message', (topic, payload) => resolve(`${topic} ${payload}`))
  })

test('what a kiosk says reaches the hub, what the hub answers reaches the kiosk', async () => {
  await using stage = await openStage()
  const [hub, kiosk] = [await stage.hub(), await stage.as(alpha)]
  await hub.subscribeAsync('b24/v1/+/+/+/ask', { qos: 1 })
  await kiosk.subscribeAsync(topicOf(alpha, 'answer'), { qos: 1 })
  const asked = nextMessage(hub)
  await kiosk.publishAsync(topicOf(alpha, 'ask'), 'may I?', { qos: 1 })
  assert.is(await asked, `${topicOf(alpha, 'ask')} may I?`)
  const answered = nextMessage(kiosk)
  await hub.publishAsync(topicOf(alpha, 'answer'), 'yes', { qos: 1 })
  assert.is(await answered, `${topicOf(alpha, 'answer')} yes`)
})

test('a wrong password and an unknown name are refused alike', async () => {
  await using stage = await openStage()
  assert.is(await codeOf(stage.as(alpha, { password: 'guess' })), BAD_PASSWORD)
  const stranger = { clientId: 'gamma', username: 'gamma', password: 'guess' }
  assert.is(await codeOf(stage.connect(stranger)), BAD_PASSWORD)
  assert.match(stage.log(), '"kiosk":"alpha","doing":"connect","reason":"wrong-password"')
})

test('nobody is let in without a password', async () => {
  await using stage = await openStage()
  assert.is(
    await codeOf(stage.connect({ clientId: 'alpha', username: 'alpha' })),
    BAD_PASSWORD,
  )
  assert.is(await codeOf(stage.connect({ clientId: 'alpha' })), BAD_PASSWORD)
})

test('a valid kiosk cannot take over the connection of another', async () => {
  await using stage = await openStage()
  const victim = await stage.as(alpha)
  const takeover = stage.connect({
    clientId: 'alpha',
    username: 'beta',
    password: account(beta).password,
  })
  assert.is(await codeOf(takeover), NOT_AUTHORIZED)
  assert.equal(stage.alarms, ['beta takeover: connected as alpha'])
  assert.is(await codeOf(stage.as(alpha, { password: 'guess' })), BAD_PASSWORD)
  await victim.publishAsync(topicOf(alpha, 'ask'), 'still here', { qos: 1 })
  assert.match(stage.log(), 'client-id-is-not-username')
})

test('the same kiosk with its password takes its own place again', async () => {
  await using stage = await openStage()
  const before = await stage.as(alpha)
  const closed = new Promise<void>((resolve) => before.once('close', resolve))
  const after = await stage.as(alpha)
  await closed
  await after.publishAsync(topicOf(alpha, 'ask'), 'back', { qos: 1 })
})

test('an older MQTT is refused', async () => {
  await using stage = await openStage()
  const code = await codeOf(stage.as(alpha, { protocolVersion: 4, keepalive: 10 }))
  assert.is(code, 5)
  assert.match(stage.log(), 'not-mqtt-5')
})

test('a kiosk cannot speak in the subtree of another, and stays connected', async () => {
  await using stage = await openStage()
  const kiosk = await stage.as(beta)
  const foreign = kiosk.publishAsync(topicOf(alpha, 'event'), 'x', { qos: 1 })
  assert.is(await codeOf(foreign), NOT_AUTHORIZED)
  await kiosk.publishAsync(topicOf(beta, 'event'), 'x', { qos: 1 })
  assert.match(
    stage.log(),
    '"kiosk":"beta","doing":"publish","reason":"another-subtree","msg":"refused at the broker"',
  )
})

test('a kiosk cannot answer itself, nor keep an ask on the broker', async () => {
  await using stage = await openStage()
  const kiosk = await stage.as(alpha)
  const answer = kiosk.publishAsync(topicOf(alpha, 'answer'), 'x', { qos: 1 })
  assert.is(await codeOf(answer), NOT_AUTHORIZED)
  const kept = kiosk.publishAsync(topicOf(alpha, 'ask'), 'x', { qos: 1, retain: true })
  assert.is(await codeOf(kept), NOT_AUTHORIZED)
})

test('no wildcard and no foreign topic can be listened to', async () => {
  await using stage = await openStage()
  const kiosk = await stage.as(alpha)
  for (const filter of ['#', '+/+/+/+/+/answer', '$SYS/#', topicOf(beta, 'answer')])
    assert.equal(await grantedTo(kiosk, filter), [NOT_AUTHORIZED], filter)
  await kiosk.subscribeAsync(topicOf(alpha, 'answer'), { qos: 1 })
})

test('a will in the name of another is refused at connect', async () => {
  await using stage = await openStage()
  const will = {
    topic: topicOf(alpha, 'state'),
    payload: Buffer.from('x'),
    qos: 1 as const,
  }
  assert.is(await codeOf(stage.as(beta, { will })), NOT_AUTHORIZED)
  assert.match(stage.log(), '"doing":"connect","reason":"another-subtree"')
})

test('a payload above the bound is refused, far above it ends the connection', async () => {
  await using stage = await openStage()
  const kiosk = await stage.as(alpha)
  const most = Buffer.alloc(MAX_PAYLOAD_BYTES)
  await kiosk.publishAsync(topicOf(alpha, 'event'), most, { qos: 1 })
  const more = Buffer.alloc(MAX_PAYLOAD_BYTES + 1)
  const refused = kiosk.publishAsync(topicOf(alpha, 'event'), more, { qos: 1 })
  assert.is(await codeOf(refused), NOT_AUTHORIZED)
  const told = new Promise((resolve) =>
    kiosk.once('disconnect', ({ reasonCode }) => resolve(reasonCode)),
  )
  kiosk.publish(topicOf(alpha, 'event'), Buffer.alloc(MAX_PAYLOAD_BYTES * 2), { qos: 0 })
  assert.is(await told, PACKET_TOO_LARGE)
  assert.match(stage.log(), 'packet too large')
})

test('bytes that are not MQTT end their connection and nothing else', async () => {
  await using stage = await openStage()
  const { port } = new URL(stage.broker.url)
  const socket = connectSocket(Number(port), '127.0.0.1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: kiosk\r\n\r\n')
  socket.resume()
  await closed
  const kiosk = await stage.as(alpha)
  await kiosk.publishAsync(topicOf(alpha, 'ask'), 'x', { qos: 1 })
})

test('a taken port is one line that names port and flag', async () => {
  await using stage = await openStage()
  const port = Number(new URL(stage.broker.url).port)
  const again = openBroker({
    at: { ...ANYWHERE, port },
    accounts: createAccounts([]),
    isWithdrawn: () => false,
    alarms: { raise: () => {} },
    log: pino({ enabled: false }),
  })
  try {
    await again
    assert.unreachable('the port was free')
  } catch (error) {
    assert.instance(error, CannotListen)
    const line = `Port ${port} on 127.0.0.1 is taken by another program: choose another with --mqtt-port.`
    assert.is((error as CannotListen).message, line)
  }
})

test('an address of IPv6 stands in brackets in a URL (RFC 3986 §3.2.2)', () => {
  assert.is(new URL(urlOf('mqtt', '::1', 2483)).port, '2483')
  assert.is(urlOf('mqtt', '127.0.0.1', 2483), 'mqtt://127.0.0.1:2483')
})

test('an address of another machine is said to be so', async () => {
  try {
    await listen(createServer(), { host: '192.0.2.1', port: 0, flag: 'http-port' })
    assert.unreachable('192.0.2.1 is nobody’s (RFC 5737)')
  } catch (error) {
    assert.match((error as Error).message, 'is not an address of this machine')
  }
})

test.run()
