// A whole day of a branch, from opening to closing, with everything that passes at the broker heard by
// one who may hear all: no card, PIN, name, title, author or item is among it, nor in any log.
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Asked } from '../../device/link/questions.ts'
import { openLog } from '../../device/log.ts'
import type { AnswerOf, AskKind, RequestOf } from '../../hub/protocol/asks.ts'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { DEMO_BRANCH } from '../../provisioning/demo/collection.ts'
import {
  BROKERS,
  type BrokerName,
  isOnline,
  type Kiosk,
  openStage,
  rowsLeft,
  type Stage,
} from '../support/brokers.ts'
import { type ChaosProxy, openChaosProxy } from '../support/chaos-proxy.ts'
import { EAR, type Ear, openEar } from '../support/ear.ts'
import { readRows } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'
import { tracesIn } from '../support/traces.ts'
import { until } from '../support/until.ts'
import type { Voice } from '../support/voice.ts'

const [alpha, beta] = ['svardsjo-1', 'svardsjo-2'] as const
const HOUR_MS = 60 * 60_000
/** Thursday 19 November 2026, when the doors open to patrons by themselves; and closing. */
const [OPENS, CLOSES] = [Date.UTC(2026, 10, 19, 6), Date.UTC(2026, 10, 19, 20)] as const
const PATRONS = 28
const WRONG_PIN = '97531864'
const STRANGER = '21080000009990'

const number = (prefix: string, n: number): string =>
  `${prefix}${String(n * 7919 + 100_003).padStart(9, '0')}`

/** Words nobody would write by chance, with letters that are dressed in more than one way. */
const patronOf = (n: number) => ({
  name: `Åsaklara${n}x Sörmläning${n}x`,
  born: n % 9 === 4 ? '2012-05-01' : '1980-05-01',
  member: 'falun',
  card: number('21080', n),
  pin: String(31_415_926 + n * 1_234_567).slice(0, 8),
  language: 'sv',
  agreement: n % 9 === 5 ? null : '2026-01-10',
  ...(n % 9 === 6 && { blocked: true }),
})

const bookOf = (n: number) => ({
  item: number('31080', n),
  name: `Den ${n}:e vårvinterns återkomst`,
  author: `Ödesbringaren Ågren ${n}`,
})

const patrons = Array.from({ length: PATRONS }, (_, n) => patronOf(n))
const books = Array.from({ length: PATRONS }, (_, n) => bookOf(n))

const collection = {
  patrons,
  titles: books.map(({ item, name, author }) => ({ title: `t-${item}`, name, author })),
  items: books.map(({ item }) => ({
    item,
    title: `t-${item}`,
    owner: DEMO_BRANCH,
    parts: 1,
  })),
  holds: [{ title: `t-${books[3]?.item}`, card: patrons[2]?.card, pickup: DEMO_BRANCH }],
}

const SECRETS: readonly string[] = [
  ...patrons.flatMap(({ card, pin, name }) => [card, pin, name, ...name.split(' ')]),
  ...books.flatMap(({ item, name, author }) => [item, name, author]),
  WRONG_PIN,
  STRANGER,
]

type Day = { stage: Stage; kiosk: Kiosk; proxy: ChaosProxy; offline: boolean }

/** Asked again where a machine at its limits gave no answer, but not while the line is down. */
const ask = async <K extends AskKind>(
  { kiosk, offline }: Day,
  kind: K,
  request: RequestOf<K>,
  id?: string,
): Promise<AnswerOf<K> | undefined> => {
  for (;;) {
    const asked: Asked<K> = await kiosk.link.ask(
      'desk',
      kind,
      request,
      id === undefined ? {} : { id },
    )
    if (asked.ok) return asked.answer
    if (offline) return undefined
    if (asked.reason === 'malformed') throw new Error(`a malformed ${kind}`)
    await isOnline(kiosk)
  }
}

const tell = (day: Day, ...events: KioskEvent[]): Promise<unknown> =>
  Promise.all(events.map((event) => day.kiosk.journal.append(event)))

