// What a Mosquitto says of whom it refused. The lines are recorded from 2.0.11 (Debian 12), on the
// hub's own configuration, as they came on $SYS/broker/log; those of OpenSSL 1.1 from its error list.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Alarm } from '../../../hub/alarms/alarms.ts'
import { createAccounts } from '../../../hub/broker/accounts.ts'
import { NOTICE_TOPICS, type Notice, readNotice } from '../../../hub/broker/notices.ts'
import { hearRefusals } from '../../../hub/broker/refusals.ts'
import { createTwins, TWINS_REPLACED } from '../../../hub/broker/twins.ts'
import { ALONE } from '../../../hub/duty.ts'
import { HUB_NAMES } from '../../../hub/identity/authority.ts'

const [E, N, SUBSCRIBE] = NOTICE_TOPICS
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const RECORDED: readonly [why: string, topic: string, line: string, notice: Notice][] = [
  [
    'a certificate of another authority, or withdrawn',
    E,
    '1795843119: OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed',
    { about: 'certificate' },
  ],
  [
    'a certificate that has expired',
    N,
    '1795843119: Client connection from 127.0.0.1 failed: error:0A000086:SSL routines::certificate verify failed.',
    { about: 'certificate' },
  ],
  [
    'the same with OpenSSL 1.1',
    E,
    '1795843119: OpenSSL Error[0]: error:1417C086:SSL routines:tls_process_client_certificate:certificate verify failed',
    { about: 'certificate' },
  ],
  [
    'a packet above the bound',
    N,
    '1795843118: Client svardsjo-2 disconnected due to oversize packet.',
    { about: 'too-large', client: 'svardsjo-2' },
  ],
  [
    'a packet that is none',
    N,
    '1795843123: Client svardsjo-2 disconnected due to protocol error.',
    { about: 'no-mqtt', client: 'svardsjo-2' },
  ],
  [
    'a topic that is no text',
    N,
    '1795843048: Client svardsjo-2 disconnected due to malformed packet.',
    { about: 'no-mqtt', client: 'svardsjo-2' },
  ],
  [
    'no MQTT from somebody with a certificate',
    N,
    '1795843121: Client <unknown> disconnected due to protocol error.',
    { about: 'no-mqtt' },
  ],
  [
    'an older MQTT',
    N,
    "1795843120: New client connected from 127.0.0.1:37990 as svardsjo-2 (p2, c1, k60, u'svardsjo-2').",
    { about: 'not-mqtt-5', client: 'svardsjo-2' },
  ],
  [
    'a second connection of one name',
    E,
    '1795843119: Client svardsjo-1 already connected, closing old connection.',
    { about: 'replaced', client: 'svardsjo-1' },
  ],
  [
    'a subscription',
    SUBSCRIBE,
    '1795843118: svardsjo-2 1 b24/v1/+/+/+/answer',
    { about: 'subscription', client: 'svardsjo-2', filter: 'b24/v1/+/+/+/answer' },
  ],
  [
    'a subscription that would be another’s line',
    SUBSCRIBE,
    '1795843118: svardsjo-2 1 x: svardsjo-1 1 #',
    { about: 'subscription', client: 'svardsjo-2', filter: 'x: svardsjo-1 1 #' },
  ],
]

for (const [why, topic, line, notice] of RECORDED)
  test(`Mosquitto tells of ${why}`, () => {
    assert.equal(readNotice(topic, bytes(line)), { ok: true, notice })
  })

/** Recorded too: none of these is a refusal, or nobody can say of whom. */
const NONE: readonly [topic: string, line: string][] = [
  [N, '1795843047: New connection from 127.0.0.1:39198 on port 35423.'],
  [
    N,
    "1795843047: New client connected from 127.0.0.1:39198 as svardsjo-1 (p5, c1, k60, u'svardsjo-1').",
  ],
  [N, '1795843047: Client svardsjo-2 closed its connection.'],
  [N, '1795843121: Client svardsjo-2 disconnected.'],
  // Of whoever shows no certificate, and of whoever shows a wrong one after the line that says so.
  [N, '1795843119: Client <unknown> disconnected: Protocol error.'],
  [
    E,
    '1795843119: OpenSSL Error[0]: error:0A0000C7:SSL routines::peer did not return a certificate',
  ],
  [E, '1795843120: OpenSSL Error[0]: error:0A00009C:SSL routines::http request'],
  [
    E,
    '1795843047: OpenSSL Error[0]: error:0A000126:SSL routines::unexpected eof while reading',
  ],
  [SUBSCRIBE, '1795843047: $hub 1 b24/v1/+/+/+/event'],
]

