// What the desk writes down before it begins something that a restart would have to settle.
import { z } from 'zod'
import { itemRef } from '../../hub/protocol/terms.ts'
import type { Keyed, OwnNotes } from '../own-notes.ts'

const MAX_TAGS = 255

/**
 * `asked`: the hub may have lent the item, no tag was touched.
 * `unlocking`: some of its tags may be unlocked; `loan` null when lent without the hub.
 */
const lending = z.object({
  kind: z.literal('lending'),
  phase: z.enum(['asked', 'unlocking']),
  loan: z.string().max(40).nullable(),
  session: z.string().max(64),
  patron: z.string().max(40),
  item: itemRef,
  count: z.int().min(1).max(255),
  tags: z
    .array(z.object({ uid: z.string().max(16), afi: z.int().nullable() }))
    .min(1)
    .max(MAX_TAGS),
})

/** Some of the item's tags may be secured already; it is not checked in. */
const returning = z.object({
  kind: z.literal('returning'),
  item: itemRef,
  uids: z.array(z.string().max(16)).min(1).max(MAX_TAGS),
})

const note = z.discriminatedUnion('kind', [lending, returning])
export type LendingNote = z.infer<typeof lending>
export type ReturningNote = z.infer<typeof returning>
export type Note = z.infer<typeof note>

export type KeyedNote = Keyed<Note>

export const DESK_NOTES: OwnNotes<Note> = { prefix: 'desk-', shape: note }
