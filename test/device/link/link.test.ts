import { EventEmitter } from 'node:events'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Journal, StorageState } from '../../../device/journal/journal.ts'
import type { HeardCommand } from '../../../device/link/orders.ts'
import type { TimeTold } from '../../../device/link/questions.ts'
import type { KioskConfiguration } from '../../../hub/protocol/configuration.ts'
import type { AnswerMessage, EventBatch } from '../../../hub/protocol/envelope.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { deriveKeys, seal } from '../../../hub/protocol/seal.ts'
import { startBroker } from '../../support/broker.ts'
import { listening } from '../../support/listening.ts'
import { AT, online, type Scene, SECRET, scene, topic } from './hub-stand-in.ts'

const ITEM = { item: { id: '31080000000013', owner: 'SE-Falun' } }
const KNOWN = {
  ok: true,
  title: 'Gösta Berlings saga',
  parts: 1,
  owner: 'Falun',
  destination: { kind: 'shelf' },
}
const answersItems = ({ kind }: { kind: string }) =>
  kind === 'item' ? KNOWN : { ok: true }

const binFull = (bin: number): KioskEvent => ({ kind: 'bin', at: 1_000, bin, full: true })

const configuration = (version: number): KioskConfiguration => ({
  version,
  branch: {
    id: 'mora',
    name: 'Mora',
    member: 'mora',
    isil: 'SE-Mora',
    zone: 'Europe/Stockholm',
    phone: '0250-260 00',
    emergency: '112',
  },
  week: [{ day: 1, from: '07:00', to: '21:00', mode: 'self-service' }],
  unlockMs: 5000,
  minimumAge: 18,
  loanDays: 28,
})

const sayConfiguration = async ({ hub }: Pick<Scene, 'hub'>, version: number) => {
  const place = { channel: 'config', id: String(version) }
  const sealed = await hub.seal(place, configuration(version))
  await hub.say('config', { v: 1, version, sealed }, true)
}

/** Resolves when this version is in force. */
const configured = (link: Scene['link'], wanted: number): Promise<void> =>
  new Promise((resolve) => {
    link.onConfiguration(({ version }) => {
      if (version === wanted) resolve()
    })
  })

const askingItem = ({ topic: name, payload }: { topic: string; payload: string }) =>
  name === topic('ask') && JSON.parse(payload).kind === 'item'

const batchesIn = ({ broker }: Scene): EventBatch[] =>
  broker.published
    .filter((message) => message.topic === topic('event'))
    .map(({ payload }) => JSON.parse(payload))

/** The nth event batch, from 1, as soon as it has passed. */
const batch = async ({ broker }: Scene, nth: number): Promise<EventBatch> => {
  let left = nth
  const message = await broker.heard((one) => one.topic === topic('event') && --left === 0)
  return JSON.parse(message.payload)
}

test('a question is sealed, expires, and gets its answer', () =>
  scene(async ({ broker, hub, link }) => {
    hub.answers(answersItems)
    await online(link)
    assert.equal(await link.ask('desk', 'item', ITEM), { ok: true, answer: KNOWN })
    const asked = await broker.heard(askingItem)
    assert.ok(!asked.payload.includes(ITEM.item.id))
    assert.is(asked.expirySeconds, 2)
  }))

test('the same question asked twice goes out under the same id', () =>
  scene(async ({ hub, link }) => {
    const ids: string[] = []
    hub.answers((ask) => {
      ids.push(ask.id)
      return answersItems(ask)
    })
    await online(link)
    await Promise.all([
      link.ask('desk', 'item', ITEM, { id: 'checkout-1' }),
      link.ask('desk', 'item', ITEM, { id: 'checkout-1' }),
    ])
    assert.equal(ids.slice(1), ['checkout-1', 'checkout-1'])
  }))

test('an answer after the limit is not heard, and the kiosk is offline until one is in time', () =>
  scene(async ({ broker, hub, link }) => {
    await online(link)
    hub.answers(() => undefined)
    const late = link.ask('door', 'item', ITEM, { id: 'late-one' })
    assert.equal(await late, { ok: false, reason: 'no-answer' })
    assert.is(link.online, false)
    const sealed = await hub.seal({ channel: 'answer', id: 'late-one' }, KNOWN)
    await hub.say('answer', { v: 1, id: 'late-one', sealed } satisfies AnswerMessage)
    hub.answers(answersItems)
    assert.is(link.online, false)
    await online(link)
    const ends = broker.published.filter(({ payload }) => payload.includes('"kind":"end"'))
    assert.is(ends.length, 2, 'a probe at connect and one after the silence')
  }))

