// What is refused is an alarm too, whichever broker stands between (faults 30 and 32, E7–E10): the
// broker inside raises its own, a Mosquitto tells of it in its log.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { HUB_NAMES } from '../../../hub/identity/authority.ts'
import { MAX_PACKET_BYTES } from '../../../hub/protocol/envelope.ts'
import { topicOf } from '../../../hub/protocol/topics.ts'
import { type BrokerName, openStage, type Stage } from '../../support/brokers.ts'
import { addressOf } from '../../support/hub.ts'
import { needing } from '../../support/packages.ts'
import { codeOf } from '../../support/refused.ts'

const BROKERS: readonly BrokerName[] = ['the broker inside', 'Mosquitto']
const [alpha, beta] = ['svardsjo-1', 'svardsjo-2'] as const
const HUB_ITSELF = HUB_NAMES.a

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

  test.run()
}
