import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { LOGIN_METHODS, rulesByAge } from '../../../hub/protocol/entry-rules.ts'
import { decideEntry, type EntryCase, traceEntry } from '../../../hub/rules/entry.ts'
import { ageOn, inForce } from '../../../hub/rules/local-day.ts'
import { takes } from '../../../hub/rules/login.ts'
import type { OpeningName } from '../../../hub/rules/opening.ts'
import {
  type Allowed,
  isAllowed,
  type PatronStanding,
} from '../../../hub/rules/standing.ts'

type Case = EntryCase<PatronStanding>

const CONSENT = { signed: '2026-01-10', revoked: null }

const ADULT: PatronStanding = {
  membership: [{ begins: '2020-01-01', ends: null }],
  blocks: [],
  born: '1992-03-14',
  agreements: [{ ...CONSENT, version: 2, guardian: CONSENT }],
  category: 'adult',
  debt: 0,
  allowed: [],
}

/** A Saturday afternoon, under every rule there is. */
const GOOD: Case = {
  day: '2026-11-21',
  time: '16:00',
  opening: { name: 'self-service', mode: 'self-service' },
  rules: {
    ...rulesByAge(16),
    consentBelow: 18,
    agreement: 2,
    categories: ['adult', 'child', 'staff'],
    debtLimit: 10_000,
    occupancyLimit: 20,
  },
  patron: ADULT,
  method: 'card-pin',
  inside: 19,
  lockedOut: false,
  pinMatches: true,
}

const with_ =
  (change: Partial<PatronStanding>) =>
  (entry: Case): Case => ({
    ...entry,
    patron: entry.patron === null ? null : { ...entry.patron, ...change },
  })

const patronOf =
  (change: (patron: PatronStanding) => Partial<PatronStanding>) =>
  (entry: Case): Case =>
    entry.patron === null ? entry : with_(change(entry.patron))(entry)

const opened =
  (name: OpeningName, mode: Case['opening']['mode']) =>
  (entry: Case): Case => ({ ...entry, opening: { name, mode } })

const bornOn = (day: string) => patronOf(({ born }) => ({ born: born > day ? born : day }))

const revoked = { signed: '2026-01-10', revoked: '2026-11-21' }

/**
 * What may be wrong, by the reason it gives when nothing else is, in the order in which reasons count.
 * Each only takes away from what there was.
 */
const WRONGS = [
  ['unknown-card', (entry: Case): Case => ({ ...entry, patron: null })],
  [
    'login-method',
    (entry: Case): Case => {
      const methods = LOGIN_METHODS.filter(
        (one) => !takes({ methods: [one] }, entry.method),
      )
      return { ...entry, rules: { ...entry.rules, methods } }
    },
  ],
  [
    'member-not-in-force',
    with_({ membership: [{ begins: '2020-01-01', ends: '2026-11-20' }] }),
  ],
  ['blocked', with_({ blocks: [{ begins: '2026-11-01', ends: '2026-11-21' }] })],
  ['entry-lockdown', opened('entry-lockdown', null)],
  [
    'closed',
    (entry: Case): Case =>
      entry.opening.mode === null ? entry : opened('closed', null)(entry),
  ],
  ['under-age', bornOn('2010-11-22')],
  ['no-agreement', with_({ agreements: [] })],
  [
    'agreement-outdated',
    patronOf(({ agreements }) => ({
      agreements: agreements.map((one) => ({ ...one, version: 1 })),
    })),
  ],
  [
    'no-guardian-consent',
    (entry: Case): Case =>
      patronOf(({ agreements }) => ({
        agreements: agreements.map((one) => ({ ...one, guardian: revoked })),
      }))(bornOn('2009-03-14')(entry)),
  ],
  ['category', with_({ category: 'institution' })],
  ['debt', patronOf(({ debt }) => ({ debt: Math.max(debt, 10_001) }))],
  ['full', (entry: Case): Case => ({ ...entry, inside: Math.max(entry.inside ?? 0, 20) })],
  ['locked-out', (entry: Case): Case => ({ ...entry, lockedOut: true })],
  ['wrong-pin', (entry: Case): Case => ({ ...entry, pinMatches: false })],
] as const

type Wrong = (typeof WRONGS)[number]
const NAMES = WRONGS.map(([reason]) => reason)

