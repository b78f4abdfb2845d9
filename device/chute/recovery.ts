// Settles at start what a stop has left half done, from the note and from what the reader sees.
import type { TagSeen } from '../ports.ts'
import { tagPart } from '../tag-part.ts'
import { checkin, unsecured } from './inside.ts'
import type { KeyedNote } from './notes.ts'
import { type ChuteEffect, type Load, record } from './state.ts'

export type Recovery =
  /** It lies on the tray: secured and let fall like any other. */
  { kind: 'go-on'; load: Load } | { kind: 'settled'; effects: readonly ChuteEffect[] }

/** `tags` is what the reader sees now. */
export const recover = ({ key, note }: KeyedNote, tags: readonly TagSeen[]): Recovery => {
  // Nothing came through the beam: if it lies in the mouth it is taken in like any other.
  if (note.phase === 'open') return { kind: 'settled', effects: [{ kind: 'finish', key }] }
  const isSeen = note.tags.some(({ uid }) => tags.some((tag) => tag.uid === uid))
  if (isSeen) return { kind: 'go-on', load: loadOf({ key, note }, tags) }
  const fact = note.phase === 'secured' ? checkin(note) : unsecured
  return { kind: 'settled', effects: [record(fact, key)] }
}

/** A part that is not seen fell after it was secured, or nobody knows. */
const loadOf = ({ key, note }: KeyedNote, tags: readonly TagSeen[]): Load => {
  const { item, bin, later } = note
  const parts = note.tags.map(({ uid }) => {
    const seen = tags.find((tag) => tag.uid === uid)
    return tagPart({ uid, afi: seen?.afi ?? null })
  })
  const before = Object.fromEntries(note.tags.map(({ uid, afi }) => [uid, afi]))
  return { id: key, item, title: null, bin, later, parts, before }
}
