// What staff may change of a patron's standing: what she signed, where she is blocked or on the allow list,
// her group, her debt. Written with the audit or not at all; the audit names no patron and bears no note.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { add } from '../commands/audit.ts'
import { category } from '../protocol/entry-rules.ts'
import { localDay } from '../rules/local-day.ts'
import { personnummer } from '../rules/personnummer.ts'
import type { Store, Tx } from '../store/store.ts'
import {
  newAgreement,
  revokeAgreements,
  signAgreement,
  withdrawConsent,
} from './agreements.ts'
import { allow, disallow, newAllowed } from './allow-list.ts'
import { block, liftBlock, newBlock } from './blocks.ts'
import { cardHash, personnummerHash } from './card.ts'
import { holderOfCard } from './patrons.ts'
import { type Standing, standingOf } from './standing-now.ts'

/** As read by a machine, or as it is printed. */
const card = z.string('expected a card number').min(5).max(60)
const day = z.iso.date('expected a day such as 2026-12-24')
const number = z.int('expected the number of an entry').min(1)

/** Days that are left out are today, at the branches. */
export const standingChange = z.discriminatedUnion(
  'do',
  [
    z.strictObject({ do: z.literal('show'), card }),
    z.strictObject({
      ...{ do: z.literal('sign'), card, signed: day.optional() },
      ...{ version: newAgreement.shape.version, language: newAgreement.shape.language },
      /** The day a minor's guardian consented. */
      guardian: day.nullable().default(null),
    }),
    z.strictObject({ do: z.literal('revoke'), card }),
    z.strictObject({ do: z.literal('withdraw-consent'), card }),
    z.strictObject({
      ...{ do: z.literal('block'), card, begins: day.optional(), ends: day.nullable() },
      ...{ branch: newBlock.shape.branch, note: newBlock.shape.note },
    }),
    z.strictObject({ do: z.literal('lift'), card, number }),
    z.strictObject({
      ...{ do: z.literal('allow'), card, ...newAllowed.shape },
      begins: day.optional(),
    }),
    z.strictObject({ do: z.literal('disallow'), card, number }),
    z.strictObject({
      ...{ do: z.literal('set'), card },
      category: category.nullable().optional(),
      /** In the smallest unit of the currency. */
      debt: z.int().min(0).max(100_000_000).optional(),
      extended: z.boolean().optional(),
      /** Hers, to be kept as its HMAC; null forgets it. */
      personnummer: z.string().max(13).nullable().optional(),
    }),
  ],
  'expected do to be one of show, sign, revoke, withdraw-consent, block, lift, allow, disallow, set',
)
export type StandingChange = z.infer<typeof standingChange>

/** `who`: the name of a token, which may do so at `mayAt`; null = what counts at every branch. */
export type StandingWish = {
  who: string
  change: StandingChange
  mayAt(branch: string | null): boolean
}

export type StandingChanged =
  | { ok: true; standing: Standing }
  | {
      ok: false
      why: 'unknown-card' | 'no-entry' | 'no-branch' | 'no-personnummer' | 'ends-first'
    }
  | { ok: false; why: 'of-another'; branch: string | null }

/** Ends the transaction: nothing is changed. */
class Refused extends Error {
  readonly told: Extract<StandingChanged, { ok: false }>
  constructor(told: Extract<StandingChanged, { ok: false }>) {
    super(told.why)
    this.told = told
  }
}

/** `key` is the hub's key for card numbers; `now` in ms since 1970 UTC. */
export const changeStanding = async (
  store: Store,
  { key, now }: { key: Uint8Array; now: number },
  { who, change, mayAt }: StandingWish,
): Promise<StandingChanged> => {
  try {
    return await store.transaction(async (tx) => {
      const holder = await holderOfCard(tx, cardHash(key, change.card))
      if (holder === null) throw new Refused({ ok: false, why: 'unknown-card' })
      const { key: patron } = holder
      const at = { patron, key, today: await todayOf(tx, now), mayAt }
      const branch = await carryOut(tx, change, at)
      await add(tx, auditOf(who, change.do, branch))
      return { ok: true, standing: await standingOf(tx, patron, mayAt) }
    })
  } catch (error) {
    if (error instanceof Refused) return error.told
    throw error
  }
}

