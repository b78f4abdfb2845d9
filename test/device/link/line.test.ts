// The kiosk's line to the hub comes back whatever the other end does: faults 23, 24 and 26, E4, E6.
import { Duplex } from 'node:stream'
import type { Packet } from 'mqtt-packet'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Dial, dialPlain } from '../../../device/link/dial.ts'
import { keepLine, type Line, type LineOptions } from '../../../device/link/line.ts'
import { openLog } from '../../../device/log.ts'
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

/** All that may refuse a connection (MQTT 5, §3.2.2.2). */
const REFUSALS = [
  0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x90, 0x95, 0x97,
  0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9f,
]

type Held = Line & { told: Told<string> }

/** A line that is never patient; told are `connected`, `lost`, and each reason why not connected. */
const hold = (url: string, more: Partial<LineOptions> = {}): Held => {
  const told = listening<string>()
  const write = (text: string) => {
    const { reason } = JSON.parse(text)
    if (typeof reason === 'string') told.tell(reason)
  }
  const line = keepLine({
    at: AT,
    hub: new URL(url),
    password: 'secret',
    epoch: 1,
    log: openLog({ level: 'debug', to: { write } }),
    random: () => 0,
    onConnected: (connected) => told.tell(connected ? 'connected' : 'lost'),
    onMessage: () => {},
    ...more,
  })
  return Object.assign(line, { told })
}

const is = (wanted: string) => (told: string) => told === wanted

/** The first so many callers get this, all others what a broker in good health says. */
const first = (callers: number, odd: Script): Script => ({
  arrived: (caller) => {
    if (caller.nth <= callers) odd.arrived?.(caller)
  },
  heard: (packet, caller) =>
    caller.nth <= callers ? odd.heard?.(packet, caller) : politely(packet, caller),
})

/** Answers as it should, but for one kind of packet. */
const but =
  (cmd: Packet['cmd'], odd: (caller: Caller, packet: Packet) => void) =>
  (packet: Packet, caller: Caller): void =>
    packet.cmd === cmd ? odd(caller, packet) : politely(packet, caller)

const comesBack = async (odd: Script, callers = 2): Promise<Told<string>> => {
  await using broker = await openScripted(first(callers, odd))
  await using line = hold(broker.url)
  await line.told.next(is('connected'))
  assert.is(broker.callers, callers + 1)
  return line.told
}

test('every refusal there is ends in another attempt (fault 23, E4)', async () => {
  const twice = REFUSALS.flatMap((code) => [code, code])
  const told = await comesBack(
    { heard: but('connect', (caller) => caller.say(connack(twice[caller.nth - 1] ?? 0))) },
    twice.length,
  )
  const refused = told.all.filter((reason) => reason.startsWith('Connection refused'))
  assert.is(refused.length, twice.length)
})

test('a hub that sends the kiosk elsewhere is not followed', async () => {
  const dialled: string[] = []
  const dial: Dial = (hub) => {
    dialled.push(hub.port)
    return dialPlain(hub)
  }
  await using elsewhere = await openScripted({ heard: politely })
  const there = new URL(elsewhere.url).host
  const moved = [0x9c, 0x9d]
  const goodbye = { serverReference: there }
  await using broker = await openScripted(
    first(4, {
      heard: but('connect', (caller) => {
        const reasonCode = moved[caller.nth % 2] ?? 0
        if (caller.nth <= 2) return caller.say(connack(reasonCode, there))
        caller.say(connack(0), { cmd: 'disconnect', reasonCode, properties: goodbye })
      }),
    }),
  )
  await using line = hold(broker.url, { dial })
  await line.told.next(is('connected'))
  assert.equal(new Set(dialled), new Set([new URL(broker.url).port]))
  assert.is(elsewhere.callers, 0)
})

const ODD: Record<string, Script> = {
  'hangs up at once': { arrived: (caller) => caller.hangUp() },
  'talks no MQTT': {
    arrived: (caller) => caller.write(Buffer.from('HTTP/1.1 400\r\n\r\n')),
  },
  'talks random bytes': { arrived: (caller) => caller.write(Buffer.alloc(64, 0xff)) },
  'says a code that MQTT does not have': {
    heard: but('connect', (caller) => caller.write(Buffer.from([0x20, 3, 0, 0xef, 0]))),
  },
  'asks for another way of authentication': {
    heard: but('connect', (caller) => caller.say({ cmd: 'auth', reasonCode: 0x18 })),
  },
  'welcomes twice': {
    heard: but('connect', (caller) => caller.say(connack(0), connack(0))),
  },
  'refuses one subscription': {
    heard: but('subscribe', (caller, { messageId = 0 }) =>
      caller.say({ cmd: 'suback', messageId, granted: [1, 0x87, 1] }),
    ),
  },
  'sends what is far too large': {
    heard: but('connect', (caller) => {
      caller.say(connack(0))
      const payload = Buffer.alloc(200_000)
      const topic = 'b24/v1/dalarna/mora/mora-1/config'
      caller.say({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false })
    }),
  },
}

