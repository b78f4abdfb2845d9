// Who comes in while the hub is gone, and the list a kiosk decides by: its signed head, and pages of
// rows that only card and PIN together open.
import { z } from 'zod'
import { language } from './terms.ts'

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

/** Of one page; as base64url in a sealed answer it stays below the protocol's 60 000 characters. */
const MOST_PAGE_BYTES = 30_000
const bytesAs64 = (least: number, most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .min(Math.ceil((least * 4) / 3))
    .max(Math.ceil((most * 4) / 3))

/** Digest of a page, 16 bytes as base64url: its name. */
export const pageDigest = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

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

/** First and last day, both counted; `ends` null goes on. */
const term = z.object({ begins: z.iso.date(), ends: z.iso.date().nullable() })

/** What a row says of the patron whose card and PIN open it: all that a decision asks for. */
export const offlineRow = z.object({
  patron: z.string().min(8).max(40),
  language: language.catch('sv'),
  born: z.iso.date(),
  membership: z.array(term).max(8),
  blocks: z.array(term).max(8),
  agreements: z.array(term).max(8),
})
export type OfflineRow = z.infer<typeof offlineRow>
