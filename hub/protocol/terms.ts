// The small terms that many messages share, each with its bounds.
import { z } from 'zod'

/** Normalised card number: no spaces, hyphens or scanner prefixes (standards §4). */
export const cardNumber = z.string().regex(/^[0-9A-Z]{5,20}$/)
export const pin = z.string().regex(/^[0-9]{4,8}$/)
/** Milliseconds since 1970 UTC, by the clock that decides (see device/ports.ts Clock). */
export const instant = z.int().min(0).max(4_102_444_800_000)
/** Calendar day at the branch, `2026-12-17`. */
export const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const language = z.enum(['sv', 'en'])
export type Language = z.infer<typeof language>

/** What a tag says of its item (ISO 28560): primary item id and owner, `null` when not told. */
export const itemRef = z.object({
  id: z.string().min(1).max(16),
  owner: z.string().max(16).nullable(),
})
export type ItemRef = z.infer<typeof itemRef>
