// The rows of every table, as the query builder sees them. Days are `2026-12-17` at the branch,
// instants are ms since 1970 UTC, flags are 0 or 1. migrations/ says the same to the database.
import type { Generated } from 'kysely'
import type { Language } from '../protocol/terms.ts'

type Flag = 0 | 1

/** A municipality, region or school whose patrons hold the common card. */
type Member = { id: string; name: string; kind: string; isil: string }

/** When a member takes part, both days counted; `ends` null goes on. */
type Membership = { member: string; begins: string; ends: string | null }

/**
 * A branch with its rules. `calendar` is a Calendar as JSON, `week` its usual WeekPattern, `overrides` what
 * staff have set aside of it, `offline` the OfflinePolicy of its doors; `version` rises with every change.
 */
type Branch = {
  id: string
  member: string
  name: string
  zone: string
  phone: string
  emergency: string
  week: string
  calendar: string
  /** Premises as JSON; null where the branch does nothing by itself. */
  premises: string | null
  overrides: string
  unlock_ms: number
  extended_ms: number
  minimum_age: number
  loan_days: number
  renewals: number
  loan_limit: number
  /** EntryRules as JSON; null = the age alone. */
  entry: string | null
  offline: string
  version: number
}

/** `id` is unique in the branch; `secret` is the 32 bytes shared at enrolment. */
type Kiosk = { branch: string; id: string; secret: Uint8Array }

/**
 * A person: no card number, and of the surname only the initial. `debt` is in the smallest unit of the
 * currency; `extended`: needs the door unlocked for longer.
 */
type Patron = {
  key: string
  member: string
  given: string
  initial: string
  born: string
  language: Language
  category: Generated<string | null>
  debt: Generated<number>
  extended: Generated<Flag>
}

/** `hash` is HMAC-SHA-256 of the card number, so a stolen database holds no numbers. */
type Card = { hash: Uint8Array; patron: string }

/** `hash` is HMAC-SHA-256 of a personnummer, which may stand for the card. */
type Personnummer = { hash: Uint8Array; patron: string }

/**
 * The patron's promise to keep the rules of unstaffed hours: signed on `begins`, in the words of
 * `version`. From the day it is `revoked` it does not hold; `ends` says the same to older hubs, as nearly
 * as a last day can. `guardian` is when a minor's consented.
 */
type Agreement = {
  id: Generated<number>
  patron: string
  begins: string
  ends: Generated<string | null>
  version: Generated<number>
  language: Generated<Language | null>
  revoked: Generated<string | null>
  guardian: Generated<string | null>
  guardian_revoked: Generated<string | null>
}

/** Whom `branch` lets in no more, null = no branch does. `note` is for staff. */
type Block = {
  id: Generated<number>
  patron: string
  branch: Generated<string | null>
  begins: string
  ends: string | null
  note: Generated<string>
}

/**
 * Who may come in whatever the hour, at `branch` or, null, at every one: on weekdays `days` (such as
 * `12345`) from `opens` to `closes`, wall times.
 */
type Allowed = {
  id: Generated<number>
  patron: string
  branch: string | null
  begins: string
  ends: string | null
  days: string
  opens: string
  closes: string
  note: Generated<string>
}

/** argon2id in PHC form; `duress` = what the same salt and cost make of the PIN for duress, 32 bytes. */
type Pin = { patron: string; verifier: string; duress: Uint8Array | null }

/**
 * A PIN tried and not found right. `who` is a patron's key, or stands for an unknown card; empty = it has
 * been right since. `reader` is where (null = told by a kiosk, or by an earlier version); not `compared` = it
 * was past a budget, and only tells that this card was held there.
 */
type PinAttempt = {
  rowid: Generated<number>
  who: string
  at: number
  reader: string | null
  compared: Generated<Flag>
}

/** `hash` is SHA-256 of what the kiosk holds; the session is good at that kiosk only. */
type Session = {
  hash: Uint8Array
  patron: string
  branch: string
  kiosk: string
  expires: number
}

/**
 * Card and PIN as one secret, made when a right PIN was heard: `joint` of argon2id, good while `pin_print`
 * (SHA-256 of the PIN's verifier) is that of today. `spread` places it on the pages of a list, `proven` is
 * the day it was last heard.
 */
type OfflineProof = {
  card: Uint8Array
  patron: string
  joint: Uint8Array
  pin_print: Uint8Array
  spread: number
  proven: string
}

/** The last day a branch saw a patron, kept only where its doors go by it. */
type OfflineSeen = { branch: string; patron: string; day: string }

/** Written by triggers: something about a patron who may be on a list is another. `at` in seconds. */
type OfflineChange = { seq: Generated<number>; patron: string; at: number }

/** How far the list of a kiosk has come; `digest` tells whether it is another. */
type OfflineList = { kiosk: string; version: number; digest: string }

