// Who a branch lets in through its locked door when nobody works there, as data.
import { z } from 'zod'

/**
 * How somebody says at the door who she is: card and PIN, the card alone, or, where it is allowed, a
 * personnummer (such as a driving licence bears) and the PIN of her card.
 */
export const LOGIN_METHODS = ['card-pin', 'card', 'personnummer-pin'] as const
export type LoginMethod = (typeof LOGIN_METHODS)[number]

const isLoginMethod = (word: string): word is LoginMethod =>
  LOGIN_METHODS.some((method) => method === word)

/** A method of tomorrow is passed over, or a kiosk of today would have no rules at all. */
const methods = z
  .array(z.string().max(40))
  .max(20)
  .transform((words) => {
    const known = words.filter(isLoginMethod)
    return known.length > 0 ? known : (['card-pin'] satisfies LoginMethod[])
  })

/** What a member calls a group of its patrons, such as `adult` or `institution`. */
const category = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** Those who work there: they are let in however many are inside. */
export const STAFF_CATEGORY = 'staff'

/** Of money, in the smallest unit of the currency (öre); at most a million in the whole unit. */
const debt = z.int().min(0).max(100_000_000)

/** Each is defaulted to what kiosks and hubs did before there was any other rule than the age. */
export const entryRules = z.object({
  /** Youngest age let in, years. */
  minimumAge: z.int().min(0).max(99),
  /** Younger than this only with a guardian's consent to the agreement; 0: nobody needs one. */
  consentBelow: z.int().min(0).max(99).default(0),
  /** Earliest version of the agreement that counts; null: none is asked for. */
  agreement: z.int().min(1).max(9999).nullable().default(1),
  /** Groups let in; null: all, also whoever is of none. */
  categories: z.array(category).max(50).nullable().default(null),
  /** Most that may be owed; null: debts are not looked at. */
  debtLimit: debt.nullable().default(null),
  methods: methods.default(['card-pin']),
  /** Most people inside; null: however many. */
  occupancyLimit: z.int().min(1).max(10_000).nullable().default(null),
  /** Extra people that one entry may bring, such as her own children. */
  coVisitors: z.int().min(0).max(20).default(0),
})
export type EntryRules = z.infer<typeof entryRules>

/** What holds where a branch says nothing but an age. */
export const rulesByAge = (minimumAge: number): EntryRules =>
  entryRules.parse({ minimumAge })
