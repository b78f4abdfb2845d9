import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Alarm } from '../../../hub/alarms/alarms.ts'
import type { NewPatron } from '../../../hub/registry/patrons.ts'
import { holdPin } from '../../../hub/registry/pin.ts'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { KEY, type Library, openLibrary } from '../../support/library.ts'

const CARD = '21080000000015'
const PIN = '2468'
const WRONG = '1111'

const DURESS = '7531'
const held = await holdPin(PIN, DURESS)

const opened = async (more: Partial<NewPatron> = {}) => {
  const library = await openLibrary()
  const patron = await library.patron(CARD, { ...held, ...more })
  const raised: Alarm[] = []
  const alarms = { raise: (alarm: Alarm) => void raised.push(alarm) }
  const registry = createRegistry({ store: library.store, key: KEY, alarms })
  return {
    ...library,
    raised,
    key: patron,
    enter: (pin: string, { card = CARD, minutes = 0, branch = 'svardsjo' } = {}) => {
      const at = library.at(branch, minutes)
      return registry.enter({ card, pin, at: at.now }, at)
    },
    identify: (pin: string, { card = CARD, minutes = 0 } = {}) =>
      registry.identify({ card, pin }, library.at('svardsjo', minutes)),
  }
}

/** Those of a card that still count for it. */
const attempts = async ({ store }: Library): Promise<number> => {
  const rows = await store.transaction((tx) =>
    tx.selectFrom('pin_attempt').selectAll().where('who', '!=', '').execute(),
  )
  return rows.length
}

test('lets in an adult with an agreement, in her language', async () => {
  await using hub = await opened({ language: 'en' })
  assert.equal(await hub.enter(PIN), { ok: true, patron: hub.key, language: 'en' })
})

test("a Mora card opens Falun's unstaffed branch", async () => {
  await using hub = await opened({ member: 'mora' })
  assert.is((await hub.enter(PIN)).ok, true)
})

const TOO_YOUNG = { born: '2011-05-05' }
const LEFT = [{ begins: '2026-11-01', ends: null }]
const NIGHT_MINUTES = 4 * 60

const REFUSALS: [
  reason: string,
  more: Partial<NewPatron>,
  how: { pin?: string; card?: string; minutes?: number },
][] = [
  ['unknown-card', {}, { card: '21080000000999' }],
  ['wrong-pin', {}, { pin: WRONG }],
  ['blocked', { blocks: LEFT }, {}],
  ['no-agreement', { agreements: [] }, {}],
  ['under-age', TOO_YOUNG, {}],
  ['closed', {}, { minutes: NIGHT_MINUTES }],
]

for (const [reason, more, { pin = PIN, ...how }] of REFUSALS)
  test(`refuses at the door: ${reason}`, async () => {
    await using hub = await opened(more)
    assert.equal(await hub.enter(pin, how), { ok: false, reason })
  })

test('a card is good until the last day of its member', async () => {
  await using hub = await opened({ member: 'mora' })
  const membership = hub.store.db.updateTable('membership').where('member', '=', 'mora')
  await membership.set({ ends: '2026-11-21' }).execute()
  assert.is((await hub.enter(PIN)).ok, true)
  await membership.set({ ends: '2026-11-20' }).execute()
  assert.equal(await hub.enter(PIN), { ok: false, reason: 'member-not-in-force' })
  assert.equal(await hub.identify(PIN), { ok: false, reason: 'blocked' })
})

test('a card number is known however it was read', async () => {
  await using hub = await opened()
  assert.is((await hub.enter(PIN, { card: '*2108 0000-0000 15*' })).ok, true)
})

for (const number of ['nfc:04a1b2c3d4e5f6', 'wiegand:26:2d00a200'])
  test(`a card that is ${number} comes in by its PIN, and by no other (threat 1)`, async () => {
    await using hub = await opened()
    await hub.patron(number, held)
    assert.is((await hub.enter(PIN, { card: number })).ok, true)
    assert.equal(await hub.enter(WRONG, { card: number }), {
      ...{ ok: false, reason: 'wrong-pin' },
    })
    const printed = number.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
    assert.equal(await hub.enter(PIN, { card: printed }), {
      ...{ ok: false, reason: 'unknown-card' },
    })
  })

test('the fifth wrong PIN locks out, for fifteen minutes', async () => {
  await using hub = await opened()
  for (let n = 0; n < 5; n += 1)
    assert.equal(await hub.enter(WRONG), { ok: false, reason: 'wrong-pin' })
  assert.equal(await hub.enter(PIN), { ok: false, reason: 'locked-out' })
  assert.equal(await hub.enter(PIN, { minutes: 14 }), { ok: false, reason: 'locked-out' })
  assert.is((await hub.enter(PIN, { minutes: 15 })).ok, true)
})

test('door and desk count the same tries', async () => {
  await using hub = await opened()
  for (let n = 0; n < 3; n += 1) await hub.enter(WRONG)
  const tries = []
  for (let n = 0; n < 3; n += 1) tries.push(await hub.identify(WRONG))
  assert.equal(tries, [
    { ok: false, reason: 'wrong-pin', triesLeft: 1 },
    { ok: false, reason: 'wrong-pin', triesLeft: 0 },
    { ok: false, reason: 'locked-out', triesLeft: 0 },
  ])
})

