// Answers the two questions that take a card and a PIN. Both cost one argon2, whatever the answer.
import { countHoldsReady, countLoans } from '../circulation/counts.ts'
import { type AnswerOf, type RequestOf, refuseEntry } from '../protocol/asks.ts'
import { decideEntry } from '../rules/entry.ts'
import { inForce } from '../rules/local-day.ts'
import { takes } from '../rules/login.ts'
import type { Tx } from '../store/store.ts'
import { type Challenged, type Challenging, createChallenge } from './challenge.ts'
import type { Patron } from './patrons.ts'
import type { AskedPlace, Place } from './place.ts'
import { openSession } from './session.ts'

/** Neither may run inside a transaction: comparing a PIN takes long on purpose. */
export type Registry = {
  enter(request: RequestOf<'entry'>, at: AskedPlace): Promise<AnswerOf<'entry'>>
  identify(request: RequestOf<'identify'>, at: AskedPlace): Promise<AnswerOf<'identify'>>
}

export const createRegistry = ({ store, ...rest }: Challenging): Registry => {
  const challenge = createChallenge({ store, ...rest })

  return {
    async enter(request, at) {
      const { right, ...found } = await challenge(request, at, 'door')
      const { inside = null } = request
      const decided = decideEntry({ ...found, inside, pinMatches: right })
      if (decided.decision === 'refused') return refuseEntry(decided.reason)
      const { key: patron, language, extended } = decided.patron
      return {
        ...{ ok: true, patron, language },
        ...(extended && { extended }),
        ...(decided.anyHour && { anyHour: true }),
      }
    },

    async identify(request, at) {
      const who = identified(await challenge(request, at, 'desk'))
      return who.ok ? store.transaction((tx) => welcome(tx, who.patron, at)) : who
    },
  }
}

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
}: Challenged): Identified => {
  const isNamed = method !== 'personnummer-pin' || takes(rules, method)
  if (patron === null || !isNamed) return { ok: false, reason: 'unknown-card' }
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
