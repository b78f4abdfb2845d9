// Tells a question heard before from a new one, by the epoch and number that its seal vouches for.
// A window as of RFC 4303 §3.4.3: questions may overtake one another, but none comes twice. It stands
// in the store, so that neither a restart nor a hub that takes turns with this one forgets any.
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

/** `seen` has bit i set when number `n - i` was heard. */
export type Mark = { epoch: number; n: number; seen: bigint }
export type Numbered = { epoch: number; n: number }
export type Taken =
  | { ok: true; mark: Mark }
  | { ok: false; reason: 'heard-before' | 'too-old' | 'of-an-earlier-boot' }

/** A kiosk has at most 16 questions under way: what is further back was not overtaken. */
const WINDOW = 64
const ALL = (1n << BigInt(WINDOW)) - 1n

/** The mark after this question, or why it is none that may be answered. */
export const nextMark = (mark: Mark | undefined, { epoch, n }: Numbered): Taken => {
  if (mark === undefined || epoch > mark.epoch)
    return { ok: true, mark: { epoch, n, seen: 1n } }
  if (epoch < mark.epoch) return { ok: false, reason: 'of-an-earlier-boot' }
  if (n > mark.n) {
    const ahead = n - mark.n
    const moved = ahead >= WINDOW ? 0n : (mark.seen << BigInt(ahead)) & ALL
    return { ok: true, mark: { epoch, n, seen: moved | 1n } }
  }
  const behind = mark.n - n
  if (behind >= WINDOW) return { ok: false, reason: 'too-old' }
  const bit = 1n << BigInt(behind)
  if ((mark.seen & bit) !== 0n) return { ok: false, reason: 'heard-before' }
  return { ok: true, mark: { ...mark, seen: mark.seen | bit } }
}

/** The question of this number is none that may be carried out: nothing was. */
export class HeardBefore extends Error {
  readonly reason: Exclude<Taken, { ok: true }>['reason']
  constructor(reason: HeardBefore['reason']) {
    super(`a question that is ${reason}`)
    this.reason = reason
  }
}

/** Throws HeardBefore. Claimed with what the transaction does, or not at all. */
export const claimNumber = async (
  tx: Tx,
  kiosk: string,
  asked: Numbered,
): Promise<void> => {
  const row = await tx
    .selectFrom('ask_mark')
    .selectAll()
    .where('kiosk', '=', kiosk)
    .executeTakeFirst()
  const taken = nextMark(row && markOf(row), asked)
  if (!taken.ok) throw new HeardBefore(taken.reason)
  const { epoch, n } = taken.mark
  const next = { epoch, n, seen: taken.mark.seen.toString(16) }
  await tx
    .insertInto('ask_mark')
    .values({ kiosk, ...next })
    .onConflict((on) => on.column('kiosk').doUpdateSet(next))
    .execute()
}

/** An earlier version kept only how far it had come: up to there everything counts as heard. */
const markOf = ({ epoch, n, seen }: Tables['ask_mark']): Mark => ({
  epoch,
  n,
  seen: seen === null ? ALL : BigInt(`0x${seen}`),
})

/** The boot that questions must be of to be answered, or a later one; 0 = any. */
export const bootHeard = async (db: Tx, kiosk: string): Promise<number> => {
  const row = await db
    .selectFrom('ask_mark')
    .select('epoch')
    .where('kiosk', '=', kiosk)
    .executeTakeFirst()
  return row?.epoch ?? 0
}
