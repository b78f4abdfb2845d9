// Who a card belongs to, and everything a rule may ask about that person.
import type { Language } from '../protocol/terms.ts'
import type { Term } from '../rules/local-day.ts'
import { newId } from '../store/id.ts'
import type { Tx } from '../store/store.ts'

export type Patron = {
  key: string
  /** Given name and initial, such as `Aino L`. */
  name: string
  born: string
  language: Language
  membership: readonly Term[]
  blocks: readonly Term[]
  agreements: readonly Term[]
  /** argon2id in PHC form; null = no PIN chosen, so none matches. */
  verifier: string | null
}

/** By the HMAC of the card number; null when no such card is known. */
export const patronOfCard = async (tx: Tx, hash: Uint8Array): Promise<Patron | null> => {
  const row = await tx
    .selectFrom('card')
    .innerJoin('patron', 'patron.key', 'card.patron')
    .leftJoin('pin', 'pin.patron', 'patron.key')
    .select(['key', 'member', 'given', 'initial', 'born', 'language', 'verifier'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return null
  const { key, member, given, initial, born, language, verifier } = row
  const terms = (table: 'agreement' | 'block') =>
    tx.selectFrom(table).select(['begins', 'ends']).where('patron', '=', key).execute()
  const membership = await tx
    .selectFrom('membership')
    .select(['begins', 'ends'])
    .where('member', '=', member)
    .execute()
  const name = `${given} ${initial}`.trim()
  const [blocks, agreements] = [await terms('block'), await terms('agreement')]
  return { key, name, born, language, membership, blocks, agreements, verifier }
}

export type NewPatron = {
  /** Full name; only the given name and the initial of the surname are kept. */
  name: string
  member: string
  born: string
  language: Language
  cardHash: Uint8Array
  verifier: string
  agreements: readonly Term[]
  blocks: readonly Term[]
}

/** Adds a patron with one card; answers the new key. */
export const addPatron = async (tx: Tx, patron: NewPatron): Promise<string> => {
  const key = newId()
  const { member, born, language, cardHash: hash, verifier } = patron
  await tx
    .insertInto('patron')
    .values({ key, member, ...shortName(patron.name), born, language })
    .execute()
  await tx.insertInto('card').values({ hash, patron: key }).execute()
  await tx.insertInto('pin').values({ patron: key, verifier }).execute()
  for (const term of patron.agreements)
    await tx
      .insertInto('agreement')
      .values({ patron: key, ...term })
      .execute()
  for (const term of patron.blocks)
    await tx
      .insertInto('block')
      .values({ patron: key, ...term })
      .execute()
  return key
}

const shortName = (name: string): { given: string; initial: string } => {
  const [given = '', ...rest] = name.trim().split(/\s+/)
  return { given, initial: Array.from(rest.at(-1) ?? '')[0] ?? '' }
}
