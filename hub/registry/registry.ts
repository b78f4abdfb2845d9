// Answers the two questions that take a card and a PIN. Both cost one argon2, whatever the answer.
import { countHoldsReady, countLoans } from '../circulation/counts.ts'
import { type AnswerOf, type RequestOf, refuseEntry } from '../protocol/asks.ts'
import type { EntryRules, LoginMethod } from '../protocol/entry-rules.ts'
import { decideEntry } from '../rules/entry.ts'
import { inForce, localDay } from '../rules/local-day.ts'
import { takes } from '../rules/login.ts'
import { personnummer } from '../rules/personnummer.ts'
import type { Store, Tx } from '../store/store.ts'
import { branchOf, type HoursNow, hoursOf, rulesOfBranch } from './branches.ts'
import { cardHash, personnummerHash } from './card.ts'
import {
  type Holder,
  holderOfCard,
  holderOfPersonnummer,
  type Patron,
  withStanding,
} from './patrons.ts'
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
    { card, pin }: Claim,
    { branch, now, begin }: AskedPlace,
  ): Promise<Challenge> => {
    const { found, attempt } = await store.together(async (tx) => {
      await begin(tx)
      const found = await nameOf(tx, { card, pin }, now)
      const who = found.holder?.key ?? Buffer.from(found.hash).toString('base64url')
      // No PIN is tried: nothing to count, and nothing that may be forgotten for it.
      const attempt = pin === undefined ? NO_TRY : await countAttempt(tx, who, now)
      return { found, attempt }
    })
    const { holder, method } = found
    // Comparing has a thread of its own: what the answer needs besides is looked up meanwhile.
    const [matches, patron, hours] = await Promise.all([
      pin !== undefined && pinMatches(holder?.verifier ?? null, pin),
      holder && withStanding(store.db, holder, branch),
      hoursAt(branch, now),
    ])
    const right = matches && !attempt.lockedOut
    if (patron !== null && right) forgetSoon(patron.key)
    return { ...attempt, ...hours, patron, method, right }
  }
  /** A card by its number; else, with a PIN, the card of whoever has this personnummer. */
  const nameOf = async (tx: Tx, { card, pin }: Claim, now: number): Promise<Named> => {
    const hash = cardHash(key, card)
    const holder = await holderOfCard(tx, hash)
    const method = pin === undefined ? 'card' : 'card-pin'
    const digits = personnummer(card, localDay(now, 'UTC'))
    if (holder !== null || pin === undefined || digits === null)
      return { holder, hash, method }
    const named = await holderOfPersonnummer(tx, personnummerHash(key, digits))
    return { holder: named, hash, method: 'personnummer-pin' }
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
      const { right, ...found } = await challenge(request, at)
      const { inside = null } = request
      const decided = decideEntry({ ...found, inside, pinMatches: right })
      if (decided.decision === 'refused') return refuseEntry(decided.reason)
      const { key: patron, language, extended } = decided.patron
      return { ok: true, patron, language, ...(extended ? { extended } : {}) }
    },

    async identify(request, at) {
      const who = identified(await challenge(request, at))
      return who.ok ? store.transaction((tx) => welcome(tx, who.patron, at)) : who
    },
  }
}

/** Who somebody says she is, and the PIN that proves it. */
type Claim = Pick<RequestOf<'entry'>, 'card' | 'pin'>
type Named = { holder: Holder | null; hash: Uint8Array; method: LoginMethod }
type Hours = HoursNow & { rules: EntryRules }
type Challenge = Attempt &
  Hours & { patron: Patron | null; method: LoginMethod; right: boolean }

const NO_TRY: Attempt = { lockedOut: false, triesLeft: 0 }

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
  rules,
  method,
}: Challenge): Identified => {
  if (patron === null || !takes(rules, method)) return { ok: false, reason: 'unknown-card' }
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
