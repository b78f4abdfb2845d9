// The questions a kiosk may ask and the answers it may get: the sealed inside of `ask` and `answer`.
import { z } from 'zod'
import { listAnswer, pageBytes, pageDigest } from './offline.ts'
import { cardNumber, instant, itemRef, language, localDate, pin } from './terms.ts'

const session = z.string().min(16).max(64)
const patronKey = z.string().min(8).max(40)
const title = z.string().max(300)
/** A language that this kiosk has no words in is no reason to refuse the patron. */
const spoken = language.catch('sv')

/** Why nobody is let in: staff see it, the street hears one neutral sentence. */
export const ENTRY_REFUSALS = [
  'unknown-card',
  'wrong-pin',
  'locked-out',
  'blocked',
  'member-not-in-force',
  'no-agreement',
  'under-age',
  'closed',
  'login-method',
  'entry-lockdown',
  'agreement-outdated',
  'no-guardian-consent',
  'category',
  'debt',
  'full',
] as const
export type EntryRefusal = (typeof ENTRY_REFUSALS)[number]

/** What a kiosk from before a reason is told instead. */
const TOLD_BEFORE: Partial<Record<EntryRefusal, EntryRefusal>> = {
  'login-method': 'blocked',
  'entry-lockdown': 'closed',
  'agreement-outdated': 'no-agreement',
  'no-guardian-consent': 'no-agreement',
  category: 'blocked',
  debt: 'blocked',
  full: 'closed',
}

const IDENTIFY_REFUSALS = ['unknown-card', 'wrong-pin', 'locked-out', 'blocked'] as const

export const CHECKOUT_REFUSALS = [
  'unknown-item',
  'reserved-for-other',
  'on-loan-to-other',
  'already-yours',
  'not-for-loan',
  'loan-limit',
  'incomplete',
  'no-session',
] as const
export type CheckoutRefusal = (typeof CHECKOUT_REFUSALS)[number]

export const RENEW_REFUSALS = [
  'reserved-for-other',
  'renewal-limit',
  'no-loan',
  'no-session',
] as const
export type RenewRefusal = (typeof RENEW_REFUSALS)[number]

/** Where a returned item goes next; `branch` and `branchName` when it must travel or wait elsewhere. */
const destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shelf') }),
  z.object({ kind: z.literal('hold-shelf') }),
  z.object({
    kind: z.literal('transit'),
    branch: z.string().max(40),
    branchName: z.string().max(80),
  }),
])
export type Destination = z.infer<typeof destination>

const loan = z.object({
  loan: z.string().max(40),
  item: itemRef,
  title,
  due: localDate,
  renewable: z.boolean(),
})
export type Loan = z.infer<typeof loan>

const hold = z.object({
  hold: z.string().max(40),
  title,
  state: z.enum(['queued', 'in-transit', 'ready']),
  pickup: z.string().max(80),
  /** Shelf mark on the hold shelf, when ready. */
  shelf: z.string().max(20).nullable(),
})
export type Hold = z.infer<typeof hold>

/** A reason of tomorrow is read as `otherwise`: no is no, and must not look like no answer at all. */
const refused = <const R extends readonly [string, ...string[]]>(
  reasons: R,
  otherwise: NoInfer<R>[number],
) => {
  const reason: z.ZodType<R[number]> = z.enum(reasons)
  return z.object({ ok: z.literal(false), reason: reason.catch(otherwise) })
}

const entryRefused = refused(ENTRY_REFUSALS, 'blocked').extend({
  /** The very reason, where kiosks from before would not know it and `reason` is the nearest they do. */
  exactly: z.enum(ENTRY_REFUSALS).optional().catch(undefined),
})
type EntryRefused = z.infer<typeof entryRefused>

/** An answer that every kiosk understands. */
export const refuseEntry = (reason: EntryRefusal): EntryRefused => {
  const before = TOLD_BEFORE[reason]
  return before === undefined
    ? { ok: false, reason }
    : { ok: false, reason: before, exactly: reason }
}

export const reasonOf = ({ reason, exactly }: EntryRefused): EntryRefusal =>
  exactly ?? reason

/** What a reader takes off a card over the air is copied in passing: alone it is nobody's word. */
export const isReadByAir = (card: string): boolean => card.includes(':')