test('an answer sealed with another key is dropped, and the true one still heard', () =>
  scene(async (now) => {
    const { hub, link } = now
    await online(link)
    hub.answers(() => undefined)
    const asked = link.ask('desk', 'item', ITEM, { id: 'asked-by-desk' })
    await now.broker.heard(askingItem)
    const place = { channel: 'answer', id: 'asked-by-desk' }
    const say = async (sealed: string) =>
      hub.say('answer', { v: 1, id: 'asked-by-desk', sealed })
    await say(await hub.seal(place, { ...KNOWN, title: 'Falsk' }, 'wrong key'))
    await say(await hub.seal(place, KNOWN))
    assert.equal(await asked, { ok: true, answer: KNOWN })
    await now.logged('not-sealed-with-this-key')
  }))

test('an answer that is not as agreed is malformed, and the next is heard', () =>
  scene(async ({ hub, link }) => {
    await online(link)
    hub.answers(() => ({ ok: 'perhaps' }))
    assert.equal(await link.ask('desk', 'item', ITEM), { ok: false, reason: 'malformed' })
    hub.answers(answersItems)
    assert.is((await link.ask('desk', 'item', ITEM)).ok, true)
    assert.is(link.online, true)
  }))

test('a question that breaks the agreement is never sent', () =>
  scene(async ({ broker, link }) => {
    await online(link)
    const entry = { card: '1', pin: '2468', at: 0 }
    assert.equal(await link.ask('door', 'entry', entry), { ok: false, reason: 'malformed' })
    assert.ok(!broker.published.some(({ payload }) => payload.includes('entry')))
  }))

test('with no line there is no answer, and nothing is asked later', () =>
  scene(async (now) => {
    await online(now.link)
    now.broker.refuseNext(1)
    now.broker.cut()
    await online(now.link, false)
    const asked = await now.link.ask('desk', 'item', ITEM)
    assert.equal(asked, { ok: false, reason: 'no-answer' })
    await online(now.link)
    assert.ok(!now.broker.published.some(askingItem))
  }))

const CHECKOUT = { session: '0123456789abcdef', parts: 1, ...ITEM }
const LENT = { ok: true, loan: 'loan-1', title: KNOWN.title, due: '2026-12-17' }

test('a loan is asked for only when the hub has every row before it', () =>
  scene(async (now) => {
    const { link, hub, journal, broker } = now
    hub.answers(({ kind }) => (kind === 'checkout' ? LENT : answersItems({ kind })))
    await online(link)
    await journal.append(binFull(1))
    const { epoch } = await batch(now, 1)
    const asked = link.ask('desk', 'checkout', CHECKOUT)
    // Nothing else waits for the rows.
    assert.is((await link.ask('desk', 'item', ITEM)).ok, true)
    assert.ok(!broker.published.some(({ payload }) => payload.includes('"checkout"')))
    await hub.ack(epoch, 1)
    assert.equal(await asked, { ok: true, answer: LENT })
  }))

test('a loan whose rows before it do not arrive in time is not asked for at all', () =>
  scene(async (now) => {
    const { link, hub, journal, broker } = now
    await online(link)
    await journal.append(binFull(1))
    const { epoch } = await batch(now, 1)
    const asked = await link.ask('desk', 'checkout', CHECKOUT)
    assert.equal(asked, { ok: false, reason: 'no-answer' })
    await hub.ack(epoch, 1)
    await now.rowsLeft(0)
    hub.answers(answersItems)
    await link.ask('desk', 'item', ITEM)
    assert.ok(!broker.published.some(({ payload }) => payload.includes('"checkout"')))
  }))

test('a broker without a hub behind it is not online', () =>
  scene(
    async ({ broker, link }) => {
      await broker.heard((message) => message.payload.includes('"kind":"end"'))
      assert.is(link.online, false)
    },
    (_broker, hub) => hub.answers(() => undefined),
  ))

test('rows go in order, and go away only when the hub has them', () =>
  scene(async (now) => {
    const { journal, hub } = now
    await journal.append(binFull(1))
    await journal.append(binFull(2))
    const { epoch, last, sealed } = await batch(now, 1)
    assert.is(epoch, journal.epoch)
    const rows = await hub.open({ channel: 'event', id: `${epoch}.1.${last}` }, sealed)
    assert.equal(
      rows,
      [1, 2].slice(0, last).map((bin) => ({ seq: bin, event: binFull(bin) })),
    )
    assert.is(await journal.unsent(), 2)
    await hub.ack(epoch, last)
    if (last === 1) await hub.ack(epoch, (await batch(now, 2)).last)
    await now.rowsLeft(0)
  }))

