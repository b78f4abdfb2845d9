// What a kiosk makes of what comes twice, in another order, poisoned or too late, whichever broker
// brings it (faults 27–29 and 31; E10). The hub is a client with the hub's rights that says anything.
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { openLog } from '../../../device/log.ts'
import type { KioskConfiguration } from '../../../hub/protocol/configuration.ts'
import type { EventBatch } from '../../../hub/protocol/envelope.ts'
import { type Kiosk, rowsLeft } from '../../support/brokers.ts'
import { type HubVoice, onEachBroker } from '../../support/hub-voice.ts'
import { listening, type Told } from '../../support/listening.ts'
import { POISON, spoiledOf } from '../../support/poison.ts'
import { until } from '../../support/until.ts'

const started = (n: number) => ({ kind: 'started', at: 1_000 + n }) as const
const ITEM = { item: { id: '31080000000013', owner: null } }
const KNOWN = {
  ok: true,
  title: 'Gösta Berlings saga',
  parts: 1,
  owner: 'Falun',
  destination: { kind: 'shelf' },
}

const configuration = (version: number): KioskConfiguration => ({
  version,
  branch: {
    id: 'svardsjo',
    name: 'Svärdsjö',
    member: 'falun',
    isil: 'SE-Falun',
    zone: 'Europe/Stockholm',
    phone: '023-830 00',
    emergency: '112',
  },
  week: [{ day: 1, from: '07:00', to: '21:00', mode: 'self-service' }],
  unlockMs: 5000,
  minimumAge: 18,
  loanDays: 28,
})

type Line = { msg: string; reason?: string }
type Listening = AsyncDisposable & Omit<Kiosk, 'files'> & { said: Told<Line> }

const kioskOf = async (hub: HubVoice): Promise<Listening> => {
  const said = listening<Line>()
  const log = openLog({
    level: 'debug',
    to: { write: (line) => said.tell(JSON.parse(line)) },
  })
  const kiosk = await hub.kiosk({ log })
  const { link } = kiosk
  await until({ now: () => link.online, onChange: link.onOnline }, 'online', (is) => is)
  return { ...kiosk, said }
}

const batchOf = async (
  { heard }: HubVoice,
  fits: (batch: EventBatch) => boolean = () => true,
): Promise<EventBatch> => {
  const parsed = ({ payload }: { payload: string }): EventBatch => JSON.parse(payload)
  return parsed(await heard.next((one) => one.channel === 'event' && fits(parsed(one))))
}

const acking = async (
  hub: HubVoice,
  { epoch, upTo }: { epoch: number; upTo: number },
): Promise<string> =>
  JSON.stringify({
    v: 1,
    epoch,
    sealed: await hub.sealed('ack', String(epoch), { upTo }, epoch),
  })

const answering = async (hub: HubVoice, id: string, epoch: number): Promise<string> =>
  JSON.stringify({ v: 1, id, sealed: await hub.sealed('answer', id, KNOWN, epoch) })

const configuring = async (hub: HubVoice, version: number): Promise<string> =>
  JSON.stringify({
    v: 1,
    version,
    sealed: await hub.sealed('config', String(version), configuration(version), 0),
  })

