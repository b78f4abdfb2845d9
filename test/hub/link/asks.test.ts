// Questions over a real broker: the answer, the same answer again, and what is no question.
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createClock } from '../../../hub/clock.ts'
import { answerAsk } from '../../../hub/link/asks.ts'
import type { Duties } from '../../../hub/link/duties.ts'
import { bootKeys, deriveKeys, likenessOf, seal } from '../../../hub/protocol/seal.ts'
import { addressOf, secretOf, startTestHub, THURSDAY_EVENING } from '../../support/hub.ts'
import { openVoice, rows, type Voice } from '../../support/voice.ts'

const AINO = { card: '21080000000015', pin: '2468' }
const BLOCKED = { card: '21080000000056', pin: '2468' }
const GOSTA = { id: '31080000000013', owner: 'SE-Falun' }

const sessionOf = async (voice: Voice, id: string): Promise<string> => {
  const who = await voice.ask('identify', AINO, id)
  if (!who.ok) throw new Error(who.reason)
  return who.session
}

test('a card and its PIN are answered, sealed for the kiosk that asked', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const granted = await kiosk.ask('entry', { ...AINO, at: THURSDAY_EVENING }, 'entry-001')
  assert.is(granted.ok, true)
  const refused = await kiosk.ask(
    'entry',
    { ...BLOCKED, at: THURSDAY_EVENING },
    'entry-002',
  )
  assert.equal(refused, { ok: false, reason: 'blocked' })
  for (const { bytes } of kiosk.heard) assert.not.match(bytes, /granted|blocked|"ok"/)
})

test('the answer says how long it is worth reading', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const expiry = new Promise<number | undefined>((resolve) =>
    kiosk.client.on('message', (topic, _payload, { properties }) => {
      if (topic.endsWith('/answer')) resolve(properties?.messageExpiryInterval)
    }),
  )
  await kiosk.ask('item', { item: GOSTA }, 'item-0001')
  assert.is(await expiry, 2)
})

test('the same checkout asked again is answered the same and lends once', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const session = await sessionOf(kiosk, 'identify-1')
  const lend = { session, item: GOSTA, parts: 1 }
  const first = await kiosk.ask('checkout', lend, 'checkout-1')
  assert.is(first.ok, true)
  assert.equal(await kiosk.ask('checkout', lend, 'checkout-1'), first)
  const another = await kiosk.ask('checkout', lend, 'checkout-2')
  assert.is(another.ok ? 'lent again' : another.reason, 'already-yours')
  await hub.inspect(async ({ db }) => {
    assert.is((await db.selectFrom('loan').selectAll().execute()).length, 1)
  })
})

test('asked again after a restart of hub and kiosk and without the session, it is answered the same', async () => {
  await using hub = await startTestHub()
  const lend = { item: GOSTA, parts: 1 }
  const ask = async (epoch: number, session?: string) => {
    await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', epoch)
    const known = session ?? (await sessionOf(kiosk, 'identify-1'))
    return await kiosk.ask('checkout', { ...lend, session: known }, 'checkout-1')
  }
  const first = await ask(1)
  await hub.stop()
  await hub.start()
  assert.equal(await ask(2, 'a session that is over'), first)
})

test('two of the same checkout at once are one loan', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const lend = { session: await sessionOf(kiosk, 'identify-1'), item: GOSTA, parts: 1 }
  const asking = () => kiosk.asking('checkout', lend, 'checkout-1')
  const [first, second] = [await asking(), await asking()]
  const both = new Promise<void>((resolve) => {
    let left = 2
    kiosk.client.on('message', (topic) => {
      if (topic.endsWith('/answer') && --left === 0) resolve()
    })
  })
  await Promise.all([kiosk.say('ask', first), kiosk.say('ask', second)])
  await both
  await hub.inspect(async ({ db }) => {
    assert.is((await db.selectFrom('loan').selectAll().execute()).length, 1)
  })
})

test('an id that was another question gets no answer', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const session = await sessionOf(kiosk, 'identify-1')
  await kiosk.ask('checkout', { session, item: GOSTA, parts: 1 }, 'the-same-id')
  const renew = await kiosk.asking('renew', { session, loan: null }, 'the-same-id')
  await kiosk.say('ask', renew)
  await hub.logged('a message failed here', 'an ask of another kind had this id')
})

test('many questions at once are each answered', async () => {
  await using hub = await startTestHub()
  await using one = await openVoice(hub.mqtt, 'svardsjo-1')
  await using other = await openVoice(hub.mqtt, 'svardsjo-2')
  const ask = (voice: Voice, n: number) => voice.ask('item', { item: GOSTA }, `item-00${n}`)
  const numbers = Array.from({ length: 8 }, (_, n) => n + 10)
  const answers = await Promise.all(numbers.flatMap((n) => [ask(one, n), ask(other, n)]))
  assert.is(answers.filter(({ ok }) => ok).length, 16)
})

type Rubbish = readonly [what: string, payload: string, reason: string]
const id = 'ask-0001'