test('rows without an ack are sent again, and a second ack does no harm', () =>
  scene(async (now) => {
    await online(now.link)
    await now.journal.append(binFull(1))
    const first = await batch(now, 1)
    const again = await batch(now, 2)
    assert.equal([again.epoch, again.first, again.last], [first.epoch, 1, 1])
    await now.hub.ack(first.epoch, 1)
    await now.hub.ack(first.epoch, 1)
    await now.rowsLeft(0)
    await now.journal.append(binFull(2))
    const third = await batch(now, 3)
    // A hub that lost its store must not wait for row 1: nobody has it.
    assert.equal([third.first, third.oldest], [2, true])
    assert.is(await now.journal.unsent(), 1)
  }))

test('an ack for rows that were never sent takes nothing', () =>
  scene(async (now) => {
    await online(now.link)
    await now.journal.append(binFull(1))
    const { epoch } = await batch(now, 1)
    await now.hub.ack(epoch, 1_000)
    await now.hub.ack(epoch + 1, 1)
    await now.logged('dropped an ack for rows never sent')
    assert.is(await now.journal.unsent(), 1)
  }))

test('a broker that makes up an ack, or moves one to another boot, takes nothing', () =>
  scene(async (now) => {
    await online(now.link)
    await now.journal.append(binFull(1))
    const { epoch } = await batch(now, 1)
    await now.hub.say('ack', { v: 1, epoch, upTo: 1 })
    await now.logged('not-as-agreed')
    const place = { channel: 'ack', id: String(epoch) }
    const forged = await now.hub.seal(place, { upTo: 1 }, 'wrong key')
    await now.hub.say('ack', { v: 1, epoch, sealed: forged })
    await now.logged('dropped an ack that the hub did not seal')
    assert.is(await now.journal.unsent(), 1)
    await now.hub.ack(epoch, 1)
    await now.rowsLeft(0)
  }))

test('the questions of a boot are numbered from 1, and none has the number of another', () =>
  scene(async ({ broker, link }) => {
    await online(link)
    await Promise.all([1, 2, 3].map(() => link.ask('desk', 'item', ITEM)))
    const asks = broker.published
      .filter(({ topic: name }) => name === topic('ask'))
      .map(({ payload }) => JSON.parse(payload).n)
    // Sealed at the same time, they may overtake one another.
    assert.equal(asks.toSorted(), [1, 2, 3, 4])
  }))

test('a long journal leaves in batches of at most a hundred, each row once', () =>
  scene(async (now) => {
    const { journal, hub, broker } = now
    broker.onPublish(({ topic: name, payload }) => {
      if (name !== topic('event')) return
      const { epoch, last } = JSON.parse(payload)
      void hub.ack(epoch, last)
    })
    await Promise.all(Array.from({ length: 130 }, (_, n) => journal.append(binFull(n))))
    await now.rowsLeft(0)
    const seqs = batchesIn(now).map(({ first, last }) => [first, last])
    let next = 1
    for (const [first = 0, last = 0] of seqs) {
      assert.is(first, next)
      assert.ok(last - first < 100)
      next = last + 1
    }
    assert.is(next, 131)
  }))

test('rows on their way when the line breaks are sent anew when it is back', () =>
  scene(async (now) => {
    await online(now.link)
    await now.journal.append(binFull(1))
    await batch(now, 1)
    now.broker.cut()
    assert.is((await batch(now, 2)).first, 1)
  }))

test('a retained configuration is taken, told, reported, and known after a restart', () =>
  scene(
    async (now) => {
      const told: number[] = []
      const until = new Promise<void>((resolve) => {
        now.link.onConfiguration(({ version }) => {
          told.push(version)
          if (version === 4) resolve()
        })
      })
      await now.broker.heard(
        ({ topic: name, payload }) =>
          name === topic('reported') && JSON.parse(payload).version === 3,
      )
      await sayConfiguration(now, 4)
      await until
      assert.equal(told, [3, 4])
      await using _nobody = await startBroker()
      await using second = await now.relink(_nobody.url)
      let recalled = 0
      second.onConfiguration(({ version }) => {
        recalled = version
      })
      assert.is(recalled, 4)
    },
    (_broker, hub) => sayConfiguration({ hub }, 3),
  ))

