// Who comes in while the hub is gone, and the list a kiosk decides by: its signed head, and pages of
// rows that only card and PIN together open.
import { z } from 'zod'
import { wallTime } from './calendar.ts'
import { instant, language } from './terms.ts'

/** Whom a door lets in without the hub. `seen`: whom this branch has seen within `days`. */
export const offlinePolicy = z.object({
  /** One of tomorrow is read as the most careful. */
  who: z.enum(['nobody', 'agreement', 'seen']).catch('nobody'),
  days: z.int().min(1).max(90).default(30),
  /** An older list lets nobody in. */
  maxAgeHours: z.int().min(1).max(168).default(24),
  /** `disk`: the key that opens the list outlives a restart, and a thief of the disk has it too. */
  key: z.enum(['ram', 'disk']).catch('ram').default('ram'),
})
export type OfflinePolicy = z.infer<typeof offlinePolicy>

/** How many pages a list has at most, as a power of two. */
export const MOST_BITS = 10
/** Of one page; as base64url in a sealed answer it stays below the protocol's 60 000 characters. */
export const MOST_PAGE_BYTES = 30_000
/** Of SHA-256 of a page. */
export const DIGEST_BYTES = 16

const bytesAs64 = (least: number, most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .min(Math.ceil((least * 4) / 3))
    .max(Math.ceil((most * 4) / 3))

/** Digest of a page, 16 bytes as base64url: its name. */
export const pageDigest = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** The signed head: what list this is, whose, how old, and the digest of each of its pages. */
export const listHead = z.object({
  branch: z.string().max(40),
  kiosk: z.string().max(40),
  /** Rises with every change; one that falls is an older list. */
  version: z.int().min(1),
  madeAt: instant,
  goodUntil: instant,
  /** Changes of the hub's registry up to this number are in it. */
  changes: z.int().min(0),
  /** It has `2 ** bits` pages. */
  bits: z.int().min(0).max(MOST_BITS),
  /** One after the other. */
  digests: bytesAs64(DIGEST_BYTES, DIGEST_BYTES * 2 ** MOST_BITS),
})
export type ListHead = z.infer<typeof listHead>

/** Compact JWS (RFC 7515), EdDSA by the hub's key. */
const signed = z
  .string()
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/)
  .max(44_000)

/** With the key that opens the list, and the salt under which card and PIN are looked for. */
export const listAnswer = z.object({
  head: signed,
  key: bytesAs64(32, 32),
  salt: bytesAs64(16, 16),
})

export const pageBytes = bytesAs64(0, MOST_PAGE_BYTES)

/**
 * Signed, and pushed to every kiosk that is connected: rows that count no more, by their tags. `n` and
 * `after` are numbers of changes: who has not heard `after` asks for the whole.
 */
export const strike = z.object({
  kiosk: z.string().max(40),
  n: z.int().min(1),
  after: z.int().min(0),
  tags: z.array(bytesAs64(16, 16)).max(100),
})
export type Strike = z.infer<typeof strike>

const day = z.iso.date()
/** First and last day, both counted; `ends` null goes on. */
const term = z.object({ begins: day, ends: day.nullable() })
const consent = z.object({ signed: day, revoked: day.nullable() })

/** Of each kind of term: those that can count while the list is good. */
export const MOST_TERMS = 6

/** What a row says of the patron whose card and PIN open it: all that a decision asks for. */
export const offlineRow = z.object({
  patron: z.string().min(8).max(40),
  language: language.catch('sv'),
  born: day,
  membership: z.array(term).max(MOST_TERMS),
  blocks: z.array(term).max(MOST_TERMS),
  agreements: z
    .array(
      consent.extend({
        version: z.int().min(1).max(9999),
        guardian: consent.nullable(),
      }),
    )
    .max(MOST_TERMS),
  category: z.string().max(40).nullable(),
  debt: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** She needs the door unlocked for longer. */
  extended: z.boolean().default(false),
  allowed: z
    .array(
      term.extend({
        days: z.array(z.int().min(1).max(7)).max(7),
        from: wallTime,
        to: wallTime,
      }),
    )
    .max(MOST_TERMS),
})
export type OfflineRow = z.infer<typeof offlineRow>
