// Who a card belongs to, and everything a rule may ask about that person at a branch.
import type { Language } from '../protocol/terms.ts'
import type { PatronStanding } from '../rules/standing.ts'
import { newId } from '../store/id.ts'
import type { Tx } from '../store/store.ts'
import { agreementsOf, type NewAgreement, signAgreement } from './agreements.ts'
import { allow, allowedAt, type NewAllowed } from './allow-list.ts'
import { block, blocksAt, type NewBlock } from './blocks.ts'
import type { HeldPin, KnownPin } from './pin.ts'

/** Whose card it is, and by what she proves it. */
export type Holder = KnownPin & {
  key: string
  /** Given name and initial, such as `Aino L`. */
  name: string
  born: string
  language: Language
  member: string
  category: string | null
  /** What she owes, in the smallest unit of the currency. */
  debt: number
  /** She needs the door unlocked for longer. */
  extended: boolean
}

export type Patron = Holder & PatronStanding

const HELD = [
  ...(['key', 'member', 'given', 'initial', 'born', 'language', 'verifier'] as const),
  ...(['duress', 'category', 'debt', 'extended'] as const),
] as const

/** By the HMAC of the card number; null when no such card is known. */
export const holderOfCard = (tx: Tx, hash: Uint8Array): Promise<Holder | null> =>
  holderOf(tx, 'card', hash)

/** By the HMAC of a personnummer; null when nobody is known by it. */
export const holderOfPersonnummer = (tx: Tx, hash: Uint8Array): Promise<Holder | null> =>
  holderOf(tx, 'personnummer', hash)

const holderOf = async (
  tx: Tx,
  by: 'card' | 'personnummer',
  hash: Uint8Array,
): Promise<Holder | null> => {
  const row = await tx
    .selectFrom(by)
    .innerJoin('patron', 'patron.key', `${by}.patron`)
    .leftJoin('pin', 'pin.patron', 'patron.key')
    .select(HELD)
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return null
  const { given, initial, extended, ...holder } = row
  return { ...holder, name: `${given} ${initial}`.trim(), extended: extended === 1 }
}

/** With what is in force for her, and when, at a branch. */
export const withStanding = async (
  tx: Tx,
  holder: Holder,
  branch: string,
): Promise<Patron> => {
  const { key, member } = holder
  const membership = await tx
    .selectFrom('membership')
    .select(['begins', 'ends'])
    .where('member', '=', member)
    .execute()
  const agreements = await agreementsOf(tx, key)
  const blocks = await blocksAt(tx, key, branch)
  const allowed = await allowedAt(tx, key, branch)
  return { ...holder, membership, blocks, agreements, allowed }
}

export type NewPatron = Pick<HeldPin, 'verifier'> &
  Partial<HeldPin> & {
    /** Full name; only the given name and the initial of the surname are kept. */
    name: string
    member: string
    born: string
    language: Language
    cardHash: Uint8Array
    /** Of her personnummer, where it may stand for the card. */
    personnummerHash?: Uint8Array
    agreements: readonly NewAgreement[]
    blocks: readonly NewBlock[]
    allowed?: readonly NewAllowed[]
    category?: string | null
    debt?: number
    extended?: boolean
  }

/** Adds a patron with one card; answers the new key. */
export const addPatron = async (tx: Tx, patron: NewPatron): Promise<string> => {
  const key = newId()
  const { member, born, language, cardHash: hash, personnummerHash } = patron
  const { verifier, duress, category = null, debt = 0, extended = false } = patron
  await tx
    .insertInto('patron')
    .values({
      ...{ key, member, ...shortName(patron.name), born, language },
      ...{ category, debt, extended: extended ? 1 : 0 },
    })
    .execute()
  await tx.insertInto('card').values({ hash, patron: key }).execute()
  if (personnummerHash !== undefined)
    await tx
      .insertInto('personnummer')
      .values({ hash: personnummerHash, patron: key })
      .execute()
  await tx.insertInto('pin').values({ patron: key, verifier, duress }).execute()
  for (const one of patron.agreements) await signAgreement(tx, key, one)
  for (const one of patron.blocks) await block(tx, key, one)
  for (const one of patron.allowed ?? []) await allow(tx, key, one)
  return key
}

const shortName = (name: string): { given: string; initial: string } => {
  const [given = '', ...rest] = name.trim().split(/\s+/)
  return { given, initial: Array.from(rest.at(-1) ?? '')[0] ?? '' }
}
