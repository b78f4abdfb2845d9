// What a wire, a broker and a clumsy sender may do to what passes, whichever broker is between: half
// open, slow, in pieces, twice, in another order, poisoned (faults 21, 22 and 24–29; E1, E6).

import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Asked } from '../../../device/link/questions.ts'
import { openLog } from '../../../device/log.ts'
import type { AskKind, RequestOf } from '../../../hub/protocol/asks.ts'
import type { Channel } from '../../../hub/protocol/topics.ts'
import { topicOf } from '../../../hub/protocol/topics.ts'
import {
  BROKERS,
  type BrokerName,
  isOnline,
  type Kiosk,
  type KioskWays,
  openStage,
  rowsLeft,
  type Stage,
} from '../../support/brokers.ts'
import { type ChaosProxy, openChaosProxy } from '../../support/chaos-proxy.ts'
import { addressOf, THURSDAY_EVENING as at } from '../../support/hub.ts'
import { readRows } from '../../support/hub-records.ts'
import { listening, type Told } from '../../support/listening.ts'
import { has, needing } from '../../support/packages.ts'
import { FAR_TOO_LARGE, POISON, spoiledOf } from '../../support/poison.ts'
import { rows, type Voice } from '../../support/voice.ts'

const [alpha, beta] = ['svardsjo-1', 'svardsjo-2'] as const
const AINO = { card: '21080000000015', pin: '2468' }
const OMAR = { card: '21080000000023', pin: '2468' }
const WRONG = '1357'
const [GOSTA, PAPPAN] = [
  { id: '31080000000013', owner: null },
  { id: '31080000000021', owner: null },
] as const
const NO_ANSWER = { ok: false, reason: 'no-answer' }

const DAY_MS = 24 * 60 * 60_000
const started = (n: number) => ({ kind: 'started', at: at + n }) as const

/** Asked again until there is an answer, as a patron does where a machine is at its limits. */
const answered = async <K extends AskKind>(
  { link }: Kiosk,
  kind: K,
  request: RequestOf<K>,
  id?: string,
): Promise<Extract<Asked<K>, { ok: true }>['answer']> => {
  for (;;) {
    const asked = await link.ask('desk', kind, request, id === undefined ? {} : { id })
    if (asked.ok) return asked.answer
    if (asked.reason === 'malformed') throw new Error(`a malformed ${kind}`)
    await isOnline({ link })
  }
}

const signedIn = async (
  kiosk: Kiosk,
  who = AINO,
): Promise<{ session: string; patron: string }> => {
  const answer = await answered(kiosk, 'identify', who)
  if (!answer.ok) throw new Error(answer.reason)
  return answer
}

const lentTo = async (kiosk: Kiosk, session: string): Promise<string[]> => {
  const answer = await answered(kiosk, 'account', { session })
  if (!answer.ok) throw new Error(answer.reason)
  return answer.loans.map(({ item }) => item.id)
}

/** A loan, told and returned. */
const visit = async (kiosk: Kiosk, id: string): Promise<void> => {
  const { journal } = kiosk
  const { session, patron } = await signedIn(kiosk)
  await journal.append({ kind: 'visit', at, patron })
  const lend = { session, item: GOSTA, parts: 1 }
  const lent = await answered(kiosk, 'checkout', lend, id)
  assert.ok(lent.ok)
  assert.equal(await lentTo(kiosk, session), [GOSTA.id])
  const item = GOSTA
  if (lent.ok)
    await journal.append({ kind: 'checkout', at, loan: lent.loan, item, patron, parts: 1 })
  await journal.append({ kind: 'checkin', at, item, where: 'chute', bin: 1 })
  await rowsLeft(kiosk)
  assert.equal(await lentTo(kiosk, session), [])
  await answered(kiosk, 'end', { session })
}

type Context = { stage: Stage; epochs: number }

/** A kiosk that says whatever it is told to, in a boot of its own. */
const voiceOn = (context: Context): Promise<Voice> => {
  context.epochs += 1
  return context.stage.voice(beta, undefined, context.epochs)
}

const readHub = <Row>({ hub }: Stage, sql: string): Promise<Row[]> =>
  readRows<Row>(join(hub.folder, 'hub.sqlite'), sql)

type Rigged = AsyncDisposable & { proxy: ChaosProxy; kiosk: Kiosk; said: Told<string> }

