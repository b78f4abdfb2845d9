// The three decisions of circulation, as tables of rows.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { decideCheckin } from '../../../hub/circulation/checkin.ts'
import { type CheckoutCase, objectionsTo } from '../../../hub/circulation/checkout.ts'
import { decideRenewal, type RenewalCase } from '../../../hub/circulation/renewal.ts'

const at = (pickup: string) => ({ hold: `for ${pickup}`, pickup })

/** Owned by Orsa, handed in at `here`. */
const CHECKINS: [
  what: string,
  here: string,
  own: ReturnType<typeof at> | null,
  first: ReturnType<typeof at> | null,
  to: string,
][] = [
  ['nobody waits, at home', 'orsa', null, null, 'shelf orsa'],
  ['nobody waits, elsewhere', 'falun', null, null, 'transit orsa'],
  ['the first in the queue fetches here', 'falun', null, at('falun'), 'hold-shelf falun'],
  ['the first in the queue fetches elsewhere', 'falun', null, at('mora'), 'transit mora'],
  [
    'the first fetches at home, scanned at home',
    'orsa',
    null,
    at('orsa'),
    'hold-shelf orsa',
  ],
  ['set aside for here', 'falun', at('falun'), at('mora'), 'hold-shelf falun'],
  ['set aside for elsewhere', 'falun', at('mora'), at('falun'), 'transit mora'],
]

for (const [what, here, own, first, to] of CHECKINS)
  test(`an item goes to ${to} when: ${what}`, () => {
    const { place, branch } = decideCheckin({ home: 'orsa', here, own, first })
    assert.is(`${place} ${branch}`, to)
  })

const ASKED: CheckoutCase = {
  patron: 'aino',
  borrower: null,
  setAsideFor: null,
  queue: [],
  freeCopies: 1,
  forLoan: true,
  parts: { have: 1, total: 1 },
  loans: 0,
  loanLimit: 50,
}

const CHECKOUTS: [what: string, change: Partial<CheckoutCase>, objections: string[]][] = [
  ['nothing is against it', {}, []],
  ['she has it already', { borrower: 'aino' }, ['already-yours']],
  ['somebody else has it', { borrower: 'bo' }, ['on-loan-to-other']],
  ['it is for use in the library', { forLoan: false }, ['not-for-loan']],
  ['it waits for another', { setAsideFor: 'bo' }, ['reserved-for-other']],
  ['it waits for her', { setAsideFor: 'aino', queue: ['bo'] }, []],
  ['another is first in the queue', { queue: ['bo'] }, ['reserved-for-other']],
  ['she is second in the queue', { queue: ['bo', 'aino'] }, ['reserved-for-other']],
  ['she is first in the queue', { queue: ['aino', 'bo'] }, []],
  ['another copy is free for the one ahead', { queue: ['bo'], freeCopies: 2 }, []],
  [
    'two are ahead of two copies',
    { queue: ['bo', 'ce'], freeCopies: 2 },
    ['reserved-for-other'],
  ],
  ['a part is missing', { parts: { have: 2, total: 3 } }, ['incomplete']],
  ['she has as many as one may', { loans: 50 }, ['loan-limit']],
  [
    'much is against it',
    { borrower: 'bo', queue: ['ce'], parts: { have: 1, total: 3 } },
    ['on-loan-to-other', 'reserved-for-other', 'incomplete'],
  ],
]

for (const [what, change, objections] of CHECKOUTS)
  test(`a checkout meets ${objections[0] ?? 'no objection'} when: ${what}`, () => {
    assert.equal(objectionsTo({ ...ASKED, ...change }), objections)
  })

const RENEWAL: RenewalCase = {
  due: '2026-12-01',
  today: '2026-11-21',
  loanDays: 28,
  renewals: 0,
  limit: 3,
  waiting: 0,
  freeCopies: 0,
}

const RENEWALS: [what: string, change: Partial<RenewalCase>, result: string][] = [
  ['counts from today', {}, '2026-12-19, 1'],
  // Edge case 23: denied where another hold could only be filled by this item.
  ['is denied when somebody waits', { waiting: 1 }, 'reserved-for-other'],
  ['is allowed when another copy is free', { waiting: 1, freeCopies: 1 }, '2026-12-19, 1'],
  [
    'is denied when two wait for one copy',
    { waiting: 2, freeCopies: 1 },
    'reserved-for-other',
  ],
  // Edge case 24: never shorter than now.
  ['keeps a day that is later', { due: '2027-01-31' }, '2027-01-31, 0'],
  ['is late and gets a whole period', { due: '2026-10-01' }, '2026-12-19, 1'],
  // Edge case 25: a cap, and twice on one day counts once.
  ['is denied at the cap', { renewals: 3 }, 'renewal-limit'],
  [
    'repeated the same day counts nothing',
    { due: '2026-12-19', renewals: 3 },
    '2026-12-19, 3',
  ],
  // Edge case 22: a period that ends on a leap day.
  ['reaches a leap day', { due: '2028-02-10', today: '2028-02-01' }, '2028-02-29, 1'],
]

for (const [what, change, result] of RENEWALS)
  test(`a renewal ${what}`, () => {
    const renewal = decideRenewal({ ...RENEWAL, ...change })
    assert.is(renewal.ok ? `${renewal.due}, ${renewal.renewals}` : renewal.reason, result)
  })

test.run()
