// PINs: argon2id verifiers, and the count of tries that guards four digits.
import { hash, verify } from '@node-rs/argon2'
import type { Tx } from '../store/store.ts'

/** argon2id (RFC 9106) at 19 MiB and two passes, OWASP's advice where memory is short. */
export const PIN_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

const TRIES = 5
const WINDOW_MS = 15 * 60_000

export const pinVerifier = (pin: string): Promise<string> => hash(pin, PIN_COST)

const nothing = (bytes: number): string =>
  Buffer.alloc(bytes).toString('base64').replace(/=+$/, '')

/** Costs what a true verifier costs and matches nothing. */
const NOBODY = `$argon2id$v=19$m=${PIN_COST.memoryCost},t=${PIN_COST.timeCost},p=${PIN_COST.parallelism}$${nothing(16)}$${nothing(32)}`

/** One argon2 in every case, so that the time taken does not tell a known card from an unknown one. */
export const pinMatches = (verifier: string | null, pin: string): Promise<boolean> =>
  verify(verifier ?? NOBODY, pin)

export type Attempt = { lockedOut: boolean; triesLeft: number }

/**
 * Counts a try of `who`: a patron's key, or an unknown card, which must cost the same.
 * Commit it before comparing: then many tries at once are many tries.
 */
export const countAttempt = async (tx: Tx, who: string, now: number): Promise<Attempt> => {
  await tx
    .deleteFrom('pin_attempt')
    .where('at', '<=', now - WINDOW_MS)
    .execute()
  const { before } = await tx
    .selectFrom('pin_attempt')
    .select((eb) => eb.fn.countAll<number>().as('before'))
    .where('who', '=', who)
    .executeTakeFirstOrThrow()
  if (before >= TRIES) return { lockedOut: true, triesLeft: 0 }
  await tx.insertInto('pin_attempt').values({ who, at: now }).execute()
  return { lockedOut: false, triesLeft: TRIES - before - 1 }
}

/** The PIN was right: earlier mistakes are forgotten. */
export const forgetAttempts = async (tx: Tx, who: string): Promise<void> => {
  await tx.deleteFrom('pin_attempt').where('who', '=', who).execute()
}
