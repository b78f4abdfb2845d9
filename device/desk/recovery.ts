// Settles at start what a stop has left half done, from the note and from what lies on the pad.
import type { Fact } from '../fact.ts'
import { keyOf } from '../items.ts'
import type { TagSeen } from '../ports.ts'
import { allAre, isPresent, type Security, tagPart } from '../tag-part.ts'
import { timer } from './events.ts'
import { askOf, LEARN_AGAIN_MS, type Lending, stands, undone } from './lending.ts'
import type { KeyedNote, LendingNote, ReturningNote } from './notes.ts'
import type { Returning } from './returning.ts'
import type { Change } from './work.ts'

/** No tag was touched yet: settled without looking at the pad. */
export const isUntouched = ({ note }: KeyedNote): boolean =>
  note.kind === 'lending' && note.phase === 'asked'

/** Work to go on with, or null, and what to write down. `tags` is what lies on the pad now. */
export const recover = (
  { key, note }: KeyedNote,
  tags: readonly TagSeen[],
  security: Security,
): Change =>
  note.kind === 'lending'
    ? recoverLending(key, note, tags, security)
    : recoverReturning(key, note, tags)

const recoverLending = (
  id: string,
  note: LendingNote,
  tags: readonly TagSeen[],
  { secured }: Security,
): Change => {
  if (note.phase === 'asked') return asked(lendingOf(id, note))
  const lending = lendingOf(id, { ...note, tags: note.tags.map(seenIn(tags)) })
  if (!allAre(lending.parts, secured)) {
    const { effects } = stands(lending, note.loan)
    return { work: null, effects }
  }
  return note.loan === null ? asked(lending) : undone(lending, note.loan, 'restarted')
}

/** The question again, under the same id, tells whether there is a loan to undo. */
const asked = (lending: Lending): Change => ({
  work: lending,
  effects: [askOf(lending), timer('learn', LEARN_AGAIN_MS)],
})

/** A tag that is not there is not known. */
const seenIn =
  (tags: readonly TagSeen[]) =>
  ({ uid }: { uid: string }): { uid: string; afi: number | null } => ({
    uid,
    afi: tags.find((tag) => tag.uid === uid)?.afi ?? null,
  })

const lendingOf = (id: string, note: LendingNote): Lending => {
  const { item, session, patron, count } = note
  const about = { id, visit: 0, key: keyOf(item), item, session, patron, count }
  return {
    kind: 'lending',
    ...about,
    parts: note.tags.map(tagPart),
    title: null,
    due: null,
    phase: { at: 'learning', reason: 'restarted' },
    patient: false,
  }
}

/** Still on the pad: secured to the end and checked in. Taken away: the loan stays. */
const recoverReturning = (
  id: string,
  { item, uids }: ReturningNote,
  tags: readonly TagSeen[],
): Change => {
  const parts = uids.map((uid) => tagPart(seenIn(tags)({ uid })))
  const work: Returning = {
    kind: 'returning',
    id,
    visit: 0,
    key: keyOf(item),
    item,
    have: uids.length,
    parts,
    title: null,
    phase: { at: 'securing', destination: null },
    patient: false,
  }
  if (parts.every((part) => isPresent(part, tags))) return { work, effects: [] }
  const fact: Fact = { kind: 'given-back', where: 'desk', why: 'tag-failed' }
  return { work: null, effects: [{ kind: 'record', fact, finish: id }] }
}