test('what is no refusal is no notice', () => {
  for (const [topic, line] of NONE)
    assert.equal(readNotice(topic, bytes(line)), { ok: false }, line)
})

test('a line that is cut, longer or any bytes at all names no one it should not', () => {
  const whole = fc.constantFrom(...RECORDED.map(([, topic, line]) => ({ topic, line })))
  const cut = fc.tuple(whole, fc.nat(120)).map(([{ topic, line }, at]) => ({
    topic,
    payload: bytes(line.slice(0, at)),
  }))
  const any = fc.record({
    topic: fc.constantFrom(...NOTICE_TOPICS),
    payload: fc.uint8Array({ maxLength: 3000 }),
  })
  fc.assert(
    fc.property(fc.oneof(cut, any), ({ topic, payload }) => {
      const read = readNotice(topic, payload)
      if (!read.ok || read.notice.about === 'certificate') return
      assert.match(read.notice.client ?? 'x', /^[a-z0-9-]{1,40}$/)
    }),
  )
  const long = `1: Client ${'a'.repeat(2000)} disconnected due to oversize packet.`
  assert.equal(readNotice(N, bytes(long)), { ok: false })
})

const AT = { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'svardsjo-2' }

const heard = (...lines: readonly [topic: string, line: string][]): readonly Alarm[] => {
  const raised: Alarm[] = []
  const account = { username: AT.kiosk, password: 'x', party: { role: 'kiosk', at: AT } }
  const refusals = hearRefusals({
    accounts: createAccounts([account as Parameters<typeof createAccounts>[0][number]]),
    alarms: { raise: (alarm) => raised.push(alarm) },
    duty: ALONE,
  })
  for (const [topic, line] of lines) refusals.heard(topic, bytes(line))
  return raised
}

test('a subscription elsewhere is an alarm in the words of the gate, and its own is none', () => {
  const own = `1: svardsjo-2 1 b24/v1/dalarna/svardsjo/svardsjo-2/answer`
  const raised = heard(
    [SUBSCRIBE, own],
    [SUBSCRIBE, '1: svardsjo-2 1 #'],
    [SUBSCRIBE, '1: svardsjo-2 0 b24/v1/dalarna/svardsjo/svardsjo-1/answer'],
  )
  const alarm = { kiosk: 'svardsjo-2', kind: 'refused-at-broker' }
  assert.equal(raised, [
    { ...alarm, detail: 'subscribe: wildcard' },
    { ...alarm, detail: 'subscribe: another-subtree' },
  ])
})

test('a name that the hub does not know is no kiosk’s alarm, and is not repeated', () => {
  const raised = heard(
    [N, '1: Client card-21080000000015 disconnected due to oversize packet.'],
    [SUBSCRIBE, '1: nobody 1 #'],
    [E, '1: Client nobody already connected, closing old connection.'],
  )
  const alarm = { kiosk: HUB_NAMES.a, kind: 'refused-at-broker' }
  assert.equal(raised, [
    { ...alarm, detail: 'publish: too-large' },
    { ...alarm, detail: 'subscribe: unknown-kiosk' },
  ])
})

test('two that take each other’s place are an alarm, and a line that froze is none', () => {
  const raised: Alarm[] = []
  let now = 0
  const twins = createTwins({ raise: (alarm) => raised.push(alarm) }, () => now)
  for (let n = 0; n < 20; n += 1) {
    now += 20_000
    twins.replaced('svardsjo-1')
  }
  assert.equal(raised, [], 'every 20 s')
  now += 60_000
  for (let n = 0; n < TWINS_REPLACED; n += 1) twins.replaced('svardsjo-1')
  assert.equal(
    raised.map(({ kiosk, kind }) => [kiosk, kind]),
    [['svardsjo-1', 'used-twice']],
  )
})

test.run()