const entryRequest = z
  .object({
    /** Or, where the branch takes it, a personnummer. */
    card: cardNumber,
    /** Absent where the branch takes the card alone. */
    pin: pin.optional(),
    at: instant,
    /** How many are inside by the door's own count; absent where nobody counts. */
    inside: z.int().min(0).max(10_000).optional(),
  })
  .refine((asked) => asked.pin !== undefined || !isReadByAir(asked.card), {
    error: 'must be with a PIN',
    path: ['pin'],
  })

/** kind → request and answer. A table, so that both ends check the same shapes. */
export const ASKS = {
  /** May this person come in? */
  entry: {
    request: entryRequest,
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        patron: patronKey,
        language: spoken,
        /** She needs the door unlocked for longer. */
        extended: z.literal(true).optional().catch(undefined),
        /** She is on the allow list: her door opens also while the branch lets nobody in. */
        anyHour: z.literal(true).optional().catch(undefined),
      }),
      entryRefused,
    ]),
  },
  /** Card and PIN at the desk, answered by a session of at most 15 minutes. */
  identify: {
    request: z.object({ card: cardNumber, pin }),
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        session,
        patron: patronKey,
        /** First name and initial at most (ux R53). */
        name: z.string().max(60),
        language: spoken,
        loans: z.int().min(0),
        holdsReady: z.int().min(0),
      }),
      refused(IDENTIFY_REFUSALS, 'blocked').extend({
        triesLeft: z.int().min(0).max(9).optional(),
      }),
    ]),
  },
  /** My loans and holds. */
  account: {
    request: z.object({ session }),
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        loans: z.array(loan).max(500),
        holds: z.array(hold).max(500),
      }),
      refused(['no-session'], 'no-session'),
    ]),
  },
  /** Lend the item; yes means the loan is committed. `parts` = parts present on the pad. */
  checkout: {
    request: z.object({ session, item: itemRef, parts: z.int().min(1).max(255) }),
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), loan: z.string().max(40), title, due: localDate }),
      refused(CHECKOUT_REFUSALS, 'not-for-loan').extend({
        title: title.optional(),
        due: localDate.optional(),
      }),
    ]),
  },
  /** Renew one loan, or every loan. */
  renew: {
    request: z.object({ session, loan: z.string().max(40).nullable() }),
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        results: z
          .array(
            z.discriminatedUnion('ok', [
              z.object({
                ok: z.literal(true),
                loan: z.string().max(40),
                title,
                due: localDate,
              }),
              refused(RENEW_REFUSALS, 'renewal-limit').extend({
                loan: z.string().max(40),
                title,
              }),
            ]),
          )
          .max(500),
      }),
      refused(['no-session', 'no-loan'], 'no-loan'),
    ]),
  },
  /** What is this item, and where would it go if it were returned here? Changes nothing. */
  item: {
    request: z.object({ item: itemRef }),
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        title,
        /** How many tagged parts the set has; 1 for a plain book. */
        parts: z.int().min(1).max(255),
        owner: z.string().max(80),
        destination,
      }),
      refused(['unknown-item'], 'unknown-item'),
    ]),
  },
  /** The list to decide by while the hub is gone. `version`: of the one that is held; 0 = none. `not-yet`: ask again soon. */
  'offline-list': {
    request: z.object({ version: z.int().min(0) }),
    answer: z.discriminatedUnion('ok', [
      listAnswer.extend({ ok: z.literal(true) }),
      refused(['nobody', 'not-yet'], 'not-yet'),
    ]),
  },
  /** One of its pages, by place and digest; `changed` when the list is another by now. */
  'offline-page': {
    request: z.object({ page: z.int().min(0).max(1023), digest: pageDigest }),
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), rows: pageBytes }),
      refused(['changed'], 'changed'),
    ]),
  },
  /** Forget the session. */
  end: {
    request: z.object({ session }),
    answer: z.object({ ok: z.literal(true) }),
  },
} as const

export type AskKind = keyof typeof ASKS
export type RequestOf<K extends AskKind> = z.infer<(typeof ASKS)[K]['request']>
export type AnswerOf<K extends AskKind> = z.infer<(typeof ASKS)[K]['answer']>

export const isAskKind = (kind: string): kind is AskKind => Object.hasOwn(ASKS, kind)
