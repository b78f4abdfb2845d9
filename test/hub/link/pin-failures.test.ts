// Guesses at doors that cannot ask the hub add up when they can (threat 5).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kioskConfiguration } from '../../../hub/protocol/configuration.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { sealCard } from '../../../hub/protocol/sealed-card.ts'
import { THURSDAY_EVENING as at, startTestHub, type TestHub } from '../../support/hub.ts'
import { openVoice, rows, type Voice } from '../../support/voice.ts'

const [AINO, OMAR] = ['21080000000015', '21080000000023']
const PIN = '2468'
const EPOCH = 1_763_500_000
const HOUR_MS = 60 * 60_000

const configured = async (kiosk: Voice) => {
  const { body } =
    kiosk.heard.find(({ channel }) => channel === 'config') ?? (await kiosk.next('config'))
  const opened = await kiosk.opened('config', String(body.version), body.sealed)
  return kioskConfiguration.parse(opened)
}

const failedAt = async (kiosk: Voice, card: string, when = at): Promise<KioskEvent> => {
  const { cardKey } = await configured(kiosk)
  assert.ok(cardKey, 'every kiosk is told the key')
  return { kind: 'pin-failed-offline', at: when, card: await sealCard(cardKey, card) }
}

const enter = (kiosk: Voice, card: string, id: string) =>
  kiosk.ask('entry', { card, pin: PIN, at }, id)

const kept = (hub: TestHub) =>
  hub.inspect(async ({ db }) =>
    JSON.stringify([
      await db.selectFrom('inbox').selectAll().execute(),
      await db.selectFrom('pin_attempt').selectAll().execute(),
    ]),
  )

test('wrong PINs at doors that could not ask add up once they are told, each row once (threat 5)', async () => {
  await using hub = await startTestHub()
  await using one = await openVoice(hub.mqtt, 'svardsjo-1', EPOCH)
  await using two = await openVoice(hub.mqtt, 'svardsjo-2', EPOCH)
  const tries = await Promise.all([1, 2, 3].map(() => failedAt(one, AINO, at - HOUR_MS)))
  await one.batch(EPOCH, 1, rows(1, ...tries))
  await one.batch(EPOCH, 1, rows(1, ...tries))
  assert.is((await enter(one, AINO, 'entry-0001')).ok, true, 'three are not five')
  const more = await Promise.all([1, 2, 3].map(() => failedAt(two, AINO)))
  await two.batch(EPOCH, 1, rows(1, ...more))
  await one.batch(
    EPOCH,
    4,
    rows(4, ...(await Promise.all([4, 5].map(() => failedAt(one, AINO))))),
  )
  assert.equal(await enter(one, AINO, 'entry-0002'), { ok: false, reason: 'locked-out' })
  assert.is(
    (await enter(one, OMAR, 'entry-0003')).ok,
    true,
    'and nobody else is locked out',
  )
  hub.clock.set(at + 30 * 60_000, 1)
  assert.is((await enter(two, AINO, 'entry-0004')).ok, true)
  const [told] = tries
  assert.ok(told?.kind === 'pin-failed-offline')
  const written = await kept(hub)
  for (const secret of [AINO, told.card]) assert.is(written.includes(secret), false)
})

test('a card that nobody could have sealed locks nobody out, and the row counts as taken', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', EPOCH)
  const noise: KioskEvent = { kind: 'pin-failed-offline', at, card: 'a.b.c.d.e' }
  assert.equal(await kiosk.batch(EPOCH, 1, rows(1, noise)), { upTo: 1 })
  const tries = await hub.inspect(({ db }) =>
    db.selectFrom('pin_attempt').selectAll().execute(),
  )
  assert.equal(tries, [])
})

test('twenty cards within an hour at a door that could not ask are an alarm (threat 4)', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', EPOCH)
  const cards = Array.from({ length: 20 }, (_, n) => `2108000000${n + 1000}`)
  const told = await Promise.all(
    cards.map((card, n) => failedAt(kiosk, card, at + n * 120_000)),
  )
  await kiosk.batch(EPOCH, 1, rows(1, ...told.slice(0, 19)))
  const many = await Promise.all(cards.map((card) => failedAt(kiosk, card)))
  assert.is(hub.log().includes('"alarm":"many-cards"'), false)
  await kiosk.batch(EPOCH, 20, rows(20, ...many))
  await hub.logged('"alarm":"many-cards"', 'svardsjo-1')
})

test.run()