type Title = { id: string; name: string; author: string; sort_key: string }

/**
 * `register` (the owner's ISIL in upper case) and `barcode` tell items of two registers apart.
 * `place` is where it is now, and exactly one of: on the `shelf` of `branch`; on `loan`; on the
 * `hold-shelf` of `branch` for `hold`, under `mark`; in `transit` to `branch`, for `hold` or home; `missing`.
 */
type Item = {
  id: string
  register: string
  barcode: string
  title: string
  home: string
  parts: number
  for_loan: Flag
  place: 'shelf' | 'loan' | 'hold-shelf' | 'transit' | 'missing'
  branch: string | null
  loan: string | null
  hold: string | null
  mark: number | null
  /** Last seen: when, at which branch, and by which kiosk (null = not by a kiosk). */
  seen: number
  seen_at: string | null
  seen_by: string | null
}

/** `patron` is null once the loan is closed: nothing then tells who had the item. */
type Loan = {
  id: string
  item: string
  patron: string | null
  branch: string
  made: number
  due: string
  renewals: number
  /** The patron says it was returned. */
  claimed: Flag
  closed: number | null
  closed_how: 'returned' | 'undone' | 'inferred' | null
}

/** Place in the queue is `queued`, then `seq`. `loan` = fulfilled by that loan; gone when it closes. */
type Hold = {
  seq: Generated<number>
  id: string
  title: string
  patron: string
  pickup: string
  queued: number
  loan: string | null
}

/** One row per journal row taken in. `body` never bears a patron: the link to an item ends at return. */
type Inbox = {
  kiosk: string
  epoch: number
  seq: number
  received: number
  kind: string
  body: string | null
}

/** What an ask that changes something was answered, to answer it alike when asked again. */
type AskAnswer = { kiosk: string; id: string; at: number; answer: string }

/**
 * The highest `n` of a question heard in this epoch, and in hexadecimal which of the 64 up to it were:
 * bit i stands for `n - i`; null = all of them.
 */
type AskMark = { kiosk: string; epoch: number; n: number; seen: string | null }

type KioskSeen = { kiosk: string; status: string; epoch: number; at: number }

/** The last known state of one part of a kiosk: a device, a bin, the paper, the fire input. */
type KioskPart = { kiosk: string; part: string; state: string; at: number }

/** What somebody must see to; a row goes when it is over. `first` and `last` are when it was raised. */
type Alarm = {
  kiosk: string
  kind: string
  detail: string
  first: number
  last: number
  count: number
}

/**
 * What could not be read or applied, sealed and bounded. `place` tells those of one kiosk and channel
 * apart: the same thing again is counted. `form` says what `bytes` hold whole; null = only a beginning.
 */
type DeadLetter = {
  id: Generated<number>
  kiosk: string
  channel: string
  place: string
  reason: string
  first: number
  last: number
  count: number
  form: 'message' | 'row' | null
  size: number
  bytes: Uint8Array
}

/**
 * Of each kiosk, and of all as `*`: how many dead letters there are, their size in bytes, and how many
 * had to go for lack of room. The database counts them itself.
 */
type DeadLetterHeld = {
  kiosk: string
  letters: number
  size: number
  gone: Generated<number>
}

/**
 * Who (a token's name) had what (an order as JSON) done, and why. `command` is the order's id, `outcome`
 * null before it is done; `hash` binds the row to all before it. Only added to.
 */
type Audit = {
  n: number
  at: number
  who: string
  branch: string
  kiosk: string | null
  what: string
  why: string
  command: string
  outcome: string | null
  hash: Uint8Array
}

/** People let in per branch and day; nobody is named. */
type VisitCount = { branch: string; day: string; count: number }

/** What staff should look at: a conflict that was settled without them. `body` is JSON. */
type WorkList = {
  id: Generated<number>
  at: number
  branch: string
  kind: string
  body: string
}

export type Tables = {
  member: Member
  membership: Membership
  branch: Branch
  kiosk: Kiosk
  patron: Patron
  card: Card
  personnummer: Personnummer
  agreement: Agreement
  block: Block
  allowed: Allowed
  pin: Pin
  pin_attempt: PinAttempt
  session: Session
  offline_proof: OfflineProof
  offline_seen: OfflineSeen
  offline_change: OfflineChange
  offline_list: OfflineList
  title: Title
  item: Item
  loan: Loan
  hold: Hold
  inbox: Inbox
  ask_answer: AskAnswer
  ask_mark: AskMark
  kiosk_seen: KioskSeen
  kiosk_part: KioskPart
  alarm: Alarm
  dead_letter: DeadLetter
  dead_letter_held: DeadLetterHeld
  visit_count: VisitCount
  audit: Audit
  work_list: WorkList
}
