// A role's own notes of what it had begun, read back from the journal at start.
import type { z } from 'zod'
import type { Journal, Unfinished } from './journal/journal.ts'
import type { Logger } from './log.ts'

export type Keyed<Note> = { key: string; note: Note }

/** Which notes are a role's own: by the beginning of their key, and what they must look like. */
export type OwnNotes<Note> = { prefix: string; shape: z.ZodType<Note> }

export type NotesEvent<Note> =
  | { kind: 'notes'; notes: readonly Keyed<Note>[] }
  | { kind: 'journal-lost' }

/** The role's own notes, and the keys of those that this program cannot read. */
export const readNotes = <Note>(
  { prefix, shape }: OwnNotes<Note>,
  unfinished: readonly Unfinished[],
): { notes: Keyed<Note>[]; unreadable: string[] } => {
  const own = unfinished.filter(({ key }) => key.startsWith(prefix))
  const read = own.map(({ key, note }) => ({ key, parsed: shape.safeParse(note) }))
  return {
    notes: read.flatMap(({ key, parsed }) =>
      parsed.success ? [{ key, note: parsed.data }] : [],
    ),
    unreadable: read.flatMap(({ key, parsed }) => (parsed.success ? [] : [key])),
  }
}

/** Never rejects: a journal that cannot be read is an event like any other. */
export const loadNotes = async <Note>(
  own: OwnNotes<Note>,
  { journal, log }: { journal: Pick<Journal, 'unfinished'>; log: Logger },
): Promise<NotesEvent<Note>> => {
  try {
    const { notes, unreadable } = readNotes(own, await journal.unfinished())
    if (unreadable.length > 0) log.error({ keys: unreadable }, 'Notes cannot be read')
    return { kind: 'notes', notes }
  } catch (error) {
    log.error({ err: error }, 'The journal cannot be read')
    return { kind: 'journal-lost' }
  }
}
