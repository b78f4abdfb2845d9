// What is refused is an alarm too, whichever broker stands between (faults 30 and 32, E7–E10): the
// broker inside raises its own, a Mosquitto tells of it in its log.
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { HUB_NAMES, openAuthority } from '../../../hub/identity/authority.ts'
import { MAX_PACKET_BYTES } from '../../../hub/protocol/envelope.ts'
import { topicOf } from '../../../hub/protocol/topics.ts'
import { BROKERS, openStage, type Stage } from '../../support/brokers.ts'
import { addressOf } from '../../support/hub.ts'
import { needing } from '../../support/packages.ts'
import { codeOf } from '../../support/refused.ts'

const [alpha, beta] = ['svardsjo-1', 'svardsjo-2'] as const
const HUB_ITSELF = HUB_NAMES.a
const NOT_AUTHORIZED = 0x87
/** Left at a Mosquitto by whoever has the hub's own certificate there: an administrator's tool. */
const GARBAGE = [
  [topicOf(addressOf(alpha), 'command'), '{"unlock":true}', alpha, 'command, 15 bytes'],
  [topicOf(addressOf(alpha), 'answer'), 'yes', alpha, 'answer, 3 bytes'],
  [topicOf(addressOf(alpha), 'event'), 'x', alpha, 'event, 1 bytes'],
  ['b24/v1/dalarna/mora/nobody/state', 'ready', HUB_ITSELF, 'state, 5 bytes'],
  ['b24/v1/dalarna/mora/No One/ack', 'yes!', HUB_ITSELF, 'no channel, 4 bytes'],
] as const

const BOOK = { item: { id: '31080000000013', owner: null } }

/** Resolves when the hub has raised such an alarm, in the past or the future. */
const alarm = (
  { hub }: Stage,
  kiosk: string,
  kind: string,
  detail: string,
): Promise<void> =>
  hub.logged(
    'an alarm was raised',
    `"kiosk":"${kiosk}"`,
    `"kind":"${kind}"`,
    `"detail":"${detail}`,
  )

