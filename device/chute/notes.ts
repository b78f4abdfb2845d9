// What the chute writes down before it opens, so that a restart knows what may be inside.
import { z } from 'zod'
import { itemRef } from '../../hub/protocol/terms.ts'
import type { Keyed, OwnNotes } from '../own-notes.ts'

/**
 * `open`: the flap was opened for it. `inside`: it came through the beam. `secured`: and every one
 * of its tags was secured.
 */
const note = z.object({
  kind: z.literal('chute'),
  phase: z.enum(['open', 'inside', 'secured']),
  item: itemRef,
  bin: z.int().min(1).max(20),
  later: z.boolean(),
  tags: z
    .array(z.object({ uid: z.string().max(16), afi: z.int().nullable() }))
    .min(1)
    .max(255),
})
export type ChuteNote = z.infer<typeof note>
export type KeyedNote = Keyed<ChuteNote>

export const CHUTE_NOTES: OwnNotes<ChuteNote> = { prefix: 'chute-', shape: note }
