// A patron identified at one kiosk, for a short while. The store holds only hashes of sessions.
import { createHash } from 'node:crypto'
import type { AnswerOf, RequestOf } from '../protocol/asks.ts'
import { newId } from '../store/id.ts'
import type { Tx } from '../store/store.ts'
import type { Place } from './place.ts'

const SESSION_MS = 15 * 60_000

const hashOf = (session: string): Uint8Array =>
  createHash('sha256').update(session).digest()

/** Opens a session of 15 minutes; what is returned is kept nowhere at the hub. */
export const openSession = async (
  tx: Tx,
  patron: string,
  { branch, kiosk, now }: Place,
): Promise<string> => {
  const session = newId()
  const expires = now + SESSION_MS
  await tx.deleteFrom('session').where('expires', '<=', now).execute()
  await tx
    .insertInto('session')
    .values({ hash: hashOf(session), patron, branch, kiosk, expires })
    .execute()
  return session
}

/** Whose session it is; null when unknown, over, or another kiosk's. */
export const patronOfSession = async (
  tx: Tx,
  session: string,
  { branch, kiosk, now }: Place,
): Promise<string | null> => {
  const row = await tx
    .selectFrom('session')
    .select('patron')
    .where('hash', '=', hashOf(session))
    .where('branch', '=', branch)
    .where('kiosk', '=', kiosk)
    .where('expires', '>', now)
    // Ends also when the clock was put back.
    .where('expires', '<=', now + SESSION_MS)
    .executeTakeFirst()
  return row?.patron ?? null
}

export const endSession = async (
  tx: Tx,
  { session }: RequestOf<'end'>,
): Promise<AnswerOf<'end'>> => {
  await tx.deleteFrom('session').where('hash', '=', hashOf(session)).execute()
  return { ok: true }
}