/** Branches of a co-operation have one zone. */
const todayOf = async (tx: Tx, now: number): Promise<string> => {
  const row = await tx.selectFrom('branch').select('zone').limit(1).executeTakeFirst()
  return localDay(now, row?.zone ?? 'UTC')
}

const auditOf = (who: string, what: string, branch: string | null) => ({
  ...{ who, branch: branch ?? '*', kiosk: null, command: randomUUID() },
  ...{ what: JSON.stringify({ do: `standing-${what}` }), why: '', outcome: 'done' },
})

type At = {
  patron: string
  key: Uint8Array
  today: string
  mayAt: StandingWish['mayAt']
}

/** Answers at which branch it counts; null = every one. */
const carryOut = async (tx: Tx, change: StandingChange, at: At): Promise<string | null> => {
  const { patron, today } = at
  switch (change.do) {
    case 'show':
      return null
    case 'sign': {
      const { signed = today, version, language, guardian: consented } = change
      const guardian = consented === null ? null : { signed: consented }
      await signAgreement(tx, patron, { signed, version, language, guardian })
      return null
    }
    case 'revoke':
      await revokeAgreements(tx, patron, today)
      return null
    case 'withdraw-consent':
      await withdrawConsent(tx, patron, today)
      return null
    case 'block': {
      const { branch, begins = today, ends, note } = change
      await mustCount(tx, { branch, begins, ends }, at)
      await block(tx, patron, { branch, begins, ends, note })
      return branch
    }
    case 'allow': {
      const { do: _, card: __, begins = today, ...entry } = change
      await mustCount(tx, { ...entry, begins }, at)
      await allow(tx, patron, { ...entry, begins })
      return entry.branch
    }
    case 'lift':
    case 'disallow':
      return remove(tx, change, at)
    case 'set':
      await set(tx, change, at)
      return null
  }
}

type Counting = { branch: string | null; begins: string; ends: string | null }

const mustCount = async (
  tx: Tx,
  { branch, begins, ends }: Counting,
  { mayAt }: At,
): Promise<void> => {
  if (ends !== null && ends < begins) throw new Refused({ ok: false, why: 'ends-first' })
  if (!mayAt(branch)) throw new Refused({ ok: false, why: 'of-another', branch })
  if (branch === null) return
  const found = await tx
    .selectFrom('branch')
    .select('id')
    .where('id', '=', branch)
    .executeTakeFirst()
  if (found === undefined) throw new Refused({ ok: false, why: 'no-branch' })
}

const remove = async (
  tx: Tx,
  { do: what, number: id }: { do: 'lift' | 'disallow'; number: number },
  { patron, today, mayAt }: At,
): Promise<string | null> => {
  const row = await tx
    .selectFrom(what === 'lift' ? 'block' : 'allowed')
    .select('branch')
    .where('id', '=', id)
    .where('patron', '=', patron)
    .executeTakeFirst()
  if (row === undefined) throw new Refused({ ok: false, why: 'no-entry' })
  const { branch } = row
  if (!mayAt(branch)) throw new Refused({ ok: false, why: 'of-another', branch })
  if (what === 'lift') await liftBlock(tx, id, today)
  else await disallow(tx, id)
  return branch
}

const set = async (
  tx: Tx,
  change: Extract<StandingChange, { do: 'set' }>,
  { patron, key, today }: At,
): Promise<void> => {
  const { category, debt, extended, personnummer: number } = change
  const wanted = {
    ...(category !== undefined && { category }),
    ...(debt !== undefined && { debt }),
    ...(extended !== undefined && { extended: extended ? (1 as const) : (0 as const) }),
  }
  if (Object.keys(wanted).length > 0)
    await tx.updateTable('patron').set(wanted).where('key', '=', patron).execute()
  if (number === undefined) return
  await tx.deleteFrom('personnummer').where('patron', '=', patron).execute()
  if (number === null) return
  const digits = personnummer(number, today)
  if (digits === null) throw new Refused({ ok: false, why: 'no-personnummer' })
  const hash = personnummerHash(key, digits)
  await tx
    .insertInto('personnummer')
    .values({ hash, patron })
    // Whoever had it before had another's.
    .onConflict((on) => on.column('hash').doUpdateSet({ patron }))
    .execute()
}