test('over how long kiosks come back is the hub’s to say, and known after a restart', () =>
  scene(async (now) => {
    await online(now.link)
    const wide = { ...configuration(5), spreadSeconds: 40 }
    const sealed = await now.hub.seal({ channel: 'config', id: '5' }, wide)
    await now.hub.say('config', { v: 1, version: 5, sealed }, true)
    await configured(now.link, 5)
    now.broker.cut()
    // Chance is 0.01 here: of 250 ms that would be 2.
    await now.logged('"waitMs":400')
    await now.link[Symbol.asyncDispose]()
    await using again = await now.relink('mqtt://127.0.0.1:1')
    await configured(again, 5)
    await now.logged('"waitMs":20200')
  }))

test('an older, a forged and a broken configuration are dropped by their reason', () =>
  scene(async (now) => {
    let last = 0
    now.link.onConfiguration(({ version }) => {
      last = version
    })
    await online(now.link)
    await sayConfiguration(now, 5)
    await sayConfiguration(now, 4)
    await now.logged('older-than-ours')
    const place = { channel: 'config', id: '6' }
    const forged = await now.hub.seal(place, configuration(6), 'wrong key')
    await now.hub.say('config', { v: 1, version: 6, sealed: forged })
    await now.logged('not-sealed-with-this-key')
    const moved = await now.hub.seal({ channel: 'config', id: '7' }, configuration(5))
    await now.hub.say('config', { v: 1, version: 7, sealed: moved })
    await now.logged('not-as-agreed')
    const lost = {
      ...configuration(8),
      branch: { ...configuration(8).branch, zone: 'Mora' },
    }
    const nowhere = await now.hub.seal({ channel: 'config', id: '8' }, lost)
    await now.hub.say('config', { v: 1, version: 8, sealed: nowhere })
    await now.logged('unknown-zone')
    assert.is(last, 5)
  }))

test('a payload that is nonsense is dropped by its reason, and the next one is handled', () =>
  scene(async (now) => {
    await online(now.link)
    await now.journal.append(binFull(1))
    const { epoch } = await batch(now, 1)
    await now.broker.publish(topic('ack'), Buffer.from([0xff, 0x00]))
    await now.broker.publish(topic('ack'), '{"v":1,"epoch":')
    await now.hub.say('ack', { v: 99, epoch, sealed: '' })
    await now.hub.ack(epoch, 'all')
    await now.broker.publish(topic('ack'), 'x'.repeat(66_000))
    await now.hub.ack(epoch, 1)
    await now.rowsLeft(0)
    for (const reason of ['not-json', 'newer-protocol', 'too-large'])
      await now.logged(`"reason":"${reason}"`)
    await now.logged('dropped an ack that the hub did not seal')
  }))

test('what the broker kept of an ack or answer is ignored, and noted (fault 30, E10)', () =>
  scene(async (now) => {
    await online(now.link)
    await now.journal.append(binFull(1))
    const { epoch } = await batch(now, 1)
    await now.link[Symbol.asyncDispose]()
    const place = { channel: 'ack', id: String(epoch) }
    const sealed = await now.hub.seal(place, { upTo: 1 })
    await now.hub.say('ack', { v: 1, epoch, sealed }, true)
    await now.hub.say('answer', { v: 1, id: 'left-there', sealed }, true)
    await using _again = await now.relink(now.broker.url)
    await now.logged('"channel":"ack","reason":"retained"')
    await now.logged('"channel":"answer","reason":"retained"')
    assert.is(await now.journal.unsent(), 1)
  }))

test('what a broker kept as a command is refused, and what is none reaches nobody (fault 30)', () =>
  scene(
    async (now) => {
      const heard = listening<HeardCommand>()
      await online(now.link)
      now.link.onCommand(heard.tell)
      assert.equal(await heard.next(), { ok: false, reason: 'retained' })
      await now.hub.say('command', { v: 1, unlock: true })
      assert.equal(await heard.next(), { ok: false, reason: 'not-as-agreed' })
    },
    (broker) => broker.publish(topic('command'), '{"v":1,"unlock":true}', true),
  ))

test('a command opens in the boot and at the kiosk it was sealed for, and nowhere else (threat 21)', () =>
  scene(async (now) => {
    const { epoch } = now.journal
    const heard = listening<HeardCommand>()
    await online(now.link)
    now.link.onCommand(heard.tell)
    const [id, body] = ['command-0001', { signed: 'by somebody' }]
    const sealed = await now.hub.seal({ channel: 'command', id }, body)
    const wrong = await now.hub.seal({ channel: 'command', id }, body, 'wrong key')
    const message = { v: 1, id, epoch, sealed }
    await now.hub.say('command', message)
    assert.equal(await heard.next(), { ok: true, id, body })
    for (const [reason, other] of [
      ['of-another-boot', { ...message, epoch: epoch - 1 }],
      ['not-sealed', { ...message, id: 'command-0002' }],
      ['not-sealed', { ...message, sealed: wrong }],
    ] as const) {
      await now.hub.say('command', other)
      assert.equal(await heard.next(), { ok: false, reason })
    }
  }))

