// What must hold between kiosks and hub whichever broker is between them: mutual TLS, one place for
// each kiosk, nobody else's topics, and no row lost when the broker breaks off (E1, E7–E9).
import { TLSSocket } from 'node:tls'
import type { MqttClient } from 'mqtt'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dialSecurely } from '../../../device/link/dial.ts'
import { troubleOf } from '../../../device/link/trouble.ts'
import { openAuthority } from '../../../hub/identity/authority.ts'
import { MAX_PACKET_BYTES } from '../../../hub/protocol/envelope.ts'
import { topicOf } from '../../../hub/protocol/topics.ts'
import { BROKERS, openStage, rowsLeft, type Stage } from '../../support/brokers.ts'
import { addressOf, THURSDAY_EVENING as at } from '../../support/hub.ts'
import { needing } from '../../support/packages.ts'
import { codeOf } from '../../support/refused.ts'
import type { Voice } from '../../support/voice.ts'

const [alpha, beta] = ['svardsjo-1', 'svardsjo-2'] as const
const NOT_AUTHORIZED = 0x87
const FOREIGN = topicOf(addressOf(alpha), 'event')

const BOOK = { item: { id: '31080000000013', owner: null } }
const isServed = async (voice: Voice, id: string): Promise<boolean> =>
  (await voice.ask('item', BOOK, id)).ok

/** What goes wrong when a kiosk dials there. */
const dialled = ({ files, url }: { files: string; url: string }) =>
  new Promise<string | undefined>((resolve) => {
    const paths = { ca: `${files}.ca`, certificate: `${files}.crt`, key: `${files}.key` }
    const stream = dialSecurely(paths)(new URL(url))
    stream.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    stream.once('secureConnect', () => {
      stream.destroy()
      resolve(undefined)
    })
  })

const tlsOf = ({ stream }: MqttClient): TLSSocket => {
  if (stream instanceof TLSSocket) return stream
  throw new Error('no TLS')
}

/** What the broker gave it to come back by without showing its certificate. */
const ticketOf = (client: MqttClient): Buffer => {
  const session = tlsOf(client).getSession()
  if (session === undefined) throw new Error('the broker gave no ticket')
  return session
}

const started = (n: number) => ({ kind: 'started', at: at + n }) as const

