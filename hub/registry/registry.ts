// Answers the two questions that take a card and a PIN. Both cost one argon2, whatever the answer.
import { countHoldsReady, countLoans } from '../circulation/counts.ts'
import { type AnswerOf, type RequestOf, refuseEntry } from '../protocol/asks.ts'
import type { EntryRules } from '../protocol/entry-rules.ts'
import { decideEntry } from '../rules/entry.ts'
import { inForce } from '../rules/local-day.ts'
import type { Store, Tx } from '../store/store.ts'
import { branchOf, type HoursNow, hoursOf, rulesOfBranch } from './branches.ts'
import { cardHash } from './card.ts'
import { holderOfCard, type Patron, withTerms } from './patrons.ts'
import { type Attempt, countAttempt, forgetAttempts, pinMatches } from './pin.ts'
import type { AskedPlace, Place } from './place.ts'
import { openSession } from './session.ts'

/** Neither may run inside a transaction: comparing a PIN takes long on purpose. */
export type Registry = {
  enter(request: RequestOf<'entry'>, at: AskedPlace): Promise<AnswerOf<'entry'>>
  identify(request: RequestOf<'identify'>, at: AskedPlace): Promise<AnswerOf<'identify'>>
}

/** `key` is the hub's key for card numbers. */
export const createRegistry = (store: Store, key: Uint8Array): Registry => {
  const challenge = async (
    { card, pin }: RequestOf<'identify'>,
    { branch, now, begin }: AskedPlace,
  ): Promise<Challenge> => {
    const { holder, attempt } = await store.together(async (tx) => {
      await begin(tx)
      const hash = cardHash(key, card)
      const holder = await holderOfCard(tx, hash)
      const who = holder?.key ?? Buffer.from(hash).toString('base64url')
      return { holder, attempt: await countAttempt(tx, who, now) }
    })
    // Comparing has a thread of its own: what the answer needs besides is looked up meanwhile.
    const [matches, patron, hours] = await Promise.all([
      pinMatches(holder?.verifier ?? null, pin),
      holder && withTerms(store.db, holder),
      hoursAt(branch, now),
    ])
    const right = matches && !attempt.lockedOut
    if (patron !== null && right) forgetSoon(patron.key)
    return { ...attempt, ...hours, patron, right }
  }
  const hoursAt = async (branch: string, now: number): Promise<Hours> => {
    const row = await branchOf(store.db, branch)
    return { ...hoursOf(row, now), rules: rulesOfBranch(row) }
  }
  /**
   * Who stands at the door waits for no second commit; whoever comes next does, since the store takes
   * turns. A mistake that could not be forgotten stays counted, and the store says itself that it is ill.
   */
  const forgetSoon = (patron: string): void => {
    forgetAttempts(store.db, patron).catch(() => {})
  }

  return {
    async enter(request, at) {
      const { inside = null, card, pin = '' } = request
      const { right, ...found } = await challenge({ card, pin }, at)
      const how = { method: 'card-pin', inside } as const
      const decided = decideEntry({ ...found, ...how, pinMatches: right })
      if (decided.decision === 'refused') return refuseEntry(decided.reason)
      return { ok: true, patron: decided.patron.key, language: decided.patron.language }
    },

    async identify(request, at) {
      const who = identified(await challenge(request, at))
      return who.ok ? store.transaction((tx) => welcome(tx, who.patron, at)) : who
    },
  }
}

type Hours = HoursNow & { rules: EntryRules }
type Challenge = Attempt & Hours & { patron: Patron | null; right: boolean }

type Identified =
  | { ok: true; patron: Patron }
  | Extract<AnswerOf<'identify'>, { ok: false }>

/** Whether a card is blocked is told only to whoever knows its PIN. */
const identified = ({
  day,
  patron,
  right,
  lockedOut,
  triesLeft,
}: Challenge): Identified => {
  if (patron === null) return { ok: false, reason: 'unknown-card' }
  if (lockedOut) return { ok: false, reason: 'locked-out', triesLeft }
  if (!right) return { ok: false, reason: 'wrong-pin', triesLeft }
  const good = inForce(patron.membership, day) && !inForce(patron.blocks, day)
  return good ? { ok: true, patron } : { ok: false, reason: 'blocked' }
}

const welcome = async (
  tx: Tx,
  { key, name, language }: Patron,
  at: Place,
): Promise<AnswerOf<'identify'>> => ({
  ok: true,
  session: await openSession(tx, key, at),
  patron: key,
  name,
  language,
  loans: await countLoans(tx, key),
  holdsReady: await countHoldsReady(tx, key, at.branch),
})
