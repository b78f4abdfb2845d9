// The agreements on hours without staff: what was signed, in which words, by whom, and until when.
import { z } from 'zod'
import { language } from '../protocol/terms.ts'
import { daysAfter } from '../rules/local-day.ts'
import type { Agreement, Consent } from '../rules/standing.ts'
import type { Tx } from '../store/store.ts'

const day = z.iso.date()

export const newAgreement = z.object({
  /** Of the words that were signed. */
  version: z.int().min(1).max(9999).default(1),
  /** In which they were read; null: not known. */
  language: language.nullable().default(null),
  signed: day,
  /** From this day on it does not hold. */
  revoked: day.nullable().default(null),
  /** Of a minor's guardian. */
  guardian: z
    .object({ signed: day, revoked: day.nullable().default(null) })
    .nullable()
    .default(null),
})
export type NewAgreement = z.input<typeof newAgreement>

export const agreementsOf = async (
  tx: Tx,
  patron: string,
): Promise<readonly Agreement[]> => {
  const rows = await tx
    .selectFrom('agreement')
    .select(['begins', 'revoked', 'version', 'guardian', 'guardian_revoked'])
    .where('patron', '=', patron)
    .execute()
  return rows.map(({ begins, revoked, version, guardian, guardian_revoked }) => ({
    ...{ version, signed: begins, revoked },
    guardian: guardian === null ? null : { signed: guardian, revoked: guardian_revoked },
  }))
}

/** Throws where it is revoked before it is signed. Answers the number of the agreement. */
export const signAgreement = async (
  tx: Tx,
  patron: string,
  agreement: NewAgreement,
): Promise<number> => {
  const { signed, revoked, guardian, ...words } = newAgreement.parse(agreement)
  const { insertId } = await tx
    .insertInto('agreement')
    .values({
      ...{ patron, begins: signed, ...words },
      ...revocation({ signed, revoked }),
      guardian: guardian?.signed ?? null,
      guardian_revoked: guardian?.revoked ?? null,
    })
    .executeTakeFirstOrThrow()
  return Number(insertId)
}

/** Whatever the patron has signed does not hold from `day` on. */
export const revokeAgreements = async (
  tx: Tx,
  patron: string,
  on: string,
): Promise<void> => {
  const standing = await tx
    .selectFrom('agreement')
    .select(['id', 'begins'])
    .where('patron', '=', patron)
    .where((eb) => eb.or([eb('revoked', 'is', null), eb('revoked', '>', on)]))
    .execute()
  for (const { id, begins: signed } of standing) {
    const revoked = on < signed ? signed : on
    await tx
      .updateTable('agreement')
      .set(revocation({ signed, revoked }))
      .where('id', '=', id)
      .execute()
  }
}

/** No guardian's consent to what the patron has signed holds from `day` on. */
export const withdrawConsent = async (
  tx: Tx,
  patron: string,
  day: string,
): Promise<void> => {
  await tx
    .updateTable('agreement')
    .set({ guardian_revoked: day })
    .where('patron', '=', patron)
    .where('guardian', 'is not', null)
    .where((eb) =>
      eb.or([eb('guardian_revoked', 'is', null), eb('guardian_revoked', '>', day)]),
    )
    .execute()
}

/** An older hub knows a last day only, and of what is revoked the day it is signed it counts that day. */
const revocation = ({ signed, revoked }: Consent) => {
  if (revoked === null) return { revoked, ends: null }
  const last = daysAfter(revoked, -1)
  return { revoked, ends: last < signed ? signed : last }
}