/** At the door, at the desk, and a return through the chute. */
const visit = async (day: Day, n: number, at: number): Promise<void> => {
  const [{ card, pin }, { item: id }] = [patronOf(n), bookOf(n)]
  const item = { id, owner: null }
  if (n % 4 === 0) await ask(day, 'entry', { card, pin: WRONG_PIN, at })
  const entered = await ask(day, 'entry', { card, pin, at })
  if (entered === undefined || !entered.ok)
    return void (await tell(day, {
      kind: 'entry-refused',
      at,
      reason: entered?.reason ?? 'no-answer',
    }))
  const { patron } = entered
  await tell(day, { kind: 'visit', at, patron }, { kind: 'door', at, what: 'opened' })
  const who = await ask(day, 'identify', { card, pin })
  if (!who?.ok) return
  const { session } = who
  const lent = await ask(day, 'checkout', { session, item, parts: 1 }, `lend-book-${n}`)
  if (lent?.ok)
    await tell(day, { kind: 'checkout', at, loan: lent.loan, item, patron, parts: 1 })
  else if (lent !== undefined)
    await tell(day, { kind: 'checkout-refused', at, item, reason: lent.reason })
  await ask(day, 'account', { session })
  await ask(day, 'renew', { session, loan: null })
  await ask(day, 'item', { item })
  await ask(day, 'end', { session })
  if (n % 3 === 0) await tell(day, { kind: 'checkin', at, item, where: 'chute', bin: 1 })
}

/** Nobody is let in, but who was inside goes on, and books come home. */
const withoutLine = async (day: Day, at: number): Promise<void> => {
  day.proxy.freeze()
  const off: Day = { ...day, offline: true }
  await ask(off, 'entry', { card: STRANGER, pin: WRONG_PIN, at })
  for (const { item: id } of books.slice(0, 8)) {
    const item = { id, owner: null }
    await tell(off, { kind: 'checkin', at, item, where: 'chute', bin: 1 })
    await tell(off, {
      kind: 'checkout',
      at,
      loan: null,
      item,
      patron: 'patron-key-0001',
      parts: 1,
    })
  }
  day.proxy.cut()
  day.proxy.thaw()
  await rowsLeft(day.kiosk)
}

/** What no kiosk of ours would say, with people in it: sealed, as a faulty build would. */
const faultyBuild = async (voice: Voice, day: Day): Promise<void> => {
  const [{ card, pin, name }] = [patronOf(1)]
  await voice.batch(1, 1, [
    { seq: 1, event: { kind: 'checkin', at: 0, item: card, where: name } },
  ])
  await voice.say('ask', await voice.asking('checkout', { card, pin, name }, 'ask-wrong'))
  await day.stage.hub.logged('set aside a message', 'checkout: wrong-shape at session')
}

const bytesOf = ({ passed }: Ear): Buffer =>
  Buffer.concat(
    passed.flatMap(({ topic, payload }) => [Buffer.from(`\n${topic} `), payload]),
  )

