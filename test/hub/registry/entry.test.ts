// What a branch may ask of whoever comes in, kept in the registry and asked at the door.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type RequestOf, reasonOf } from '../../../hub/protocol/asks.ts'
import { entryRules, type SomeEntryRules } from '../../../hub/protocol/entry-rules.ts'
import {
  revokeAgreements,
  signAgreement,
  withdrawConsent,
} from '../../../hub/registry/agreements.ts'
import { disallow } from '../../../hub/registry/allow-list.ts'
import { block, liftBlock } from '../../../hub/registry/blocks.ts'
import { kioskConfiguration } from '../../../hub/registry/branches.ts'
import { personnummerHash } from '../../../hub/registry/card.ts'
import type { NewPatron } from '../../../hub/registry/patrons.ts'
import { holdPin } from '../../../hub/registry/pin.ts'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { KEY, openLibrary } from '../../support/library.ts'

const CARD = '21080000000015'
const PIN = '2468'
/** A test number of Skatteverket's. */
const PERSONNUMMER = '195704289999'
const NIGHT = 8 * 60
const TODAY = '2026-11-21'
const held = await holdPin(PIN)

const opened = async (rules: SomeEntryRules, more: Partial<NewPatron> = {}) => {
  const library = await openLibrary()
  const entry = JSON.stringify(entryRules.parse({ minimumAge: 16, ...rules }))
  await library.store.db
    .updateTable('branch')
    .set({ entry })
    .where('id', '=', 'svardsjo')
    .execute()
  const patron = await library.patron(CARD, { ...held, ...more })
  const registry = createRegistry({
    store: library.store,
    key: KEY,
    alarms: { raise: () => {} },
  })
  const enter = async (
    asked: Partial<RequestOf<'entry'>> = {},
    { branch = 'svardsjo', minutes = 0 } = {},
  ) => {
    const at = library.at(branch, minutes)
    const answer = await registry.enter({ card: CARD, pin: PIN, at: at.now, ...asked }, at)
    return answer.ok ? answer : reasonOf(answer)
  }
  const isIn = async (...how: Parameters<typeof enter>): Promise<string> => {
    const answer = await enter(...how)
    return typeof answer === 'string' ? answer : 'granted'
  }
  const identify = (card: string) =>
    registry.identify({ card, pin: PIN }, library.at('svardsjo'))
  return { ...library, key: patron, enter, isIn, identify }
}

type Row = [reason: string, rules: SomeEntryRules, more: Partial<NewPatron>]

const guardian = { signed: '2026-05-01' }
const minor = { born: '2009-05-01' }

const ROWS: Row[] = [
  ['agreement-outdated', { agreement: 2 }, {}],
  ['granted', { agreement: 2 }, { agreements: [{ signed: '2026-11-21', version: 2 }] }],
  ['granted', { agreement: null }, { agreements: [] }],
  ['no-guardian-consent', { consentBelow: 18 }, minor],
  ['granted', { consentBelow: 17 }, minor],
  ['granted', { consentBelow: 18 }, { ...minor, agreements: [{ ...guardian, guardian }] }],
  ['category', { categories: ['adult'] }, {}],
  ['category', { categories: ['adult'] }, { category: 'institution' }],
  ['granted', { categories: ['adult'] }, { category: 'adult' }],
  ['debt', { debtLimit: 10_000 }, { debt: 10_001 }],
  ['granted', { debtLimit: 10_000 }, { debt: 10_000 }],
  ['granted', {}, { debt: 5_000_000 }],
]

for (const [expected, rules, more] of ROWS)
  test(`${expected} under ${JSON.stringify(rules)} with ${JSON.stringify(more)}`, async () => {
    await using hub = await opened(rules, more)
    assert.is(await hub.isIn(), expected)
  })

test('an agreement ends on the day it is revoked, and a new one counts at once', async () => {
  await using hub = await opened({ consentBelow: 99 })
  await signAgreement(hub.store.db, hub.key, { signed: TODAY, guardian })
  assert.is(await hub.isIn(), 'granted')
  await withdrawConsent(hub.store.db, hub.key, TODAY)
  assert.is(await hub.isIn(), 'no-guardian-consent')
  await revokeAgreements(hub.store.db, hub.key, TODAY)
  assert.is(await hub.isIn(), 'no-agreement')
  await signAgreement(hub.store.db, hub.key, { signed: TODAY, guardian, language: 'en' })
  assert.is(await hub.isIn(), 'granted')
})

test('a branch counts people in, and is full at its limit and not before', async () => {
  await using hub = await opened({ occupancyLimit: 20 })
  const told = [await hub.isIn({ inside: 19 }), await hub.isIn({ inside: 20 })]
  assert.equal([...told, await hub.isIn()], ['granted', 'full', 'granted'])
})

test('the list of whom a branch lets in no more is its own, and a block ends by itself', async () => {
  await using hub = await opened({})
  const { db } = hub.store
  const note = 'Asked to stay away for a week'
  await block(db, hub.key, { branch: 'mora', begins: TODAY, ends: null, note })
  assert.is(await hub.isIn(), 'granted')
  await block(db, hub.key, { branch: 'svardsjo', begins: '2026-11-14', ends: TODAY, note })
  assert.is(await hub.isIn(), 'blocked')
  assert.is(await hub.isIn({}, { minutes: 24 * 60 }), 'granted')
})

test('a block that is lifted counts no more the same day', async () => {
  await using hub = await opened({})
  const { db } = hub.store
  const id = await block(db, hub.key, { begins: '2026-11-01', ends: null })
  assert.is(await hub.isIn(), 'blocked')
  assert.is(await liftBlock(db, id, TODAY), true)
  assert.is(await hub.isIn(), 'granted')
  const today = await block(db, hub.key, { begins: TODAY, ends: null })
  assert.is(await liftBlock(db, today, TODAY), true)
  assert.is(await hub.isIn(), 'granted')
  assert.is(await liftBlock(db, today, TODAY), false)
})

