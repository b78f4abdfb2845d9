// For equal facts the hub and a kiosk without it decide alike: the same rules, and a row that says all
// they ask for.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { decideOffline } from '../../../device/offline/decide.ts'
import { reasonOf } from '../../../hub/protocol/asks.ts'
import { holdPin } from '../../../hub/registry/pin.ts'
import { hoursOf, openingState } from '../../../hub/rules/opening.ts'
import { CARD, openWorld, PIN } from '../../support/offline-world.ts'

/** Days round that of the visit, and far from it. */
const DAYS = [
  '2019-05-01',
  '2026-11-20',
  '2026-11-21',
  '2026-11-22',
  '2026-11-23',
  '2031-01-01',
]
const day = fc.constantFrom(...DAYS)
const term = fc
  .tuple(day, fc.option(day))
  .map(([a, b]) => (b !== null && b < a ? { begins: b, ends: a } : { begins: a, ends: b }))
const consent = term.map(({ begins, ends }) => ({ signed: begins, revoked: ends }))
const agreement = fc
  .tuple(consent, fc.integer({ min: 1, max: 3 }), fc.option(consent))
  .map(([own, version, guardian]) => ({ ...own, version, guardian }))
const allowed = fc
  .tuple(
    term,
    fc.constantFrom<number[]>([6], [7], [1, 2, 3, 4, 5, 6, 7]),
    fc.constantFrom('18:00', '23:00'),
  )
  .map(([when, days, from]) => ({ ...when, days, from, to: '02:00' }))
const born = fc.constantFrom(
  '1990-01-01',
  '2010-11-21',
  '2010-11-22',
  '2008-11-21',
  '2012-02-29',
)
const facts = fc.record({
  born,
  blocks: fc.array(term, { maxLength: 2 }),
  agreements: fc.array(agreement, { maxLength: 3 }),
  allowed: fc.array(allowed, { maxLength: 2 }),
  category: fc.constantFrom(null, 'adult', 'child', 'staff'),
  debt: fc.constantFrom(0, 5000, 5001),
  extended: fc.boolean(),
})
const rules = fc.record({
  minimumAge: fc.constantFrom(0, 16),
  consentBelow: fc.constantFrom(0, 18),
  agreement: fc.constantFrom(null, 1, 2),
  categories: fc.constantFrom(null, ['adult', 'staff']),
  debtLimit: fc.constantFrom(null, 5000),
  occupancyLimit: fc.constantFrom(null, 3),
})
/** From Saturday evening: self-service, closed at night, and the next day. */
const hours = fc.constantFrom(0, 2, 4, 6, 13)

test('the hub and a kiosk without it decide alike for equal facts', async () => {
  await using world = await openWorld({ who: 'agreement', maxAgeHours: 24 })
  const { store, hub, add } = world
  const held = await holdPin(PIN)
  let nth = 0
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      facts,
      rules,
      hours,
      fc.option(fc.integer({ min: 0, max: 4 })),
      async (person, asks, later, inside) => {
        nth += 1
        const card = String(Number(CARD) + nth)
        const start = world.now.ms
        await store.db
          .updateTable('branch')
          .set({ entry: JSON.stringify(asks) })
          .where('id', '=', 'svardsjo')
          .execute()
        const patron = await add(card, { ...held, ...person })
        hub.proofs.heard({ card, pin: PIN, patron, now: world.now.ms })
        await hub.proofs.idle()
        const row = await hub.find(card, PIN)
        world.hours(later)
        const online = await world.ask(card, PIN, inside ?? undefined)
        const configuration = await world.configuration()
        const now = world.now.ms
        world.now.ms = start
        if (row === undefined) {
          // Not on the list at all: without an agreement that may hold, and not on the allow list.
          assert.ok(
            person.agreements.every(
              ({ revoked }) => revoked !== null && revoked <= '2026-11-21',
            ),
          )
          return
        }
        const opening = openingState(now, hoursOf(configuration))
        const known = {
          configuration,
          opening,
          now,
          row,
          struck: false,
          lockedOut: false,
          inside,
        }
        const offline = decideOffline(known)
        assert.equal(offline, online)
        seen.add(offline.ok ? 'granted' : reasonOf(offline))
      },
    ),
    { numRuns: 50 },
  )
  // Else the property could be true of nothing.
  assert.ok(seen.has('granted') && seen.size >= 4, [...seen].join())
})

test('a row that was struck is refused as a block is', async () => {
  await using world = await openWorld()
  await world.known()
  const row = (await world.hub.find(CARD, PIN)) ?? null
  const configuration = await world.configuration()
  const now = world.now.ms
  const opening = openingState(now, hoursOf(configuration))
  const known = { configuration, opening, now, row, lockedOut: false, inside: null }
  assert.equal(decideOffline({ ...known, struck: true }), { ok: false, reason: 'blocked' })
  assert.ok(decideOffline({ ...known, struck: false }).ok)
})

test.run()
