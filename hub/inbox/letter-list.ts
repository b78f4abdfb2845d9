// What may be told of dead letters: where they are from, why, how often, and nothing of what they say.
import type { Store, Tx } from '../store/store.ts'
import { type DeadLetter, EVERY_KIOSK } from './dead-letters.ts'

/** Instants in ms since 1970 UTC, real time; `size` in bytes as it is kept, sealed. */
export type ListedLetter = {
  id: number
  kiosk: string
  channel: string
  reason: string
  first: number
  last: number
  count: number
  size: number
  /** It is here whole, and of something that may still be taken. */
  replayable: boolean
}

/** What has happened may be taken late; a question has nobody waiting, and a state is said anew. */
export const isReplayable = ({
  channel,
  form,
}: Pick<DeadLetter, 'channel' | 'form'>): boolean => channel === 'event' && form !== null

export type Wanted = {
  kiosk?: string | undefined
  /** Only letters older than the one of this id. */
  before?: number | undefined
  /** 1–200. */
  limit: number
}

/** The newest first. `next` is the `before` of the next page; null = that was all. */
export type LetterPage = {
  letters: ListedLetter[]
  next: number | null
  /** How many had to go for lack of room. */
  gone: number
}

export const listLetters = async (
  { db }: Pick<Store, 'db'>,
  { kiosk, before, limit }: Wanted,
): Promise<LetterPage> => {
  let query = db
    .selectFrom('dead_letter')
    .select(['id', 'kiosk', 'channel', 'reason', 'first', 'last', 'count', 'size', 'form'])
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (kiosk !== undefined) query = query.where('kiosk', '=', kiosk)
  if (before !== undefined) query = query.where('id', '<', before)
  const rows = await query.execute()
  const letters = rows
    .slice(0, limit)
    .map(({ form, ...row }) => ({ ...row, replayable: isReplayable({ ...row, form }) }))
  const last = letters.at(-1)
  const next = rows.length > limit && last !== undefined ? last.id : null
  return { letters, next, gone: await goneOf(db, kiosk) }
}

const goneOf = async (db: Tx, kiosk: string = EVERY_KIOSK): Promise<number> => {
  const row = await db
    .selectFrom('dead_letter_held')
    .select('gone')
    .where('kiosk', '=', kiosk)
    .executeTakeFirst()
  return row?.gone ?? 0
}

export type LettersOfKiosk = {
  count: number
  /** Of the newest; undefined = there is none. */
  newest: { reason: string; last: number } | undefined
}

/** For whoever looks at the kiosk. */
export const lettersOf = async ({ db }: Store, kiosk: string): Promise<LettersOfKiosk> => {
  const of = db.selectFrom('dead_letter').where('kiosk', '=', kiosk)
  const { count } = await of
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const newest = await of
    .select(['reason', 'last'])
    .orderBy('last', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { count, newest }
}

export const findLetter = async (
  db: Tx,
  id: number,
): Promise<(DeadLetter & { id: number }) | undefined> =>
  db
    .selectFrom('dead_letter')
    .select(['id', 'kiosk', 'channel', 'place', 'reason', 'form', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirst()

/** False when there is none of this id. */
export const dropLetter = async (db: Tx, id: number): Promise<boolean> => {
  const done = await db.deleteFrom('dead_letter').where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows > 0n
}