for (const [does, odd] of Object.entries(ODD))
  test(`a hub that ${does} is tried again`, async () => void (await comesBack(odd)))

test('a hub that says nothing, at once or after its welcome, is tried again after 8 s', async () => {
  const mute: Script = { heard: () => {} }
  const dumb: Script = { heard: but('subscribe', () => {}) }
  for (const told of await Promise.all([comesBack(mute, 1), comesBack(dumb, 1)]))
    assert.match(told.all[0] ?? '', /no welcome in time|connack timeout/)
})

test('a hub that says goodbye and keeps the line open is left', async () => {
  const goodbye: Packet = { cmd: 'disconnect', reasonCode: 0x8b }
  await using broker = await openScripted(
    first(1, { heard: but('publish', (caller) => caller.say(goodbye)) }),
  )
  await using line = hold(broker.url)
  await line.told.next(is('the hub said goodbye'))
  await line.told.next(is('connected'))
})

/** Asks for 18 hours between pings, which mqtt.js would grant it. */
const SLOW: Script = {
  heard: but('connect', (caller) =>
    caller.say({
      cmd: 'connack',
      sessionPresent: false,
      reasonCode: 0,
      properties: { serverKeepAlive: 65_535 },
    }),
  ),
}

test('a line that froze is noticed by our own watch, and another is laid (fault 24, E6)', async () => {
  await using broker = await openScripted(SLOW)
  await using proxy = await openChaosProxy(broker.url)
  await using line = hold(proxy.url, { keepaliveSeconds: 1 })
  await line.told.next(is('connected'))
  proxy.freeze()
  assert.is(await line.told.next(), 'nothing heard from the other end')
  await line.told.next(is('lost'))
  proxy.thaw()
  await line.told.next(is('connected'))
})

test('a quiet line is asked, and stays while it is answered', async () => {
  const pings = listening<string>()
  await using broker = await openScripted({
    heard: (packet, caller) => {
      if (packet.cmd === 'pingreq') pings.tell(packet.cmd)
      if (packet.cmd === 'connect') SLOW.heard?.(packet, caller)
      else politely(packet, caller)
    },
  })
  await using line = hold(broker.url, { keepaliveSeconds: 1 })
  for (let ping = 0; ping < 4; ping += 1) await pings.next()
  assert.equal(line.told.all, ['connected'])
})

/** Carries bytes, and never says that it has closed. */
const wedging = (to?: Duplex): Duplex => {
  const wedged = new Duplex({
    read: () => {},
    write: (bytes, _encoding, written) => {
      to?.write(bytes)
      written()
    },
    destroy: () => {
      to?.destroy()
    },
  })
  to?.on('data', (bytes) => wedged.push(bytes))
  to?.on('error', () => {})
  return wedged
}

/** The first line is wedged, the next are not. */
const wedgedFirst = (wedged: (hub: URL) => Duplex): Dial => {
  let dials = 0
  return (hub) => {
    dials += 1
    return dials === 1 ? wedged(hub) : dialPlain(hub)
  }
}

test('a client that neither connects nor closes is left behind for a new one', async () => {
  await using broker = await openScripted({ heard: politely })
  await using line = hold(broker.url, { dial: wedgedFirst(() => wedging()) })
  await line.told.next(is('connected'))
  assert.is(broker.callers, 1)
})

test('a client that lost its line and never closes is left behind for a new one', async () => {
  await using broker = await openScripted(SLOW)
  await using proxy = await openChaosProxy(broker.url)
  const dial = wedgedFirst((hub) => wedging(dialPlain(hub)))
  await using line = hold(proxy.url, { dial, keepaliveSeconds: 1 })
  await line.told.next(is('connected'))
  proxy.freeze()
  await line.told.next(is('nothing heard from the other end'))
  proxy.thaw()
  await line.told.next(is('connected'))
  assert.is(line.told.all.filter(is('connected')).length, 2)
})

test('whoever leaves a wedged client is not held up by it', async () => {
  await using line = hold('mqtt://127.0.0.1:1', { dial: () => wedging() })
  await line[Symbol.asyncDispose]()
  assert.equal(line.told.all, [])
})

test('a broker that answers but confirms nothing is left before memory fills', async () => {
  await using broker = await openScripted(first(1, { heard: but('publish', () => {}) }))
  await using line = hold(broker.url)
  await line.told.next(is('connected'))
  for (let n = 0; n < 100; n += 1) line.send('reported', { version: n })
  assert.is(await line.told.next(), 'nothing is confirmed')
  await line.told.next(is('connected'))
})

test.run()