for (const broker of BROKERS) {
  const test = suite(`on ${broker}`)
  const on = (name: string, run: (stage: Stage) => Promise<void>): void => {
    const declare = broker === 'Mosquitto' ? needing(test, 'mosquitto') : test
    declare(name, async () => {
      await using stage = await openStage(broker)
      await run(stage)
    })
  }

  on('a kiosk and its hub speak by mutual TLS', async (stage) => {
    const kiosk = await stage.voice(alpha)
    assert.ok(await isServed(kiosk, 'ask-000001'))
  })

  on('nobody is let in without a certificate of this hub', async (stage) => {
    const stranger = { clientId: alpha, username: alpha, password: 'guess' }
    await codeOf(stage.client({ ...stranger, ca: stage.authority.certificate }))
    const folder = `${stage.hub.folder}/elsewhere`
    const other = await openAuthority({ folder, consortium: 'dalarna', now: Date.now })
    const { key, certificate: cert } = await other.toPush(alpha)
    await codeOf(
      stage.client({ ca: stage.authority.certificate, key, cert, clientId: alpha }),
    )
    assert.ok(await isServed(await stage.voice(alpha), 'ask-000001'), 'who has one is')
  })

  on(
    'a kiosk speaks to no other hub, and to none under another name (threat 22)',
    async (stage) => {
      const { files } = await stage.kiosk(alpha)
      const elsewhere = stage.url.replace('127.0.0.1', 'localhost')
      assert.is(await dialled({ files, url: stage.url }), undefined)
      const named = await dialled({ files, url: elsewhere })
      assert.is(troubleOf(named), 'another-hub', String(named))
      const signed = await dialled({ files: await stage.strange(), url: stage.url })
      assert.is(troubleOf(signed), 'another-hub', String(signed))
    },
  )

  on(
    'a kiosk with a certificate of its own does not get another’s place (E7, E8, fault 32)',
    async (stage) => {
      const victim = await stage.voice(alpha)
      const papers = await stage.papers(beta)
      for (const username of [undefined, alpha])
        await stage
          .client({ ...papers, clientId: alpha, ...(username && { username }) })
          .catch(() => {})
      assert.ok(victim.client.connected)
      assert.ok(await isServed(victim, 'ask-000002'))
    },
  )

  on('a kiosk cannot speak for another', async (stage) => {
    const attacker = await stage.voice(beta)
    const publish = (topic: string) => attacker.client.publishAsync(topic, 'x', { qos: 1 })
    for (const topic of [FOREIGN, topicOf(addressOf(beta), 'command'), '$SYS/x', 'x'])
      assert.is(await codeOf(publish(topic)), NOT_AUTHORIZED, topic)
  })

  on('a kiosk cannot leave an order at the broker (fault 30, E10)', async (stage) => {
    const attacker = await stage.voice(beta)
    const order = topicOf(addressOf(alpha), 'command')
    const left = attacker.client.publishAsync(order, 'open', { qos: 1, retain: true })
    assert.is(await codeOf(left), NOT_AUTHORIZED)
  })

  on(
    'a kiosk hears nothing that is another’s, whatever it subscribes to',
    async (stage) => {
      const [victim, attacker] = [await stage.voice(alpha), await stage.voice(beta)]
      const heard: string[] = []
      attacker.client.on('message', (topic) => heard.push(topic))
      for (const filter of ['#', 'b24/#', 'b24/v1/+/+/+/answer', FOREIGN])
        await attacker.client.subscribeAsync(filter, { qos: 1 }).catch(() => {})
      assert.ok(await isServed(victim, 'ask-000003'))
      // Its own answer comes after whatever it could have heard.
      assert.ok(await isServed(attacker, 'ask-000004'))
      assert.equal(
        heard.filter((topic) => !topic.includes(`/${beta}/`)),
        [],
      )
    },
  )

  on('a packet too large ends its own connection and no other', async (stage) => {
    const [victim, attacker] = [await stage.voice(alpha), await stage.voice(beta)]
    const closed = new Promise<void>((resolve) =>
      attacker.client.once('close', () => resolve()),
    )
    const large = Buffer.alloc(MAX_PACKET_BYTES + 1)
    attacker.client.publish(topicOf(addressOf(beta), 'event'), large, { qos: 0 })
    await closed
    assert.ok(await isServed(victim, 'ask-000005'))
  })

  on(
    'a kiosk whose certificate is withdrawn is put out and stays out (E9, threat 18)',
    async (stage) => {
      const papers = await stage.papers(alpha)
      const [lost, other] = [await stage.voice(alpha, papers), await stage.voice(beta)]
      const closed = new Promise<void>((resolve) =>
        lost.client.once('close', () => resolve()),
      )
      await stage.authority.register.withdraw(alpha, Date.now())
      await closed
      await codeOf(stage.client({ ...papers, clientId: alpha }))
      assert.ok(await isServed(other, 'ask-000006'))
    },
  )

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const)
    on(
      `a withdrawn certificate comes in by no ticket of an earlier session, ${maxVersion} (threat 18)`,
      async (stage) => {
        const papers = { ...(await stage.papers(alpha)), clientId: alpha, maxVersion }
        const before = await stage.client(papers)
        const session = ticketOf(before)
        await before.endAsync()
        const again = await stage.client({ ...papers, ...{ session } })
        assert.ok(tlsOf(again).isSessionReused())
        const closed = new Promise((resolve) => again.once('close', () => resolve(null)))
        await stage.authority.register.withdraw(alpha, Date.now())
        await closed
        await codeOf(stage.client({ ...papers, ...{ session } }))
      },
    )

  on(
    'a kiosk whose certificate is withdrawn while the hub is away is put out too',
    async (stage) => {
      const papers = await stage.papers(alpha)
      const lost = await stage.voice(alpha, papers)
      const closed = new Promise<void>((resolve) =>
        lost.client.once('close', () => resolve()),
      )
      await stage.hub.stop()
      await stage.authority.register.withdraw(alpha, Date.now())
      await stage.hub.start()
      await closed
      await codeOf(stage.client({ ...papers, clientId: alpha }))
    },
  )

  on(
    'no row is lost or doubled when the broker breaks off (E1, faults 21 and 22)',
    async (stage) => {
      const kiosk = await stage.kiosk(alpha)
      for (let n = 0; n < 50; n += 1) await kiosk.journal.append(started(n))
      await stage.restartBroker()
      for (let n = 50; n < 60; n += 1) await kiosk.journal.append(started(n))
      await rowsLeft(kiosk)
      const seqs = await stage.hub.inspect((store) =>
        store.db.selectFrom('inbox').select('seq').orderBy('seq').execute(),
      )
      assert.equal(
        seqs.map(({ seq }) => seq),
        Array.from({ length: 60 }, (_, n) => n + 1),
      )
    },
  )

  test.run()
}