const spoil = (entry: Case, wrong: readonly Wrong[]): Case =>
  wrong.reduce((so: Case, [, make]) => make(so), entry)

const reasonOf = (entry: Case): string => {
  const decided = decideEntry(entry)
  return decided.decision === 'granted' ? 'granted' : decided.reason
}

const ALWAYS: Allowed = {
  begins: '2026-01-01',
  ends: null,
  ...{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' },
}

const openings = fc.constantFrom<Case['opening']>(
  { name: 'staffed', mode: 'staffed' },
  { name: 'clearing', mode: 'self-service' },
  { name: 'self-service', mode: 'self-service' },
  { name: 'last-call-5', mode: 'staffed' },
  { name: 'closing', mode: null },
  { name: 'closed', mode: null },
  { name: 'paused', mode: null },
  { name: 'entry-lockdown', mode: null },
)

/** Anybody at any door, at one instant. */
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    opening: openings,
    wrong: fc.subarray([...WRONGS], { maxLength: 4 }),
    born: fc.integer({ min: 1930, max: 2026 }).map((year) => `${year}-06-01`),
    isAllowed: fc.boolean(),
    method: fc.constantFrom(...LOGIN_METHODS),
    methods: fc.subarray([...LOGIN_METHODS], { minLength: 1 }),
    inside: fc.option(fc.integer({ min: 0, max: 40 })),
    category: fc.option(fc.constantFrom('adult', 'child', 'staff', 'institution')),
    usual: fc.boolean(),
  })
  .map(({ opening, wrong, born, methods, usual, category, ...more }) => {
    const rules = usual ? rulesByAge(16) : { ...GOOD.rules, methods }
    const allowed = more.isAllowed ? [ALWAYS] : []
    const { method, inside } = more
    const base = { ...GOOD, rules, method, inside, opening }
    return spoil(with_({ born, allowed, category })(base), wrong)
  })

test('lets in an adult with an agreement', () => {
  assert.equal(decideEntry(GOOD), {
    ...{ decision: 'granted', patron: ADULT, anyHour: false },
  })
})

for (const wrong of WRONGS)
  test(`refuses with ${wrong[0]}`, () => {
    assert.is(reasonOf(spoil(GOOD, [wrong])), wrong[0])
  })

test('with no other rule than the age, nobody is asked for more than before', () => {
  const entry = { ...GOOD, rules: rulesByAge(16) }
  const refused = WRONGS.filter((wrong) => reasonOf(spoil(entry, [wrong])) === wrong[0])
  const reasons = refused.map(([reason]) => reason)
  assert.equal(reasons, [
    ...['unknown-card', 'login-method', 'member-not-in-force', 'blocked'],
    ...['entry-lockdown', 'closed', 'under-age', 'no-agreement', 'locked-out', 'wrong-pin'],
  ])
})

test('the decision is the first refusal of the trace, and the trace names every rule in its order', () => {
  fc.assert(
    fc.property(anyCase, (entry) => {
      const steps = traceEntry(entry)
      const known = entry.patron === null ? NAMES.slice(0, 1) : NAMES
      assert.equal(
        steps.map(({ reason }) => reason),
        known,
      )
      const refused = steps.find(({ verdict }) => verdict === 'refused')
      assert.is(refused?.reason ?? 'granted', reasonOf(entry))
    }),
  )
})

test('whatever is wrong besides never turns a refusal into a grant', () => {
  fc.assert(
    fc.property(anyCase, fc.constantFrom(...WRONGS), (entry, wrong) => {
      if (reasonOf(entry) !== 'granted')
        assert.is.not(reasonOf(spoil(entry, [wrong])), 'granted')
    }),
  )
})

test('nobody comes in alone who is under age, or a minor without a guardian’s consent', () => {
  fc.assert(
    fc.property(anyCase, (entry) => {
      const { patron, rules, day, opening } = entry
      if (reasonOf(entry) !== 'granted' || patron === null) return
      if (opening.mode === 'staffed' || patron.allowed.length > 0) return
      const age = ageOn(patron.born, day)
      assert.ok(age >= rules.minimumAge)
      const consents = patron.agreements.map(({ guardian }) => guardian)
      assert.ok(age >= rules.consentBelow || consents.includes(CONSENT))
    }),
  )
})

