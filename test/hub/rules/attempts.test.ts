import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Budget,
  CARD_BUDGET,
  MANY_CARDS,
  OFFLINE_CARD_BUDGET,
  READER_BUDGET,
  spend,
  type Tries,
  triesManyCards,
} from '../../../hub/rules/attempts.ts'

const BUDGETS: Record<string, Budget> = {
  card: CARD_BUDGET,
  reader: READER_BUDGET,
  'card without the hub': OFFLINE_CARD_BUDGET,
}
const NOON = Date.UTC(2026, 10, 21, 12)

/** Waits in true time; by how much the clock is put back meanwhile; whether the try was right. */
const visits = fc.array(
  fc.record({
    wait: fc.nat({ max: 20 * 60_000 }),
    back: fc.oneof(fc.constant(0), fc.nat({ max: 400 * 24 * 60 * 60_000 })),
  }),
  { maxLength: 60 },
)

for (const [name, budget] of Object.entries(BUDGETS)) {
  test(`no window has more tries than the budget of a ${name}, also when the clock is put back (fault 13, threat 3)`, () => {
    fc.assert(
      fc.property(visits, (coming) => {
        let [trueTime, clock]: [number, number] = [NOON, NOON]
        let tries: Tries = []
        const compared: number[] = []
        for (const { wait, back } of coming) {
          trueTime += wait
          clock += wait - back
          const spent = spend(budget, tries, clock)
          tries = spent.tries
          if (spent.ok) compared.push(trueTime)
        }
        for (const at of compared) {
          const since = compared.filter((one) => one <= at && at - one < budget.windowMs)
          assert.ok(since.length <= budget.tries)
        }
        assert.ok(tries.length <= budget.tries, 'what is kept is bounded')
      }),
    )
  })

  test(`a ${name} that is past its budget has it whole again after a window, wherever the clock was`, () => {
    const ahead = NOON + 400 * 24 * 60 * 60_000
    let tries: Tries = []
    for (let n = 0; n < budget.tries; n++) tries = spend(budget, tries, ahead).tries
    const refused = spend(budget, tries, NOON)
    assert.is(refused.ok, false)
    assert.is(spend(budget, refused.tries, NOON + budget.windowMs - 1).ok, false)
    const { ok, left } = spend(budget, refused.tries, NOON + budget.windowMs)
    assert.equal({ ok, left }, { ok: true, left: budget.tries - 1 })
  })
}

test('twenty cards within an hour at one reader are too many, one card twenty times is not (threat 4)', () => {
  const tried = (cards: number, everyMs: number) =>
    Array.from({ length: 20 }, (_, n) => ({ card: `${n % cards}`, at: NOON + n * everyMs }))
  const last = NOON + 19 * 60_000
  assert.is(triesManyCards(tried(20, 60_000), last), true)
  assert.is(triesManyCards(tried(19, 60_000), last), false)
  assert.is(triesManyCards(tried(1, 60_000), last), false)
  assert.is(triesManyCards(tried(20, 60_000), NOON + MANY_CARDS.windowMs), false)
})

test.run()