onEachBroker('to the kiosk', (on) => {
  on(
    'an ack, an answer or a configuration that comes twice counts once (fault 27)',
    async ({ hub }) => {
      await using kiosk = await kioskOf(hub)
      const { journal, link, said } = kiosk
      const { epoch } = journal
      const twice = async (channel: 'ack' | 'answer' | 'config', payload: string) => {
        await hub.say(channel, payload)
        await hub.say(channel, payload, { dup: true })
      }
      await journal.append(started(1))
      const { last } = await batchOf(hub)
      await journal.append(started(2))
      await twice('ack', await acking(hub, { epoch, upTo: last }))
      await batchOf(hub, ({ first }) => first === last + 1)
      await rowsLeft(kiosk, 1)
      hub.answersAllBut('asked-once')
      const asked = link.ask('desk', 'item', ITEM, { id: 'asked-once' })
      await hub.heard.next(({ payload }) => payload.includes('"asked-once"'))
      const answer = await answering(hub, 'asked-once', epoch)
      await twice('answer', answer)
      assert.equal(await asked, { ok: true, answer: KNOWN })
      await hub.say('answer', answer, { dup: true })
      await said.next(({ msg }) => msg === 'an answer nobody waits for')
      const told: number[] = []
      link.onConfiguration(({ version }) => told.push(version))
      await twice('config', await configuring(hub, 3))
      for (const _ of [1, 2]) await hub.heard.next(({ channel }) => channel === 'reported')
      assert.equal(new Set(told), new Set([3]))
      await hub.say('ack', await acking(hub, { epoch, upTo: 2 }))
      await rowsLeft(kiosk)
    },
  )

  on(
    'acks, answers and configurations in another order take nothing that is not told (fault 28)',
    async ({ hub }) => {
      await using kiosk = await kioskOf(hub)
      const { journal, link, said } = kiosk
      const { epoch } = journal
      for (let n = 1; n <= 3; n += 1) await journal.append(started(n))
      const { last } = await batchOf(hub)
      // The ack of rows still to come, then the true one, then one that is behind.
      await hub.say('ack', await acking(hub, { epoch, upTo: 9 }))
      await said.next(({ msg }) => msg === 'dropped an ack for rows never sent')
      await hub.say('ack', await acking(hub, { epoch, upTo: last }))
      await rowsLeft(kiosk, 3 - last)
      if (last < 3) {
        await batchOf(hub, ({ first }) => first === last + 1)
        await hub.say('ack', await acking(hub, { epoch, upTo: 3 }))
      }
      await hub.say('ack', await acking(hub, { epoch, upTo: 1 }))
      await rowsLeft(kiosk)
      const ids = ['first-one', 'second-one']
      hub.answersAllBut(...ids)
      const asked = ids.map((id) => link.ask('desk', 'item', ITEM, { id }))
      // Sealed at the same time, they may overtake one another.
      for (const _ of ids)
        await hub.heard.next(({ payload }) => ids.some((id) => payload.includes(id)))
      await hub.say('answer', await answering(hub, 'nobody-asked', epoch))
      for (const id of ids.toReversed())
        await hub.say('answer', await answering(hub, id, epoch))
      assert.equal(
        await Promise.all(asked),
        ids.map(() => ({ ok: true, answer: KNOWN })),
      )
      const told: number[] = []
      for (const version of [12, 11, 13])
        await hub.say('config', await configuring(hub, version))
      await hub.heard.next(
        ({ channel, payload }) => channel === 'reported' && payload.includes('13'),
      )
      link.onConfiguration(({ version }) => told.push(version))
      assert.equal(told, [13])
      await said.next(({ reason }) => reason === 'older-than-ours')
    },
  )

  on(
    'poison is dropped by its reason, and the next message is handled (fault 29)',
    async ({ hub }) => {
      await using kiosk = await kioskOf(hub)
      const { journal, link, said } = kiosk
      const { epoch } = journal
      hub.answersAllBut()
      for (const [what, bytes] of POISON) {
        for (const channel of ['ack', 'answer', 'config'] as const)
          await hub.say(channel, bytes)
        const asked = await link.ask('desk', 'end', { session: '0'.repeat(16) })
        assert.equal(asked, { ok: true, answer: { ok: true } }, what)
      }
      await journal.append(started(1))
      await batchOf(hub)
      const messages = {
        ack: await acking(hub, { epoch, upTo: 1 }),
        answer: await answering(hub, 'nobody-asked', epoch),
        config: await configuring(hub, 99),
      }
      for (const [channel, message] of Object.entries(messages))
        for (const one of fc.sample(spoiledOf(message), { numRuns: 40, seed: 29 }))
          await hub.say(channel as keyof typeof messages, Buffer.from(one))
      const asked = await link.ask('desk', 'end', { session: '0'.repeat(16) })
      assert.ok(asked.ok, 'spoiled messages')
      assert.not.ok(said.all.some(({ msg }) => msg === 'a message failed here'))
      await hub.say('ack', messages.ack)
      await rowsLeft(kiosk)
    },
  )

  on(
    'nothing that is no command of the hub’s does anything (fault 31)',
    async ({ hub }) => {
      await using kiosk = await kioskOf(hub)
      const { journal, link, said } = kiosk
      const believed: string[] = []
      link.onCommand((one) => one.ok && believed.push(one.id))
      const seen = said.all.length
      const orders = ['open', JSON.stringify({ v: 1, id: 'unlock-01', kind: 'unlock' })]
      for (const order of orders) await hub.say('command', order)
      // Whatever came with it would have been told before the answer.
      hub.answersAllBut()
      assert.ok((await link.ask('desk', 'end', { session: '0'.repeat(16) })).ok)
      assert.equal(
        said.all.slice(seen).map(({ reason }) => reason),
        ['not-json', 'not-as-agreed'],
      )
      assert.equal(believed, [])
      assert.is(await journal.unsent(), 0)
    },
  )

  on(
    'what waits at the broker past its time is not delivered (fault 31, E10)',
    async ({ hub }) => {
      const before = await hub.keeping()
      await before.subscribeAsync('b24/v1/dalarna/svardsjo/svardsjo-1/answer', { qos: 1 })
      await before.endAsync()
      await hub.say('answer', 'too late', { expirySeconds: 1 })
      await hub.say('answer', 'still good', { expirySeconds: 60 })
      await hub.outlives(1)
      const heard = listening<string>()
      const after = await hub.keeping()
      after.on('message', (_topic, payload) => heard.tell(payload.toString()))
      await heard.next((payload) => payload === 'still good')
      await after.endAsync()
      assert.equal(heard.all, ['still good'])
    },
  )
})