test('who is on the allow list is never stopped by hours, age, agreement, group, debt or a crowd', () => {
  fc.assert(
    fc.property(anyCase, (entry) => {
      const reason = reasonOf(with_({ allowed: [ALWAYS] })(entry))
      const person = [
        ...['granted', 'unknown-card', 'login-method', 'member-not-in-force', 'blocked'],
        ...['entry-lockdown', 'locked-out', 'wrong-pin'],
      ]
      assert.ok(person.includes(reason), reason)
    }),
  )
})

test('nobody who is blocked comes in, nor anybody in a lockdown of entry, allow list or not', () => {
  fc.assert(
    fc.property(anyCase, (entry) => {
      const granted = reasonOf(entry) === 'granted'
      const isBlocked = entry.patron !== null && inForce(entry.patron.blocks, entry.day)
      assert.not(granted && (isBlocked || entry.opening.name === 'entry-lockdown'))
    }),
  )
})

test('without a PIN only the card alone is taken, and only where the branch says so', () => {
  const cardOnly = { ...GOOD, method: 'card' as const, pinMatches: false }
  assert.is(reasonOf(cardOnly), 'login-method')
  const rules = { ...GOOD.rules, methods: ['card' as const] }
  assert.is(reasonOf({ ...cardOnly, rules }), 'granted')
  assert.is(reasonOf({ ...GOOD, rules, pinMatches: false }), 'wrong-pin')
})

test('a full branch lets in whoever works there, and anybody while staff are at work', () => {
  const full = { ...GOOD, inside: 500 }
  assert.is(reasonOf(with_({ category: 'staff' })(full)), 'granted')
  assert.is(reasonOf(opened('staffed', 'staffed')(full)), 'granted')
  assert.is(reasonOf({ ...full, inside: null }), 'granted')
})

test('of the person nothing is asked while staff are at work', () => {
  const asked = traceEntry(opened('staffed', 'staffed')(GOOD)).filter(
    ({ verdict }) => verdict === 'not-asked',
  )
  assert.equal(
    asked.map(({ reason }) => reason),
    [
      ...['under-age', 'no-agreement', 'agreement-outdated', 'no-guardian-consent'],
      ...['category', 'debt', 'full'],
    ],
  )
})

test('a guard’s hours go on past midnight into a day that is not his', () => {
  const friday = { ...ALWAYS, days: [5], from: '22:00', to: '04:00' }
  const on = (day: string, time: string) => isAllowed([friday], { day, time })
  assert.equal(
    [on('2026-11-20', '21:59'), on('2026-11-20', '22:00'), on('2026-11-21', '03:59')],
    [false, true, true],
  )
  assert.equal([on('2026-11-21', '04:00'), on('2026-11-21', '22:30')], [false, false])
  const past = { ...friday, ends: '2026-11-19' }
  assert.is(isAllowed([past], { day: '2026-11-21', time: '01:00' }), false)
})

test('lets in on the sixteenth birthday and not the day before', () => {
  const born = with_({ born: '2010-11-21' })(GOOD)
  assert.is(reasonOf(born), 'granted')
  assert.is(reasonOf({ ...born, day: '2026-11-20' }), 'under-age')
})

test('who is born on a leap day turns on 1 March in a common year (fault 18)', () => {
  assert.is(ageOn('2008-02-29', '2026-02-28'), 17)
  assert.is(ageOn('2008-02-29', '2026-03-01'), 18)
  assert.is(ageOn('2008-02-29', '2028-02-29'), 20)
})

test('a term counts its first and its last day', () => {
  const term = [{ begins: '2026-01-10', ends: '2026-11-21' }]
  const days = ['2026-01-09', '2026-01-10', '2026-11-21', '2026-11-22']
  assert.equal(
    days.map((day) => inForce(term, day)),
    [false, true, true, false],
  )
})

test('an agreement counts from the day it is signed, and not on the day it is revoked', () => {
  const agreements = [
    { version: 2, guardian: null, signed: '2026-11-20', revoked: '2026-11-22' },
  ]
  const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']
  assert.equal(
    days.map((day) => reasonOf({ ...with_({ agreements })(GOOD), day })),
    ['no-agreement', 'granted', 'granted', 'no-agreement'],
  )
})

test.run()