test('a strike opens by the key that outlives a boot, at its kiosk and number, and nowhere else (threat 21)', () =>
  scene(async (now) => {
    const heard = listening<string>()
    await online(now.link)
    now.link.onStrike(heard.tell)
    const { seal: key } = deriveKeys(SECRET)
    const sealed = (kiosk: string, n: number) =>
      seal(key, { kiosk, channel: 'command', id: `strike.${n}` }, { signed: `of ${n}` })
    const told = (n: number, text: string) => ({ v: 1, kind: 'strike', n, sealed: text })
    await now.hub.say('command', told(1, await sealed('another', 1)))
    await now.hub.say('command', told(2, await sealed(AT.kiosk, 1)))
    await now.hub.say('command', told(3, await sealed(AT.kiosk, 3)))
    assert.is(await heard.next(), 'of 3')
  }))

test('the hub’s time comes with its answers, and can be asked for', () =>
  scene(async (now) => {
    await online(now.link)
    assert.is(await now.link.askTime(), undefined, 'a hub of before tells none')
    now.hub.answers(() => ({ ok: true, hubTime: { clock: 5_000, wire: 7_000 } }))
    const told = listening<TimeTold>()
    now.link.onTime(told.tell)
    const asked = await now.link.askTime()
    assert.is(asked?.clock, 5_000)
    assert.is(asked?.wire, 7_000)
    assert.ok((asked?.askedAt ?? 0) <= (asked?.heardAt ?? 0))
    assert.equal(await told.next(), asked)
  }))

test('a broker that refuses three times is tried a fourth', () =>
  scene(
    async ({ broker, link }) => {
      await broker.refused(3)
      await online(link)
    },
    (broker) => broker.refuseNext(3),
  ))

test('the state is retained as ready, and as lost when the line breaks or the kiosk stops', () =>
  scene(async (now) => {
    const states = () =>
      now.broker.published
        .filter(({ topic: name }) => name === topic('state'))
        .map(({ payload, retain }) => {
          const { status, epoch } = JSON.parse(payload)
          return [status, retain, epoch - now.journal.epoch]
        })
    await online(now.link)
    assert.equal(states(), [['ready', true, 0]])
    now.broker.cut()
    await online(now.link, false)
    await online(now.link)
    await now.link[Symbol.asyncDispose]()
    assert.equal(states(), [
      ['ready', true, 0],
      ['lost', true, 0],
      ['ready', true, 0],
      ['lost', true, 0],
    ])
  }))

test('a disk in trouble is told at once as reduced, and at each connection (faults 5 to 8)', async () => {
  let storage: StorageState = 'well'
  const changed = new EventEmitter()
  const troubled = (journal: Journal): Journal => ({
    ...journal,
    storage: () => storage,
    onStorage: (listener) => {
      changed.on('storage', listener)
      return () => void changed.off('storage', listener)
    },
  })
  const run = async (now: Scene): Promise<void> => {
    await online(now.link)
    storage = 'failing'
    changed.emit('storage', storage)
    const said = await now.broker.heard(
      ({ topic: name, payload }) =>
        name === topic('state') && JSON.parse(payload).status === 'reduced',
    )
    assert.is(JSON.parse(said.payload).storage, 'failing')
    assert.ok(said.retain)
    now.broker.cut()
    await online(now.link, false)
    storage = 'well'
    await online(now.link)
    const last = now.broker.published.filter(({ topic: name }) => name === topic('state'))
    assert.is(JSON.parse(String(last.at(-1)?.payload)).status, 'ready')
  }
  await scene(run, undefined, troubled)
})

test('whoever observes sees each message pass, and nothing of what is in it', () =>
  scene(async (now) => {
    const seen: string[] = []
    now.hub.answers(answersItems)
    await online(now.link)
    now.link.observe(({ direction, channel, what, ok }) => {
      seen.push([direction, channel, what, ok].join(' ').trim())
    })
    await now.link.ask('chute', 'item', ITEM)
    await now.journal.append(binFull(1))
    await now.hub.ack((await batch(now, 1)).epoch, 1)
    await now.rowsLeft(0)
    assert.equal(seen, [
      'out ask item',
      'in answer item true',
      'out event bin',
      'in ack ack',
    ])
  }))

test.run()