const rubbish = async (voice: Voice): Promise<readonly Rubbish[]> => {
  const { sealed: item, ...outside } = JSON.parse(
    await voice.asking('item', { item: GOSTA }, id),
  )
  const ask = (kind: string, sealed: string, more: object = {}) =>
    JSON.stringify({ ...outside, kind, sealed, ...more })
  return [
    ['nothing', '', 'not-json'],
    ['half a message', '{"v":1,"id":"ask-', 'not-json'],
    ['a null', 'null', 'wrong-shape at the whole'],
    ['a number', '7', 'wrong-shape at the whole'],
    ['no id', '{"v":1}', 'wrong-shape at id'],
    ['deep nesting', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'wrong-shape'],
    ['a body that is not sealed', ask('item', 'x'.repeat(60)), 'not-sealed-with-this-key'],
    ['another number outside', ask('item', item, { n: 99 }), 'sealed-for-another-place'],
    ['another boot outside', ask('item', item, { epoch: 2 }), 'not-sealed-with-this-key'],
    ['a protocol of tomorrow', ask('item', item, { v: 2 }), 'newer-protocol'],
    ['no number', ask('item', item, { n: undefined }), 'wrong-shape at n'],
    [
      'another id outside',
      ask('item', item, { id: 'ask-0002' }),
      'sealed-for-another-place',
    ],
    ['a kind of tomorrow', ask('sing', item), 'unknown-kind'],
    ['a prototype as kind', ask('__proto__', item), 'unknown-kind'],
    ['another kind’s request', ask('entry', item), 'entry: wrong-shape at card'],
  ]
}

test('what is no question is set aside with its reason, and the next one is answered', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const all = await rubbish(kiosk)
  for (const [what, payload, reason] of all) {
    await kiosk.say('ask', payload)
    await hub.logged('set aside a message', '"channel":"ask"', reason)
    const next = await kiosk.ask('item', { item: GOSTA }, 'item-next')
    assert.is(next.ok, true, what)
  }
  await hub.inspect(async ({ db }) => {
    const aside = await db.selectFrom('dead_letter').selectAll().orderBy('id').execute()
    assert.is(aside.length, all.length)
    for (const [index, row] of aside.entries())
      assert.match(row.reason, all[index]?.[2] ?? 'nothing')
    for (const { bytes } of aside) assert.not.match(Buffer.from(bytes).toString(), GOSTA.id)
  })
})

test('a question played again by the broker is not answered, and is an alarm', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const wrong = { ...AINO, pin: '1357', at: THURSDAY_EVENING }
  const recorded = await kiosk.asking('entry', wrong, 'entry-001')
  const answered = kiosk.next('answer')
  await kiosk.say('ask', recorded)
  await answered
  for (let times = 0; times < 9; times++) await kiosk.say('ask', recorded)
  await hub.logged('"alarm":"replayed"', 'entry: heard-before')
  // Nine wrong PINs more would have locked her out.
  const right = { ...AINO, at: THURSDAY_EVENING }
  assert.is((await kiosk.ask('entry', right, 'entry-002')).ok, true)
})

test('a question of an earlier boot is not answered in a later one', async () => {
  await using hub = await startTestHub()
  await using before = await openVoice(hub.mqtt, 'svardsjo-1', 1)
  const recorded = await before.asking('item', { item: GOSTA }, 'item-0001')
  await before.vanish()
  await using after = await openVoice(hub.mqtt, 'svardsjo-1', 2)
  await after.ask('item', { item: GOSTA }, 'item-0002')
  await after.say('ask', recorded)
  await hub.logged('"alarm":"replayed"', 'item: of-an-earlier-boot')
})

test('a question sealed by another kiosk is none', async () => {
  await using hub = await startTestHub()
  await using one = await openVoice(hub.mqtt, 'svardsjo-1')
  await using other = await openVoice(hub.mqtt, 'svardsjo-2')
  const sealed = await one.sealed('ask', `1.${id}`, { item: GOSTA })
  const ask = { v: 1, id, epoch: 1, n: 1, kind: 'item', sealed }
  await other.say('ask', JSON.stringify(ask))
  await hub.logged('"kiosk":"svardsjo-2"', 'not-sealed-with-this-key')
})

test('a question whose time is over is not carried out', async () => {
  const never = () => Promise.reject(new Error('carried out'))
  const duties: Duties = {
    entry: never,
    identify: never,
    account: never,
    item: never,
    'offline-list': never,
    'offline-page': never,
    end: never,
    checkout: never,
    renew: never,
  }
  const secret = secretOf('svardsjo-1')
  const at = addressOf('svardsjo-1')
  const { seal: key, password } = deriveKeys(secret)
  const likeness = likenessOf(secret)
  const kiosk = { at, key, keyOf: bootKeys(secret), likeness, password }
  const place = { kiosk: 'svardsjo-1', channel: 'ask', id: `1.${id}` }
  const sealed = seal(kiosk.keyOf(1), place, { item: GOSTA })
  const told = {
    alarms: { raise: () => {}, over: () => {} },
    clock: createClock(),
    duties,
    line: { publish: never },
    log: pino({ enabled: false }),
  }
  const over = performance.now() - 1
  const asked = { v: 1, id, epoch: 1, n: 1, kind: 'item', sealed }
  await answerAsk(told, kiosk, asked, over)
})

test('a configuration waits for every kiosk, sealed for it alone', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const config =
    kiosk.heard.find(({ channel }) => channel === 'config') ?? (await kiosk.next('config'))
  const opened = await kiosk.opened(
    'config',
    String(config.body.version),
    config.body.sealed,
  )
  const { branch, version } = opened as { branch: { id: string }; version: number }
  assert.is(branch.id, 'svardsjo')
  assert.is(version, config.body.version)
  assert.not.match(config.bytes, 'Svärdsjö')
})

test('a kiosk that tells much holds up nobody else’s question', async () => {
  await using hub = await startTestHub()
  await using busy = await openVoice(hub.mqtt, 'svardsjo-1')
  await using asking = await openVoice(hub.mqtt, 'svardsjo-2')
  const many = Array.from({ length: 20 }, (_, n) =>
    busy.batch(
      1,
      n * 10 + 1,
      rows(n * 10 + 1, ...Array(10).fill({ kind: 'started', at: 1 })),
    ),
  )
  assert.is((await asking.ask('item', { item: GOSTA }, 'item-0001')).ok, true)
  await Promise.all(many)
})

test.run()
