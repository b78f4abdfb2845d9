import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  decideEntry,
  type EntryCase,
  type PatronStanding,
  traceEntry,
} from '../../../hub/rules/entry.ts'
import { ageOn, inForce } from '../../../hub/rules/local-day.ts'

const ADULT: PatronStanding = {
  membership: [{ begins: '2020-01-01', ends: null }],
  blocks: [],
  born: '1992-03-14',
  agreements: [{ begins: '2026-01-10', ends: null }],
}

const GOOD: EntryCase<PatronStanding> = {
  day: '2026-11-21',
  mode: 'self-service',
  minimumAge: 16,
  patron: ADULT,
  lockedOut: false,
  pinMatches: true,
}

const spoiled = {
  card: (entry: EntryCase<PatronStanding>) => ({ ...entry, patron: null }),
  member: with_({ membership: [{ begins: '2020-01-01', ends: '2026-11-20' }] }),
  block: with_({ blocks: [{ begins: '2026-11-01', ends: '2026-11-21' }] }),
  hour: (entry: EntryCase<PatronStanding>) => ({ ...entry, mode: null }),
  age: with_({ born: '2010-11-22' }),
  agreement: with_({ agreements: [] }),
  tries: (entry: EntryCase<PatronStanding>) => ({ ...entry, lockedOut: true }),
  pin: (entry: EntryCase<PatronStanding>) => ({ ...entry, pinMatches: false }),
}

function with_(change: Partial<PatronStanding>) {
  return (entry: EntryCase<PatronStanding>): EntryCase<PatronStanding> => ({
    ...entry,
    patron: entry.patron === null ? null : { ...entry.patron, ...change },
  })
}

/** In the order in which they give the reason. */
const REASONS = [
  ['card', 'unknown-card'],
  ['member', 'member-not-in-force'],
  ['block', 'blocked'],
  ['hour', 'closed'],
  ['age', 'under-age'],
  ['agreement', 'no-agreement'],
  ['tries', 'locked-out'],
  ['pin', 'wrong-pin'],
] as const

type Wrong = (typeof REASONS)[number]

const spoil = (
  entry: EntryCase<PatronStanding>,
  wrong: readonly Wrong[],
): EntryCase<PatronStanding> => wrong.reduce((so, [what]) => spoiled[what](so), entry)

const reasonOf = (entry: EntryCase<PatronStanding>): string => {
  const decided = decideEntry(entry)
  return decided.decision === 'granted' ? 'granted' : decided.reason
}

test('lets in an adult with an agreement', () => {
  assert.equal(decideEntry(GOOD), { decision: 'granted', patron: ADULT })
})

for (const [what, reason] of REASONS)
  test(`refuses with ${reason}`, () => {
    assert.is(reasonOf(spoiled[what](GOOD)), reason)
  })

test('of several reasons gives the first', () => {
  fc.assert(
    fc.property(fc.subarray([...REASONS], { minLength: 1 }), (wrong) => {
      const entry = spoil(GOOD, wrong)
      assert.is(reasonOf(entry), wrong[0]?.[1])
    }),
  )
})

test('a trace names every rule once in its order, and the first refusal decides', () => {
  fc.assert(
    fc.property(
      fc.subarray([...REASONS]),
      fc.constantFrom('staffed' as const, 'self-service' as const),
      (wrong, mode) => {
        const entry = spoil({ ...GOOD, mode }, wrong)
        const steps = traceEntry(entry)
        const names = REASONS.map(([, reason]) => reason)
        const known = entry.patron === null ? names.slice(0, 1) : names
        assert.equal(
          steps.map(({ reason }) => reason),
          known,
        )
        const refused = steps.find(({ verdict }) => verdict === 'refused')
        assert.is(refused?.reason ?? 'granted', reasonOf(entry))
      },
    ),
  )
})

test('a trace says of age and agreement that nobody asks while staff are at work', () => {
  const asked = traceEntry({ ...GOOD, mode: 'staffed' }).filter(
    ({ verdict }) => verdict === 'not-asked',
  )
  assert.equal(
    asked.map(({ reason }) => reason),
    ['under-age', 'no-agreement'],
  )
})

test('asks for neither age nor agreement where staff are at work', () => {
  const child = spoiled.agreement(spoiled.age(GOOD))
  assert.is(reasonOf({ ...child, mode: 'staffed' }), 'granted')
  assert.is(reasonOf({ ...spoiled.pin(GOOD), mode: 'staffed' }), 'wrong-pin')
})

test('lets in on the sixteenth birthday and not the day before', () => {
  const born = with_({ born: '2010-11-21' })(GOOD)
  assert.is(reasonOf(born), 'granted')
  assert.is(reasonOf({ ...born, day: '2026-11-20' }), 'under-age')
})

test('who is born on a leap day turns on 1 March in a common year', () => {
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

test.run()