test('the right PIN forgets earlier mistakes', async () => {
  await using hub = await opened()
  for (let n = 0; n < 4; n += 1) await hub.enter(WRONG)
  await hub.enter(PIN)
  assert.is(await attempts(hub), 0)
})

test('right again and again is never locked out, however soon', async () => {
  await using hub = await opened()
  for (let n = 0; n < 7; n += 1) assert.is((await hub.enter(PIN)).ok, true)
})

test('a try is counted before it is compared', async () => {
  await using hub = await opened()
  const entering = hub.enter(PIN)
  assert.is(await attempts(hub), 1)
  assert.is((await entering).ok, true)
  assert.is(await attempts(hub), 0)
})

test('twenty tries at once are not more than five', async () => {
  await using hub = await opened()
  const answers = await Promise.all(Array.from({ length: 20 }, () => hub.enter(WRONG)))
  const compared = answers.filter((answer) => !answer.ok && answer.reason === 'wrong-pin')
  assert.is(compared.length, 5)
})

test('an unknown card is treated as a known one until the answer', async () => {
  await using hub = await opened()
  await hub.enter(WRONG, { card: '21080000000999' })
  assert.is(await attempts(hub), 1)
})

test('two hundred cards with one PIN at one reader: ten are compared, and it is an alarm (threat 4)', async () => {
  await using hub = await opened()
  const cards = Array.from({ length: 200 }, (_, n) => `2108${n}`.padEnd(14, '0'))
  const reasons = []
  for (const card of cards) {
    const answer = await hub.enter('1234', { card })
    if (!answer.ok) reasons.push(answer.reason)
  }
  const tries = await hub.store.db.selectFrom('pin_attempt').selectAll().execute()
  assert.is(tries.filter(({ compared }) => compared === 1).length, 10)
  assert.is(tries.length, 20, 'what is kept of it is bounded')
  assert.ok(hub.raised.some(({ kind }) => kind === 'many-cards'))
  assert.ok(hub.raised.some(({ kind }) => kind === 'reader-paused'))
  assert.is(JSON.stringify(hub.raised).includes(cards[0] ?? ''), false)
})

test('a reader past its budget lets nobody in, another one does, and it does after ten minutes (threat 4, 7)', async () => {
  await using hub = await opened()
  for (let n = 0; n < 10; n += 1) await hub.enter(WRONG, { card: `2108000000${n}000` })
  assert.equal(await hub.enter(PIN), { ok: false, reason: 'locked-out' })
  assert.is((await hub.identify(PIN)).ok, true, 'at the desk')
  assert.is((await hub.enter(PIN, { branch: 'mora' })).ok, true, 'at another door')
  assert.is((await hub.enter(PIN, { minutes: 10 })).ok, true)
})

test('a good card at the same reader gives nobody more tries (threat 4)', async () => {
  await using hub = await opened()
  for (let n = 0; n < 10; n += 1) {
    await hub.enter(WRONG, { card: `2108000000${n}000` })
    if (n < 9) assert.is((await hub.enter(PIN)).ok, true)
  }
  assert.equal(await hub.enter(PIN), { ok: false, reason: 'locked-out' })
})

test('the PIN for duress opens as the usual one does, and raises an alarm for staff (threat 14)', async () => {
  await using hub = await opened()
  await hub.enter(WRONG)
  const usual = await hub.enter(PIN)
  await hub.enter(WRONG)
  assert.equal(await hub.enter(DURESS), usual)
  assert.is(await attempts(hub), 0, 'it forgives earlier mistakes as the usual one does')
  const alarm = { kiosk: 'svardsjo-1', kind: 'duress', detail: 'door' }
  assert.equal(hub.raised, [alarm])
  const { session: _, ...usually } = Object(await hub.identify(PIN))
  const { session: __, ...forced } = Object(await hub.identify(DURESS))
  assert.equal(forced, usually)
  await hub.store.transaction(async () => {})
  assert.equal(hub.raised, [alarm, { ...alarm, detail: 'desk' }])
})

test('the PIN for duress of a card that is locked out is no oracle', async () => {
  await using hub = await opened()
  for (let n = 0; n < 5; n += 1) await hub.enter(WRONG)
  assert.equal(await hub.enter(DURESS), { ok: false, reason: 'locked-out' })
  assert.equal(hub.raised, [])
})

test('identifies with a short name and a session', async () => {
  await using hub = await opened({ name: 'Anna Karin Lind' })
  const answer = await hub.identify(PIN)
  assert.ok(answer.ok)
  const { session, ...rest } = answer
  assert.match(session, /^[\w-]{22}$/)
  assert.equal(rest, {
    ok: true,
    patron: hub.key,
    name: 'Anna L',
    language: 'sv',
    loans: 0,
    holdsReady: 0,
  })
})

test('tells that a card is blocked only to who knows its PIN', async () => {
  await using hub = await opened({ blocks: LEFT })
  assert.equal(await hub.identify(WRONG), { ok: false, reason: 'wrong-pin', triesLeft: 4 })
  assert.equal(await hub.identify(PIN), { ok: false, reason: 'blocked' })
})

test.run()
