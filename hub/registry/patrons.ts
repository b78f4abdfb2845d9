// Who a card belongs to, and everything a rule may ask about that person.
import type { Language } from '../protocol/terms.ts'
import { daysAfter, type Term } from '../rules/local-day.ts'
import type { Agreement, PatronStanding } from '../rules/standing.ts'
import { newId } from '../store/id.ts'
import type { Tx } from '../store/store.ts'

/** Whose card it is, and by what she proves it. */
export type Holder = {
  key: string
  /** Given name and initial, such as `Aino L`. */
  name: string
  born: string
  language: Language
  member: string
  /** argon2id in PHC form; null = no PIN chosen, so none matches. */
  verifier: string | null
}

export type Patron = Holder & PatronStanding

/** By the HMAC of the card number; null when no such card is known. */
export const holderOfCard = async (tx: Tx, hash: Uint8Array): Promise<Holder | null> => {
  const row = await tx
    .selectFrom('card')
    .innerJoin('patron', 'patron.key', 'card.patron')
    .leftJoin('pin', 'pin.patron', 'patron.key')
    .select(['key', 'member', 'given', 'initial', 'born', 'language', 'verifier'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return null
  const { given, initial, ...holder } = row
  return { ...holder, name: `${given} ${initial}`.trim() }
}

/** With what is in force for her, and when. */
export const withTerms = async (tx: Tx, holder: Holder): Promise<Patron> => {
  const { key, member } = holder
  const terms = (table: 'agreement' | 'block') =>
    tx.selectFrom(table).select(['begins', 'ends']).where('patron', '=', key).execute()
  const membership = await tx
    .selectFrom('membership')
    .select(['begins', 'ends'])
    .where('member', '=', member)
    .execute()
  const [blocks, signed] = [await terms('block'), await terms('agreement')]
  return {
    ...{ ...holder, membership, blocks, agreements: signed.map(agreementOf) },
    ...{ category: null, debt: 0, allowed: [] },
  }
}

const agreementOf = ({ begins, ends }: Term): Agreement => ({
  ...{ version: 1, guardian: null },
  signed: begins,
  revoked: ends === null ? null : daysAfter(ends, 1),
})

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
