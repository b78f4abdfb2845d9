// The tries at PINs in the store, which all kiosks and all hubs share: counted and committed before anything
// is compared. A commit is waited for at the door, so it has two statements and no more.
import {
  CARD_BUDGET,
  MANY_CARDS,
  READER_BUDGET,
  spend,
  triesManyCards,
} from '../rules/attempts.ts'
import type { Tx } from '../store/store.ts'
import { holderOfCard } from './patrons.ts'

/** `who`: a patron's key, or what stands for an unknown card. `reader`: one place where cards are held. */
export type Trying = { who: string; reader: string; now: number }

export type Counted = {
  /** Past the budget of the card or of the reader: whatever is compared counts for nothing. */
  lockedOut: boolean
  /** Of the card. */
  triesLeft: number
  /** Nobody may try at this reader for a while. */
  readerIsFull: boolean
  /** One PIN is tried on card after card here. */
  manyCards: boolean
  /** Which row it is, and whether there are mistakes before it: to be forgotten when it was right. */
  row: number | undefined
  hasMistakes: boolean
}

/** In place of `who` where it has been right since: counts at its reader, and tells nobody. */
const FORGOTTEN = ''

type Row = { who: string; at: number; reader: string | null; compared: 0 | 1 }

/** Commit it before comparing: then many tries at once are many tries. */
export const countTry = async (tx: Tx, trying: Trying): Promise<Counted> => {
  const { who, reader, now } = trying
  const rows = await recentRows(tx, trying)
  const compared = rows.filter((row) => row.compared === 1)
  const here = rows.filter((row) => row.reader === reader)
  const card = spend(CARD_BUDGET, timesOf(compared.filter(isOf(who))), now)
  const place = spend(
    READER_BUDGET,
    timesOf(compared.filter((row) => row.reader === reader)),
    now,
  )
  const mayCompare = card.ok && place.ok
  const manyBefore = triesManyCards(cardsOf(here), now)
  // What is refused is told apart only until it is clear what goes on: the store is not to be filled.
  const isNews = !manyBefore && !here.some(isOf(who))
  const row = mayCompare || isNews ? await add(tx, trying, mayCompare) : undefined
  return {
    lockedOut: !mayCompare,
    triesLeft: mayCompare ? card.left : 0,
    readerIsFull: !place.ok,
    manyCards: triesManyCards([...cardsOf(here), { card: who, at: now }], now),
    row,
    hasMistakes: compared.some(isOf(who)),
  }
}

const isOf =
  (who: string) =>
  (row: Row): boolean =>
    row.who === who
const timesOf = (rows: readonly Row[]) => rows.map(({ at }) => at)
const cardsOf = (rows: readonly Row[]) =>
  rows.flatMap(({ who, at }) => (who === FORGOTTEN ? [] : [{ card: who, at }]))

/** The longest that any try counts for anything. */
const KEPT_MS = Math.max(
  ...[CARD_BUDGET, READER_BUDGET, MANY_CARDS].map(({ windowMs }) => windowMs),
)

const recentRows = async (
  tx: Tx,
  { who, reader, now }: Trying,
): Promise<readonly Row[]> => {
  const since = now - KEPT_MS
  const rows = await tx
    .selectFrom('pin_attempt')
    .select(['who', 'at', 'reader', 'compared'])
    .where((eb) =>
      eb.or([
        eb('who', '=', who).and('at', '>', since),
        eb('reader', '=', reader).and('at', '>', since),
      ]),
    )
    .execute()
  if (rows.some(({ at }) => at > now)) await endLater(tx, now)
  return rows
}

/** The clock was put back: what was to count until then counts from now, and is not in force for a year. */
const endLater = async (tx: Tx, now: number): Promise<void> => {
  await tx.updateTable('pin_attempt').set({ at: now }).where('at', '>', now).execute()
}

const add = async (
  tx: Tx,
  { who, reader, now }: Trying,
  mayCompare: boolean,
): Promise<number> => {
  const { insertId } = await tx
    .insertInto('pin_attempt')
    .values({ who, at: now, reader, compared: mayCompare ? 1 : 0 })
    .executeTakeFirstOrThrow()
  return Number(insertId)
}

/** A wrong PIN that a kiosk compared alone. `hash`: of the card, 32 bytes; others stand for none. */
export type ToldTry = { hash: Uint8Array; now: number }

/** Of each card no more than its budget, so that nobody fills the store by telling. */
export const countTold = async (tx: Tx, told: readonly ToldTry[]): Promise<void> => {
  const counted = new Map<string, number>()
  for (const { hash, now } of told) {
    if (hash.length !== HASH_BYTES) continue
    const who = (await holderOfCard(tx, hash))?.key ?? unknownCard(hash)
    const before = counted.get(who) ?? 0
    counted.set(who, before + 1)
    if (before < CARD_BUDGET.tries)
      await tx.insertInto('pin_attempt').values({ who, at: now }).execute()
  }
}

const HASH_BYTES = 32

/** Stands for an unknown card where a patron's key would. */
export const unknownCard = (hash: Uint8Array): string =>
  Buffer.from(hash).toString('base64url')

/**
 * It was right. Of the card every mistake is forgotten, of the reader only this try: else whoever has one
 * good card could try others at the same reader for ever. What counts for nothing any more goes too.
 */
export const forgiveTry = async (
  tx: Tx,
  { who, now }: Trying,
  { row, hasMistakes }: Counted,
): Promise<void> => {
  await tx
    .deleteFrom('pin_attempt')
    .where((eb) => eb.or([eb('rowid', '=', row ?? -1), eb('at', '<=', now - KEPT_MS)]))
    .execute()
  if (hasMistakes) await forgiveCard(tx, who)
}

export const forgiveCard = async (tx: Tx, who: string): Promise<void> => {
  await tx
    .updateTable('pin_attempt')
    .set({ who: FORGOTTEN })
    .where('who', '=', who)
    .execute()
}

/** `now` in ms since 1970 UTC. */
export const forgetTries = async (tx: Tx, now: number): Promise<void> => {
  await tx
    .deleteFrom('pin_attempt')
    .where('at', '<=', now - KEPT_MS)
    .execute()
}