const wholeDay = async (broker: BrokerName): Promise<void> => {
  const lines: string[] = []
  const log = openLog({ level: 'trace', to: { write: (line) => lines.push(line) } })
  await using ear = openEar(broker)
  await using stage = await openStage(broker, { collection, ear: EAR })
  await ear.attend(stage)
  await using proxy = await openChaosProxy(stage.url)
  await using kiosk = await stage.kiosk(alpha, { url: proxy.url, log })
  await using voice = await stage.voice(beta)
  const day: Day = { stage, kiosk, proxy, offline: false }
  for (let n = 0; n < PATRONS; n += 1) {
    const at = OPENS + HOUR_MS / 2 + Math.round((n * (CLOSES - OPENS - HOUR_MS)) / PATRONS)
    stage.hub.clock.set(at, 1)
    await visit(day, n, at)
    if (n === PATRONS / 2) await withoutLine(day, at)
  }
  await ask(day, 'entry', { card: STRANGER, pin: WRONG_PIN, at: CLOSES })
  await faultyBuild(voice, day)
  await rowsLeft(kiosk)

  const [told] = await readRows<{ visits: number; loans: number }>(
    join(stage.hub.folder, 'hub.sqlite'),
    'select (select sum(count) from visit_count) as visits, count(*) as loans from loan',
  )
  assert.ok((told?.visits ?? 0) > PATRONS / 2 && (told?.visits ?? 0) < PATRONS)
  assert.ok((told?.loans ?? 0) > PATRONS / 2)
  const channels = new Set(ear.passed.map(({ topic }) => topic.split('/').at(-1)))
  for (const channel of ['state', 'event', 'ack', 'ask', 'answer', 'config', 'reported'])
    assert.ok(channels.has(channel), `${channel} was heard`)
  assert.ok(
    ear.passed.some(({ retain }) => retain),
    'and what was retained',
  )
  assert.ok(ear.passed.length > 12 * PATRONS, `${ear.passed.length} messages`)
  const logs = {
    hub: stage.hub.log(),
    kiosk: lines.join(''),
    broker: stage.mosquitto?.log() ?? '',
  }
  assert.equal(tracesIn(bytesOf(ear), SECRETS), [], 'passed the broker')
  for (const [whose, text] of Object.entries(logs))
    assert.equal(
      tracesIn(Buffer.from(text), SECRETS),
      [],
      `stands in the log of the ${whose}`,
    )

  // That it would have been found: one word, in a field that readers ignore.
  const [{ name }] = [patronOf(7)]
  const mood = Buffer.from(`it is ${name}`).toString('base64url')
  await voice.say('reported', JSON.stringify({ v: 1, version: 1, mood }))
  await until(
    heardBy(ear),
    'heard',
    (passed) => passed.at(-1)?.payload.includes(mood) ?? false,
  )
  assert.equal(tracesIn(bytesOf(ear), SECRETS), [name, ...name.split(' ')])
}

const LOOK_MS = 20
/** A broker confirms to the one who speaks before it tells the one who hears. */
const heardBy = ({ passed }: Ear) => ({
  now: () => passed,
  onChange: (listener: () => void) => {
    const timer = setInterval(listener, LOOK_MS)
    return () => clearInterval(timer)
  },
})

const day = suite('a whole day')

for (const broker of BROKERS) {
  const through = broker === 'Mosquitto' ? needing(day, 'mosquitto') : day
  through(`${broker} and every log see nobody, no title and no item`, () =>
    wholeDay(broker),
  )
}

day('a word is found in whatever dress, and nothing where it is not', () => {
  const { name, card } = patronOf(3)
  const plain = Buffer.from('all is well, {"v":1,"sealed":"eyJhbGciOiJkaXIifQ..x"}')
  const dressed: Record<string, Buffer | string> = {
    plain: name,
    latin1: Buffer.from(name, 'latin1'),
    wide: Buffer.from(name, 'utf16le'),
    upper: name.toUpperCase(),
    decomposed: name.normalize('NFD'),
    escaped: JSON.stringify(name)
      .replace('Å', '\\u00c5')
      .replace('ö', '\\u00f6')
      .replace('ä', '\\u00e4'),
    percent: encodeURIComponent(name),
    hex: Buffer.from(name).toString('hex'),
    backwards: [...name].reverse().join(''),
    ...Object.fromEntries(
      ['', 'x', 'xy'].flatMap((before) =>
        (['base64', 'base64url'] as const).map((how) => [
          `${how} after “${before}”`,
          Buffer.from(`${before}${name}!`).toString(how),
        ]),
      ),
    ),
  }
  for (const [how, bytes] of Object.entries(dressed))
    assert.equal(
      tracesIn(Buffer.concat([plain, Buffer.from(bytes), plain]), [card, name]),
      [name],
      how,
    )
  assert.equal(tracesIn(plain, SECRETS), [])
})

day.run()
