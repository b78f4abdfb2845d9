// What the chute writes down before it opens, so that a restart knows what may be inside.
import { z } from 'zod'
import { itemRef } from '../../hub/protocol/terms.ts'
import type { Unfinished } from '../journal/journal.ts'

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
export type KeyedNote = { key: string; note: ChuteNote }

/** The chute's own notes, and the keys of those that this program cannot read. */
export const readNotes = (
  unfinished: readonly Unfinished[],
): { notes: KeyedNote[]; unreadable: string[] } => {
  const own = unfinished.filter(({ key }) => key.startsWith('chute-'))
  const read = own.map(({ key, note: raw }) => ({ key, parsed: note.safeParse(raw) }))
  return {
    notes: read.flatMap(({ key, parsed }) =>
      parsed.success ? [{ key, note: parsed.data }] : [],
    ),
    unreadable: read.flatMap(({ key, parsed }) => (parsed.success ? [] : [key])),
  }
}
