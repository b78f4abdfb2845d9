// Who is on a list, page by page: found by the policy of its door, told by the registry's own words.
import { MOST_TERMS, type OfflinePolicy, type OfflineRow } from '../protocol/offline.ts'
import { holderOfCard, type Patron, withStanding } from '../registry/patrons.ts'
import { daysAfter, type Term } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'
import { printOf } from './proofs.ts'

/** Of one kiosk's list, on one day at its branch. */
export type ListOf = { branch: string; kiosk: string; policy: OfflinePolicy; day: string }

/** `0 … 65535`, both counted. */
export type Span = { from: number; to: number }
const WHOLE: Span = { from: 0, to: 65_535 }

export const spanOf = (page: number, bits: number): Span => {
  const size = 2 ** (16 - bits)
  return { from: page * size, to: (page + 1) * size - 1 }
}

export type Listed = { joint: Uint8Array; row: OfflineRow }

/** As many as may be let in there, or a few more: what the rules say of each is not asked yet. */
export const countListed = async (tx: Tx, list: ListOf): Promise<number> => {
  const { rows } = await listed(tx, list, WHOLE)
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}

/** Who has proven herself last comes first. */
export const rowsOf = async (tx: Tx, list: ListOf, span: Span): Promise<Listed[]> => {
  const found = await listed(tx, list, span)
    .select(['card', 'joint', 'pin_print'])
    .orderBy('proven', 'desc')
    .orderBy('card')
    .execute()
  return toRows(tx, list, found)
}

/** Rows of one patron, where she is on the list. */
export const rowsOfPatron = async (
  tx: Tx,
  list: ListOf,
  patron: string,
): Promise<Listed[]> => {
  const found = await listed(tx, list, WHOLE)
    .select(['card', 'joint', 'pin_print'])
    .where('offline_proof.patron', '=', patron)
    .execute()
  return toRows(tx, list, found)
}

type Found = { card: Uint8Array; joint: Uint8Array; pin_print: Uint8Array }

/** Asked of the registry one by one: what the hub would decide by is what the kiosk decides by. */
const toRows = async (tx: Tx, list: ListOf, found: readonly Found[]): Promise<Listed[]> => {
  const rows: Listed[] = []
  for (const { card, joint, pin_print: print } of found) {
    const holder = await holderOfCard(tx, card)
    // Made with a PIN that is another by now.
    if (holder === null || !printOf(holder.verifier ?? '').equals(print)) continue
    const patron = await withStanding(tx, holder, list.branch)
    rows.push({ joint, row: rowOf(patron, list) })
  }
  return rows
}

/** Whoever is on the allow list is on every list there is. */
const listed = (tx: Tx, { branch, policy, day }: ListOf, { from, to }: Span) =>
  tx
    .selectFrom('offline_proof')
    .innerJoin('card', (join) =>
      join
        .onRef('card.hash', '=', 'offline_proof.card')
        .onRef('card.patron', '=', 'offline_proof.patron'),
    )
    .where('spread', '>=', from)
    .where('spread', '<=', to)
    .where(({ eb, or, exists }) => {
      const agreed = eb
        .selectFrom('agreement')
        .select('agreement.patron')
        .whereRef('agreement.patron', '=', 'offline_proof.patron')
        .where(({ or, eb }) => or([eb('revoked', 'is', null), eb('revoked', '>', day)]))
      const seen = eb
        .selectFrom('offline_seen')
        .select('offline_seen.patron')
        .whereRef('offline_seen.patron', '=', 'offline_proof.patron')
        .where('offline_seen.branch', '=', branch)
        .where('offline_seen.day', '>=', daysAfter(day, -policy.days))
      const allowed = eb
        .selectFrom('allowed')
        .select('allowed.patron')
        .whereRef('allowed.patron', '=', 'offline_proof.patron')
        .where(({ or, eb }) =>
          or([eb('allowed.branch', 'is', null), eb('allowed.branch', '=', branch)]),
        )
        .where(({ or, eb }) =>
          or([eb('allowed.ends', 'is', null), eb('allowed.ends', '>=', day)]),
        )
      return or([exists(policy.who === 'seen' ? seen : agreed), exists(allowed)])
    })

const rowOf = (patron: Patron, { policy, day }: ListOf): OfflineRow => {
  const last = daysAfter(day, Math.ceil(policy.maxAgeHours / 24) + 1)
  const counting = <T extends Term>(terms: readonly T[]): T[] =>
    newest(
      terms.filter(({ begins, ends }) => begins <= last && (ends === null || ends >= day)),
    )
  const { key, language, born, category, debt, extended } = patron
  const { membership, blocks, agreements, allowed } = patron
  const standing = agreements.filter(
    ({ signed, revoked }) => signed <= last && (revoked === null || revoked > day),
  )
  return {
    ...{ patron: key, language, born, category, debt, extended },
    membership: counting(membership),
    blocks: counting(blocks),
    agreements: newest(standing),
    allowed: counting(allowed).map((one) => ({ ...one, days: [...one.days] })),
  }
}

/** More than these nobody has at once; the last in the order they are kept in go before the first. */
const newest = <T>(terms: readonly T[]): T[] => terms.slice(-MOST_TERMS)
