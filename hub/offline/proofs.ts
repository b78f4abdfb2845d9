// Makes one secret of card and PIN when both have just been heard and were right: after the answer, one
// at a time. It is the only moment at which the hub has both.
import { createHash } from 'node:crypto'
import type { Logger } from '../log.ts'
import { spreadOf } from '../protocol/joint.ts'
import { findBranch } from '../registry/branches.ts'
import { cardHash } from '../registry/card.ts'
import { holderOfCard } from '../registry/patrons.ts'
import { comparePin } from '../registry/pin.ts'
import type { Place } from '../registry/place.ts'
import type { Registry } from '../registry/registry.ts'
import { localDay } from '../rules/local-day.ts'
import type { Store } from '../store/store.ts'
import { hasLists } from './policy.ts'
import { jointOf, jointSalt } from './secrets.ts'
import { markSeen } from './seen.ts'

/**
 * A card and its PIN, whose they were found to be, and the branch that saw her. Neither when they were not
 * tried but set, or imported.
 */
export type Heard = {
  card: string
  pin: string
  patron?: string
  branch?: string
  now: number
}

export type Proofs = AsyncDisposable & {
  /** At once; what it brings about comes later. Never rejects. */
  heard(heard: Heard): void
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

/** Who waits longer is heard again another day: nobody's card and PIN stay in memory for long. */
const MOST_WAITING = 200

export const openProofs = (store: Store, hubKey: Uint8Array, log: Logger): Proofs => {
  const salt = jointSalt(hubKey)
  let waiting = 0
  let closed = false
  let last: Promise<void> = Promise.resolve()

  const prove = async (heard: Heard): Promise<void> => {
    const { card, pin, branch, now } = heard
    if (closed || !(await anyLists(store))) return
    const hash = cardHash(hubKey, card)
    const holder = await holderOfCard(store.db, hash)
    // A personnummer may stand for a card with the hub; without it only the card itself does.
    if (holder === null || holder.verifier === null) return
    const { key: patron } = holder
    if (heard.patron !== undefined && heard.patron !== patron) return
    const print = printOf(holder.verifier)
    const day = await dayOf(store, branch, now)
    const before = await store.db
      .selectFrom('offline_proof')
      .select(['pin_print', 'proven'])
      .where('card', '=', hash)
      .executeTakeFirst()
    if (before !== undefined && print.equals(before.pin_print))
      await provenOn(store, hash, before.proven, day)
    else if (branch === undefined || (await comparePin(holder, pin)) === 'right') {
      const joint = await jointOf(salt, card, pin)
      const row = {
        patron,
        joint,
        pin_print: print,
        spread: spreadOf(joint),
        proven: day,
      }
      await store.db
        .insertInto('offline_proof')
        .values({ card: hash, ...row })
        .onConflict((on) => on.column('card').doUpdateSet(row))
        .execute()
    }
    if (branch !== undefined) await markSeen(store.db, [{ branch, patron, day }])
  }
  return {
    heard: (heard) => {
      if (waiting >= MOST_WAITING) return
      waiting += 1
      last = last
        .then(() => prove(heard))
        .catch((error: unknown) =>
          log.error({ reason: String(error) }, 'a card could not be prepared for lists'),
        )
        .finally(() => {
          waiting -= 1
        })
    },
    idle: () => last,
    [Symbol.asyncDispose]: () => {
      closed = true
      return last
    },
  }
}

/** The same registry; whom it lets in or identifies by card and PIN is heard. */
export const heardBy = (registry: Registry, { heard }: Pick<Proofs, 'heard'>): Registry => {
  type Proven = { card: string; pin?: string | undefined }
  type Answer = { ok: true; patron: string } | { ok: false }
  const hear = ({ card, pin }: Proven, answer: Answer, { branch, now }: Place): void => {
    if (answer.ok && pin !== undefined)
      heard({ card, pin, patron: answer.patron, branch, now })
  }
  return {
    enter: async (request, at) => {
      const answer = await registry.enter(request, at)
      hear(request, answer, at)
      return answer
    },
    identify: async (request, at) => {
      const answer = await registry.identify(request, at)
      hear(request, answer, at)
      return answer
    },
  }
}

const anyLists = async ({ db }: Store): Promise<boolean> =>
  (await db.selectFrom('branch').select('offline').distinct().execute()).some(hasLists)

/** Of a PIN's verifier, which has a salt of chance: it tells nothing but that the PIN is the same. */
export const printOf = (verifier: string): Buffer =>
  createHash('sha256').update(verifier).digest()

const dayOf = async (
  { db }: Store,
  branch: string | undefined,
  now: number,
): Promise<string> => {
  const zone = branch && (await findBranch(db, branch))?.zone
  return localDay(now, zone ?? 'UTC')
}

const provenOn = async (
  { db }: Store,
  card: Uint8Array,
  before: string,
  day: string,
): Promise<void> => {
  if (before === day) return
  await db
    .updateTable('offline_proof')
    .set({ proven: day })
    .where('card', '=', card)
    .execute()
}
