// Answers the two questions that take a card and a PIN. Both cost one argon2, whatever the answer.
import { countHoldsReady, countLoans } from '../circulation/counts.ts'
import type { AnswerOf, RequestOf } from '../protocol/asks.ts'
import { decideEntry } from '../rules/entry.ts'
import { inForce } from '../rules/local-day.ts'
import type { Store, Tx } from '../store/store.ts'
import { branchOf, hoursOf } from './branches.ts'
import { cardHash } from './card.ts'
import { type Patron, patronOfCard } from './patrons.ts'
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
    { now, begin }: AskedPlace,
  ): Promise<Challenge> => {
    const { patron, attempt } = await store.transaction(async (tx) => {
      await begin(tx)
      const hash = cardHash(key, card)
      const patron = await patronOfCard(tx, hash)
      const who = patron?.key ?? Buffer.from(hash).toString('base64url')
      return { patron, attempt: await countAttempt(tx, who, now) }
    })
    const matches = await pinMatches(patron?.verifier ?? null, pin)
    const right = matches && !attempt.lockedOut
    if (patron !== null && right) await forgetAttempts(store.db, patron.key)
    return { patron, right, ...attempt }
  }

  return {
    async enter(request, at) {
      const { branch, now } = at
      const { patron, right, lockedOut } = await challenge(request, at)
      const row = await branchOf(store.db, branch)
      const { day, opening } = hoursOf(row, now)
      const decided = decideEntry({
        day,
        mode: opening.mode,
        minimumAge: row.minimum_age,
        patron,
        lockedOut,
        pinMatches: right,
      })
      if (decided.decision === 'refused') return { ok: false, reason: decided.reason }
      return { ok: true, patron: decided.patron.key, language: decided.patron.language }
    },

    async identify(request, at) {
      const found = await challenge(request, at)
      const { day } = hoursOf(await branchOf(store.db, at.branch), at.now)
      const who = identified(found, day)
      return who.ok ? store.transaction((tx) => welcome(tx, who.patron, at)) : who
    },
  }
}

type Challenge = Attempt & { patron: Patron | null; right: boolean }

type Identified =
  | { ok: true; patron: Patron }
  | Extract<AnswerOf<'identify'>, { ok: false }>

/** Whether a card is blocked is told only to whoever knows its PIN. */
const identified = (
  { patron, right, lockedOut, triesLeft }: Challenge,
  day: string,
): Identified => {
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
