// Who a branch lets in through its locked door when nobody works there, as data.
import { z } from 'zod'

/**
 * How somebody says at the door who she is: card and PIN, the card alone, or, where it is allowed, a
 * personnummer (such as a driving licence bears) and the PIN of her card.
 */
export const LOGIN_METHODS = ['card-pin', 'card', 'personnummer-pin'] as const
export type LoginMethod = (typeof LOGIN_METHODS)[number]

/** What a member calls a group of its patrons, such as `adult` or `institution`. */
export const category = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** Those who work there: they are let in however many are inside. */
export const STAFF_CATEGORY = 'staff'

const asked = {
  /** Youngest age let in, years. */
  minimumAge: z.int().min(0).max(99),
  /** Younger than this only with a guardian's consent to the agreement; 0: nobody needs one. */
  consentBelow: z.int().min(0).max(99),
  /** Earliest version of the agreement that counts; null: none is asked for. */
  agreement: z.int().min(1).max(9999).nullable(),
  /** Groups let in; null: all, also whoever is of none. */
  categories: z.array(category).max(50).nullable(),
  /** Most that may be owed, in the smallest unit of the currency (öre); null: debts are not looked at. */
  debtLimit: z.int().min(0).max(100_000_000).nullable(),
  methods: z.array(z.enum(LOGIN_METHODS)).min(1).max(3),
  /** Most people inside; null: however many. */
  occupancyLimit: z.int().min(1).max(10_000).nullable(),
  /** Extra people that one entry may bring, such as her own children. */
  coVisitors: z.int().min(0).max(20),
}

/** As people write them down: a word that is none is a mistake, and what is left out says nothing. */
export const someEntryRules = z.strictObject(asked).omit({ minimumAge: true }).partial()
export type SomeEntryRules = z.infer<typeof someEntryRules>

const isLoginMethod = (word: string): word is LoginMethod =>
  LOGIN_METHODS.some((method) => method === word)

/** A method of tomorrow is passed over, or a kiosk of today would have no rules at all. */
const knownMethods = z
  .array(z.string().max(40))
  .max(20)
  .transform((words) => {
    const known = words.filter(isLoginMethod)
    return known.length > 0 ? known : (['card-pin'] satisfies LoginMethod[])
  })

/** Each is defaulted to what kiosks and hubs did before there was any other rule than the age. */
export const entryRules = z.object({
  minimumAge: asked.minimumAge,
  consentBelow: asked.consentBelow.default(0),
  agreement: asked.agreement.default(1),
  categories: asked.categories.default(null),
  debtLimit: asked.debtLimit.default(null),
  methods: knownMethods.default(['card-pin']),
  occupancyLimit: asked.occupancyLimit.default(null),
  coVisitors: asked.coVisitors.default(0),
})
export type EntryRules = z.infer<typeof entryRules>

/** What holds where a branch says nothing but an age. */
export const rulesByAge = (minimumAge: number): EntryRules =>
  entryRules.parse({ minimumAge })