/** A kiosk behind a proxy, and what its log says. */
const rigged = async ({ url, kiosk }: Stage, ways: KioskWays = {}): Promise<Rigged> => {
  const said = listening<string>()
  const write = (line: string): void => said.tell(JSON.parse(line).msg)
  const log = openLog({ level: 'debug', to: { write } })
  const proxy = await openChaosProxy(url)
  const opened = await kiosk(alpha, { log, ...ways, url: proxy.url })
  return {
    proxy,
    said,
    kiosk: opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

const is = (wanted: string) => (told: string) => told === wanted

for (const broker of BROKERS) {
  const test = suite<Context>(`the wire on ${broker}`)
  const isThere = broker !== 'Mosquitto' || has('mosquitto')
  test.before(async (context) => {
    if (isThere) Object.assign(context, { stage: await openStage(broker), epochs: 0 })
  })
  test.after(async ({ stage }) => {
    if (isThere) await stage[Symbol.asyncDispose]()
  })
  const on = broker === 'Mosquitto' ? needing(test, 'mosquitto') : test

  on(
    'half open, it costs a patron her patience and loses nothing (fault 24)',
    async ({ stage }) => {
      await using rig = await rigged(stage)
      const { kiosk, proxy } = rig
      await isOnline(kiosk)
      proxy.freeze()
      for (let n = 0; n < 5; n += 1) await kiosk.journal.append(started(n))
      assert.equal(await kiosk.link.ask('door', 'entry', { ...AINO, at }), NO_ANSWER)
      assert.is(kiosk.link.online, false)
      assert.is(proxy.callers, 1, 'decided while the line still looked well')
      proxy.thaw()
      await isOnline(kiosk)
      await rowsLeft(kiosk)
      assert.is(proxy.callers, 1, 'a line that wakes up is kept')
    },
  )

  on(
    'half open for good, another line is laid and nothing is lost (fault 24)',
    async ({ stage }) => {
      await using rig = await rigged(stage, { keepaliveSeconds: 1 })
      const { kiosk, proxy, said } = rig
      await isOnline(kiosk)
      proxy.freeze()
      for (let n = 0; n < 5; n += 1) await kiosk.journal.append(started(n))
      await said.next(is('not connected to the hub'))
      proxy.thaw()
      await isOnline(kiosk)
      await rowsLeft(kiosk)
      assert.ok(proxy.callers > 1)
    },
  )

  on(
    'an answer too late is ignored, and what the hub has done is known again (fault 25)',
    async ({ stage }) => {
      await using rig = await rigged(stage)
      const { kiosk, proxy, said } = rig
      await isOnline(kiosk)
      const { session, patron } = await signedIn(kiosk)
      await rowsLeft(kiosk)
      proxy.slow(1000)
      const { ask } = kiosk.link
      const lend = (item: RequestOf<'checkout'>['item'], id: string) =>
        ask('desk', 'checkout', { session, item, parts: 1 }, { id })
      const [kept, left] = [`kept-${kiosk.journal.epoch}`, `left-${kiosk.journal.epoch}`]
      const tries = Array.from({ length: 5 }, () =>
        ask('door', 'entry', { ...OMAR, pin: WRONG, at }),
      )
      const late = await Promise.all([lend(GOSTA, kept), lend(PAPPAN, left), ...tries])
      for (const one of late) assert.equal(one, NO_ANSWER)
      assert.is(kiosk.link.online, false)
      await said.next(is('an answer nobody waits for'))
      proxy.slow(0)
      await isOnline(kiosk)
      // Lent without the hub, as the kiosk does then: it is the loan the hub had made.
      await kiosk.journal.append({
        kind: 'checkout',
        at,
        loan: null,
        item: GOSTA,
        patron,
        parts: 1,
      })
      // Left on the pad: the same question tells which loan there is to undo.
      const learned = await answered(
        kiosk,
        'checkout',
        { session, item: PAPPAN, parts: 1 },
        left,
      )
      const loan = learned.ok ? learned.loan : 'none'
      await kiosk.journal.append({
        kind: 'checkout-undone',
        at,
        loan,
        item: PAPPAN,
        reason: 'taken-too-early',
      })
      await rowsLeft(kiosk)
      assert.equal(await lentTo(kiosk, session), [GOSTA.id])
      assert.equal(await readHub(stage, 'select kind from work_list'), [])
      // The tries that nobody was answered count all the same.
      const fifth = await answered(kiosk, 'entry', { ...OMAR, at })
      assert.equal(fifth, { ok: false, reason: 'locked-out' })
      await kiosk.journal.append({
        kind: 'checkin',
        at,
        item: GOSTA,
        where: 'chute',
        bin: 1,
      })
      await rowsLeft(kiosk)
    },
  )

  on(
    'a byte at a time, and in lumps, a whole visit passes (fault 26)',
    async ({ stage }) => {
      await using rig = await rigged(stage)
      const { kiosk, proxy } = rig
      for (const line of [proxy, stage.hubLine]) line?.split(1)
      proxy.cut()
      await visit(kiosk, 'byte-by-byte')
      for (const line of [proxy, stage.hubLine]) line?.split(0)
      for (const line of [proxy, stage.hubLine]) line?.gather(50)
      proxy.cut()
      await visit(kiosk, 'in-lumps-1')
      for (const line of [proxy, stage.hubLine]) line?.gather(0)
    },
  )

  on('what arrives twice has one effect (fault 27)', async (context) => {
    const { stage } = context
    await using voice = await voiceOn(context)
    const twice = async (channel: Channel, bytes: string): Promise<void> => {
      await voice.say(channel, bytes)
      const topic = topicOf(addressOf(beta), channel)
      await voice.client.publishAsync(topic, bytes, { qos: 1, dup: true })
    }
    const askTwice = async (
      kind: AskKind,
      request: object,
      id: string,
    ): Promise<unknown> => {
      const answer = voice.next('answer', ({ body }) => body.id === id)
      await twice('ask', await voice.asking(kind, request, id))
      return voice.opened('answer', id, (await answer).body.sealed)
    }
    const [before = { tries: 0 }] = await readHub<{ tries: number }>(
      stage,
      'select count(*) as tries from pin_attempt',
    )
    // Two mistakes heard twice are two.
    for (const n of [1, 2])
      await askTwice('entry', { ...AINO, pin: WRONG, at }, `wrong-pin-${n}`)
    await stage.hub.logged('"alarm":"replayed"', 'entry: heard-before')
    const tries = await readHub(stage, 'select count(*) as count from pin_attempt')
    assert.equal(tries, [{ count: before.tries + 2 }])
    const identified = (await askTwice('identify', AINO, 'identify-1')) as {
      session: string
      patron: string
    }
    const { session, patron } = identified
    const lend = { session, item: PAPPAN, parts: 1 }
    const lent = (await askTwice('checkout', lend, 'checkout-1')) as { loan: string }
    assert.equal(await voice.ask('checkout', lend, 'checkout-1'), lent)
    // A day later, since a loan of today gains nothing.
    stage.hub.clock.set(at + DAY_MS, 1)
    const next = await voice.ask('identify', AINO, 'identify-2')
    const renew = { session: next.ok ? next.session : '', loan: null }
    const renewed = await askTwice('renew', renew, 'renew-001')
    assert.equal(await voice.ask('renew', renew, 'renew-001'), renewed)
    stage.hub.clock.set(at, 1)
    const loans = await readHub(
      stage,
      `select renewals from loan where id = '${lent.loan}'`,
    )
    assert.equal(loans, [{ renewals: 1 }])
    const epoch = context.epochs
    const told = rows(
      1,
      { kind: 'visit', at, patron },
      { kind: 'checkin', at, item: PAPPAN, where: 'desk', bin: null },
    )
    const visits = await visitsOf(stage)
    const sealed = await voice.sealed('event', `${epoch}.1.2`, told)
    await twice('event', JSON.stringify({ v: 1, epoch, first: 1, last: 2, sealed }))
    assert.equal(await voice.batch(epoch, 1, told), { upTo: 2 })
    assert.is(await visitsOf(stage), visits + 1)
    for (const channel of ['state', 'reported'] as const)
      await twice(channel, JSON.stringify({ v: 1, version: 1, status: 'ready', epoch }))
    await askTwice('end', { session }, 'the-end-01')
    assert.equal(await voice.ask('account', { session }, 'account-1'), {
      ok: false,
      reason: 'no-session',
    })
    const tried = await readHub<{ count: number }>(
      stage,
      `select count(*) as count from loan where closed is null`,
    )
    assert.equal(tried, [{ count: 0 }])
  })

  on(
    'in another order it comes to the same, and what is missing is asked for (fault 28)',
    async (context) => {
      const { stage } = context
      await using voice = await voiceOn(context)
      const epoch = context.epochs
      const who = await voice.ask('identify', AINO, 'identify-1')
      const patron = who.ok ? who.patron : ''
      const row = (seq: number) => rows(seq, { kind: 'visit', at: at + seq, patron })
      const before = await visitsOf(stage)
      const taken: number[] = []
      for (const seq of [1, 2, 3, 5, 4, 6, 5, 6])
        taken.push((await voice.batch(epoch, seq, row(seq))).upTo)
      assert.equal(taken, [1, 2, 3, 3, 4, 4, 5, 6])
      assert.is(await visitsOf(stage), before + 6)
      // Questions that overtake one another are each answered.
      const ids = ['item-0001', 'item-0002', 'item-0003']
      const asks: string[] = []
      for (const id of ids) asks.push(await voice.asking('item', { item: GOSTA }, id))
      for (const [n, id] of [...ids.entries()].reverse()) {
        const answer = voice.next('answer', ({ body }) => body.id === id)
        await voice.say('ask', asks[n] ?? '')
        await answer
      }
      // The will of a boot that is over comes after the state of the next.
      await voice.state('ready', epoch)
      await voice.state('lost', epoch - 1)
      // States and rows of one kiosk are taken in turn: once this is, so is the will.
      await voice.batch(epoch, 7, row(7))
      const seen = await readHub(
        stage,
        `select status, epoch from kiosk_seen where kiosk = '${beta}'`,
      )
      assert.equal(seen, [{ status: 'ready', epoch }])
    },
  )

  on(
    'poison on any channel is set aside, and the next question is answered (fault 29)',
    async (context) => {
      const { stage } = context
      let voice = await voiceOn(context)
      let asked = 0
      const isServed = async (): Promise<boolean> => {
        asked += 1
        return (await voice.ask('item', { item: GOSTA }, `after-poison-${asked}`)).ok
      }
      // Mosquitto takes an empty retained message for “forget what is there”, so none is retained here.
      const heard = ['ask', 'event', 'state', 'reported'] as const
      for (const [what, bytes] of POISON) {
        for (const channel of heard) await voice.say(channel, bytes)
        assert.ok(await isServed(), what)
      }
      const messages = [
        await voice.asking('item', { item: GOSTA }, 'to-be-spoiled'),
        JSON.stringify({
          v: 1,
          epoch: context.epochs,
          first: 1,
          last: 1,
          sealed: await voice.sealed('event', `${context.epochs}.1.1`, []),
        }),
      ]
      for (const [n, channel] of (['ask', 'event'] as const).entries()) {
        const spoiled = fc.sample(spoiledOf(messages[n] ?? ''), { numRuns: 48, seed: 29 })
        // Fewer at a time than the hub takes at once of a kiosk: more would be turned away.
        for (let first = 0; first < spoiled.length; first += 8) {
          for (const one of spoiled.slice(first, first + 8))
            await voice.say(channel, Buffer.from(one))
          assert.ok(await isServed(), `spoiled messages on ${channel}`)
        }
      }
      const closed = new Promise<void>((resolve) =>
        voice.client.once('close', () => resolve()),
      )
      voice.client.publish(topicOf(addressOf(beta), 'event'), FAR_TOO_LARGE, { qos: 0 })
      await closed
      await voice[Symbol.asyncDispose]()
      voice = await voiceOn(context)
      assert.ok(await isServed(), 'ten megabytes')
      await voice[Symbol.asyncDispose]()
      const [letters] = await readHub<{ count: number; failed: number }>(
        stage,
        `select count(*) as count, sum(reason = '') as failed from dead_letter`,
      )
      assert.ok((letters?.count ?? 0) > POISON.length)
      assert.is(letters?.failed, 0, 'each has its reason')
      assert.not.match(stage.hub.log(), 'a message failed here')
    },
  )

  for (const signal of broker === 'Mosquitto'
    ? (['SIGTERM', 'SIGKILL'] as const)
    : (['SIGTERM'] as const))
    on(
      `a broker that was ended by ${signal} is told again what it keeps, and misses no row (E1, faults 21, 22)`,
      async (context) => {
        const { stage } = context
        await using rig = await rigged(stage)
        const { kiosk } = rig
        await isOnline(kiosk)
        for (let n = 0; n < 50; n += 1) await kiosk.journal.append(started(n))
        const restarted = stage.restartBroker(signal)
        for (let n = 50; n < 60; n += 1) await kiosk.journal.append(started(n))
        await restarted
        await rowsLeft(kiosk)
        const { epoch } = kiosk.journal
        const taken = await readHub(
          stage,
          `select count(*) as rows, max(seq) as last from inbox where epoch = ${epoch}`,
        )
        assert.equal(taken, [{ rows: 60, last: 60 }])
        await using voice = await voiceOn(context)
        const isConfig = ({ channel }: { channel: Channel }): boolean =>
          channel === 'config'
        if (!voice.heard.some(isConfig)) await voice.next('config')
        await visit(kiosk, `after-${signal}`)
      },
    )

  test.run()
}

const far = suite('the wire to a kiosk far away')

far(
  'with two seconds there and back a kiosk still connects and tells (fault 25)',
  async () => {
    const brokers = BROKERS.filter((broker) => broker !== 'Mosquitto' || has('mosquitto'))
    const tell = async (broker: BrokerName): Promise<void> => {
      await using stage = await openStage(broker)
      await using rig = await rigged(stage)
      const { kiosk, proxy } = rig
      await isOnline(kiosk)
      proxy.slow(1000)
      proxy.cut()
      await isOnline(kiosk, false)
      await kiosk.journal.append(started(1))
      await rowsLeft(kiosk)
      assert.is(proxy.callers, 2, 'at the first attempt')
    }
    // At the same time: it is all waiting.
    await Promise.all(brokers.map(tell))
  },
)

far.run()

const visitsOf = async (stage: Stage): Promise<number> => {
  const [counted] = await readHub<{ visits: number | null }>(
    stage,
    'select sum(count) as visits from visit_count',
  )
  return counted?.visits ?? 0
}