test('a cleaner comes in at night, in her own hours, at her own branch, and only by her PIN', async () => {
  const hours = { begins: '2026-01-01', ends: null, from: '22:00', to: '05:00' }
  const allowed = [{ ...hours, branch: 'svardsjo', note: 'The firm that cleans' }]
  await using hub = await opened({}, { allowed, agreements: [], born: '2011-01-01' })
  assert.equal(await hub.enter({}, { minutes: NIGHT }), {
    ...{ ok: true, patron: hub.key, language: 'sv', anyHour: true },
  })
  assert.is(await hub.isIn({ pin: '1111' }, { minutes: NIGHT }), 'wrong-pin')
  assert.is(await hub.isIn({}, { minutes: NIGHT, branch: 'grycksbo' }), 'closed')
  assert.is(await hub.isIn(), 'under-age')
  const { id } = await hub.store.db
    .selectFrom('allowed')
    .select('id')
    .executeTakeFirstOrThrow()
  assert.is(await disallow(hub.store.db, id), true)
  assert.is(await hub.isIn({}, { minutes: NIGHT }), 'closed')
})

test('the card alone opens where the branch takes it, and nowhere else (threat 2)', async () => {
  await using hub = await opened({ methods: ['card'] })
  assert.is(await hub.isIn({ pin: undefined }), 'granted')
  assert.is(await hub.isIn({ pin: '1111' }), 'wrong-pin')
  assert.is(await hub.isIn({ pin: undefined }, { branch: 'grycksbo' }), 'login-method')
  assert.is(await hub.isIn({ card: '21080000000999', pin: undefined }), 'unknown-card')
})

test('a card held up without a PIN gives no guess back to whoever guesses at PINs (threat 3)', async () => {
  await using hub = await opened({ methods: ['card'] })
  for (let n = 0; n < 5; n += 1) {
    assert.is(await hub.isIn({ pin: '1111' }), 'wrong-pin')
    assert.is(await hub.isIn({ pin: undefined }), 'granted')
  }
  assert.is(await hub.isIn(), 'locked-out')
  assert.is(await hub.isIn({}, { branch: 'grycksbo' }), 'locked-out')
})

test('numbers held up one after the other pause a reader that takes the card alone (threat 4)', async () => {
  await using hub = await opened({ methods: ['card'] })
  for (let n = 100; n < 110; n += 1)
    assert.is(await hub.isIn({ card: `21080000000${n}`, pin: undefined }), 'unknown-card')
  assert.is(await hub.isIn({ pin: undefined }), 'locked-out')
  assert.is(await hub.isIn({ pin: undefined }, { minutes: 10 }), 'granted')
  for (let n = 0; n < 30; n += 1)
    assert.is(await hub.isIn({ pin: undefined }, { minutes: 10 }), 'granted')
})

test('a personnummer and the PIN open where the branch takes them, by its HMAC alone', async () => {
  const hash = personnummerHash(KEY, PERSONNUMMER)
  await using hub = await opened(
    { methods: ['card-pin', 'personnummer-pin'] },
    { personnummerHash: hash },
  )
  const written = [PERSONNUMMER, '5704289999']
  for (const card of written) assert.is(await hub.isIn({ card }), 'granted')
  assert.is(await hub.isIn({ card: PERSONNUMMER, pin: '1111' }), 'wrong-pin')
  assert.is(await hub.isIn({ card: PERSONNUMMER, pin: undefined }), 'unknown-card')
  const elsewhere = { branch: 'grycksbo' }
  assert.is(await hub.isIn({ card: PERSONNUMMER }, elsewhere), 'login-method')
  assert.is((await hub.identify(PERSONNUMMER)).ok, true)
  const rows = await hub.store.db.selectFrom('personnummer').selectAll().execute()
  assert.equal(rows, [{ hash: Buffer.from(hash), patron: hub.key }])
})

test('a personnummer guessed at counts as tries at the same patron’s PIN (threat 3)', async () => {
  const named = { personnummerHash: personnummerHash(KEY, PERSONNUMMER) }
  await using hub = await opened({ methods: ['card-pin', 'personnummer-pin'] }, named)
  for (let n = 0; n < 5; n += 1) await hub.isIn({ card: PERSONNUMMER, pin: '1111' })
  assert.is(await hub.isIn(), 'locked-out')
})

test('at the desk a personnummer names nobody where the branch does not take it', async () => {
  const named = { personnummerHash: personnummerHash(KEY, PERSONNUMMER) }
  await using hub = await opened({}, named)
  assert.equal(await hub.identify(PERSONNUMMER), { ok: false, reason: 'unknown-card' })
})

test('who needs the door for longer is told so with the grant, and nobody else is', async () => {
  await using hub = await opened({}, { extended: true })
  assert.equal(await hub.enter(), {
    ...{ ok: true, patron: hub.key, language: 'sv' },
    extended: true,
  })
  await using other = await opened({})
  assert.equal(await other.enter(), { ok: true, patron: other.key, language: 'sv' })
})

test('the kiosks of a branch are told its rules, and no note of staff’s', async () => {
  await using hub = await opened({ coVisitors: 2, methods: ['card'] })
  const told = await kioskConfiguration(hub.store.db, 'svardsjo')
  assert.equal([told?.entry?.coVisitors, told?.entry?.methods], [2, ['card']])
  assert.is(told?.entry?.minimumAge, 16)
})

test.run()