for (const broker of BROKERS) {
  const test = suite(`alarms on ${broker}`)
  const on = (name: string, run: (stage: Stage) => Promise<void>): void => {
    const declare = broker === 'Mosquitto' ? needing(test, 'mosquitto') : test
    declare(name, async () => {
      await using stage = await openStage(broker)
      await run(stage)
    })
  }

  on('a subscription with a wildcard is an alarm', async (stage) => {
    const { client } = await stage.voice(beta)
    await client.subscribeAsync('b24/#', { qos: 1 }).catch(() => {})
    await alarm(stage, beta, 'refused-at-broker', 'subscribe: wildcard')
  })

  on('a subscription to what is another’s is an alarm', async (stage) => {
    const { client } = await stage.voice(beta)
    const foreign = topicOf(addressOf(alpha), 'answer')
    await client.subscribeAsync(foreign, { qos: 1 }).catch(() => {})
    await alarm(stage, beta, 'refused-at-broker', 'subscribe: another-subtree')
    assert.not.match(stage.hub.log(), foreign)
  })

  on('no kiosk hears whom the broker refused', async (stage) => {
    const kiosk = await stage.voice(beta)
    const heard: string[] = []
    kiosk.client.on('message', (topic) => heard.push(topic))
    for (const filter of ['$SYS/#', '$SYS/broker/log/N', '$SYS/broker/log/M/subscribe'])
      await kiosk.client.subscribeAsync(filter, { qos: 1 }).catch(() => {})
    await stage.voice(alpha)
    await alarm(stage, beta, 'refused-at-broker', 'subscribe:')
    // Its own answer comes after whatever it could have heard.
    assert.ok((await kiosk.ask('item', BOOK, 'ask-000001')).ok)
    assert.equal(
      heard.filter((topic) => topic.startsWith('$SYS')),
      [],
    )
  })

  on('a message to what is another’s is refused', async (stage) => {
    const { client } = await stage.voice(beta)
    const foreign = topicOf(addressOf(alpha), 'event')
    assert.is(await codeOf(client.publishAsync(foreign, 'x', { qos: 1 })), NOT_AUTHORIZED)
    // A Mosquitto tells it to nobody: a line for debugging, which it puts on no topic.
    if (broker === 'Mosquitto') return
    await alarm(stage, beta, 'refused-at-broker', 'publish: another-subtree')
  })

  on(
    'to come under another’s name is an alarm, or comes to nothing (E7)',
    async (stage) => {
      const victim = await stage.voice(alpha)
      const papers = await stage.papers(beta)
      await stage.client({ ...papers, clientId: alpha }).catch(() => {})
      assert.ok((await victim.ask('item', BOOK, 'ask-000001')).ok)
      // A Mosquitto goes by the certificate alone: whatever it says, it is beta there.
      if (broker === 'Mosquitto') return
      await alarm(stage, beta, 'takeover', `connected as ${alpha}`)
    },
  )

  on('a packet too large is an alarm', async (stage) => {
    const { client } = await stage.voice(beta)
    const large = Buffer.alloc(MAX_PACKET_BYTES + 1)
    client.publish(topicOf(addressOf(beta), 'event'), large, { qos: 0 })
    await alarm(stage, beta, 'refused-at-broker', 'publish: too-large')
  })

  on('two that hold one certificate are an alarm (fault 20)', async (stage) => {
    const papers = await stage.papers(beta)
    // Each takes the place of the one before.
    for (let n = 0; n < 6; n += 1) await stage.client({ ...papers, clientId: beta })
    await alarm(stage, beta, 'used-twice', 'took its own place')
  })

  on('a certificate of another authority is an alarm (threat 22)', async (stage) => {
    const { ca } = await stage.papers(alpha)
    const { key, certificate: cert } = await stage.foreign(alpha)
    await codeOf(stage.client({ ca, key, cert, clientId: alpha }))
    await alarm(stage, HUB_ITSELF, 'certificate-refused', '')
  })

  on('a certificate that has expired is an alarm (fault 48)', async (stage) => {
    const folder = join(stage.hub.folder, 'identity')
    const now = () => Date.now() - 200 * 24 * 60 * 60_000
    const then = await openAuthority({ folder, consortium: 'dalarna', now })
    const { ca, key, certificate: cert } = await then.toPush(alpha)
    await codeOf(stage.client({ ca, key, cert, clientId: alpha }))
    await alarm(stage, HUB_ITSELF, 'certificate-refused', '')
  })

  on('a certificate that was withdrawn is an alarm (threat 18)', async (stage) => {
    const papers = await stage.papers(alpha)
    const { client } = await stage.voice(alpha, papers)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    await stage.authority.register.withdraw(alpha, Date.now())
    await closed
    await codeOf(stage.client({ ...papers, clientId: alpha }))
    // A Mosquitto refuses it within the handshake, and does not say whose it was.
    if (broker === 'Mosquitto') await alarm(stage, HUB_ITSELF, 'certificate-refused', '')
    else await alarm(stage, alpha, 'withdrawn', 'connected with a withdrawn certificate')
  })

  on(
    'what a kiosk asks to be kept where nothing is kept is an alarm (fault 30)',
    async (stage) => {
      const kiosk = await stage.voice(beta)
      await kiosk.say('event', 'left', true).catch(() => {})
      // The access list of a Mosquitto cannot tell it from any other message, so the hub clears it.
      if (broker === 'Mosquitto') {
        await alarm(stage, beta, 'retained-garbage', 'event, 4 bytes')
        await stage.hub.logged('cleared what the broker kept', beta)
      } else await alarm(stage, beta, 'refused-at-broker', 'publish: never-retained')
      assert.ok(
        (await kiosk.ask('item', BOOK, 'ask-000001')).ok,
        'it is served all the same',
      )
    },
  )

  on('a hub that looks for what is kept is refused nothing itself', async (stage) => {
    const kiosk = await stage.voice(beta)
    assert.ok((await kiosk.ask('item', BOOK, 'ask-000001')).ok)
    assert.not.match(stage.hub.log(), 'refused at the broker')
    assert.not.match(stage.hub.log(), 'an alarm was raised')
  })

  test.run()
}

const left = suite('what was left at a Mosquitto')

/** The hub's own place at the broker, which is free while the hub is away. */
const asHub = async (stage: Stage): Promise<MqttClient> => {
  const { ca, certificate: cert, key } = await stage.authority.forHub()
  return stage.client({ ca, cert, key, clientId: HUB_ITSELF })
}

/** What the broker brings of these topics to whoever comes new, before a message sent after that. */
const keptThere = async (client: MqttClient, topics: readonly string[]) => {
  const marker = topicOf(addressOf(beta), 'ack')
  const kept: string[] = []
  const marked = new Promise<void>((resolve) =>
    client.on('message', (topic) => (topic === marker ? resolve() : kept.push(topic))),
  )
  await client.subscribeAsync([...topics, marker], { qos: 1 })
  await client.publishAsync(marker, 'now', { qos: 1 })
  await marked
  return kept
}

const withMosquitto = needing(left, 'mosquitto')

withMosquitto(
  'is told with channel and bytes, cleared, and nothing of it repeated (fault 30, E10)',
  async () => {
    await using stage = await openStage('Mosquitto')
    const topics = GARBAGE.map(([topic]) => topic)
    await stage.hub.stop()
    const before = await asHub(stage)
    for (const [topic, payload] of GARBAGE)
      await before.publishAsync(topic, payload, { qos: 1, retain: true })
    assert.equal((await keptThere(before, topics)).sort(), [...topics].sort())
    await before.endAsync()
    await stage.hub.start()
    for (const [, , kiosk, detail] of GARBAGE) {
      await alarm(stage, kiosk, 'retained-garbage', '')
      const [channel, bytes] = detail.split(', ')
      await stage.hub.logged(
        'cleared what the broker kept',
        `"channel":"${channel}","bytes":${Number.parseInt(bytes ?? '', 10)}`,
      )
    }
    assert.not.match(stage.hub.log(), 'unlock')
    await stage.hub.stop()
    assert.equal(await keptThere(await asHub(stage), topics), [])
  },
)

left.run()
