// The small terms that many messages share, each with its bounds.
import { z } from 'zod'

/**
 * What identifies a card, in one form for each kind of reader; none can equal one of another kind.
 * `21080000000015` a printed number without spaces, hyphens or scanner prefixes (standards §4);
 * `nfc:04a1b2c3d4e5f6` the UID of an ISO/IEC 14443 card: 4, 7 or 10 bytes, most significant first,
 * but no four that begin with 08, which a phone draws anew at each tap;
 * `wiegand:26:2d00a200` the bits of a badge, 24–128 of them, left-justified.
 * Anybody can copy a card of each kind: it says who, and only the PIN with it proves it.
 */
export const cardNumber = z
  .string()
  .regex(
    /^(?:[0-9A-Z]{5,20}|nfc:(?!08.{6}$)(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})|wiegand:[1-9]\d{1,2}:(?:[0-9a-f]{2}){3,16})$/,
  )
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
