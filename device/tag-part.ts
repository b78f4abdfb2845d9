// One tag of an item on its way: what we know of its security byte, and how the writes went.
import type { AfiWritten, TagSeen } from './ports.ts'

/** AFI values: 07 in the library, C2 on loan (ISO 28560-1, application family identifier). */
export type Security = { secured: number; onLoan: number }

export type TagPart = {
  uid: string
  /** What the tag was last read as; null when that is not known. */
  afi: number | null
  /** A write is under way: until it is told, nothing is known. */
  busy: boolean
  /** Writes that failed since the tag was laid down. */
  tries: number
  /** Not to be written until the tag is seen again or some time has passed. */
  wait: boolean
}

export const MAX_TRIES = 3

export const tagPart = ({ uid, afi }: { uid: string; afi: number | null }): TagPart => ({
  uid,
  afi,
  busy: false,
  tries: 0,
  wait: false,
})

/** What a write has taught us. Only a value that was read back is known. */
export const afterWrite = (part: TagPart, afi: number, written: AfiWritten): TagPart => {
  const told = { ...part, busy: false }
  if (written.ok) return { ...told, afi, tries: 0, wait: false }
  switch (written.reason) {
    case 'gone':
      return { ...told, wait: true }
    // A request that the tag answers with an error was not executed (ISO 15693-3).
    case 'refused':
      return { ...told, tries: part.tries + 1, wait: true }
    case 'unverified':
      return { ...told, afi: null, tries: part.tries + 1, wait: true }
    case 'disconnected':
      return { ...told, afi: null, wait: true }
  }
}

/**
 * What the field shows now. A tag that was laid down again may be tried anew; one whose value was
 * unknown has it from the reader, which reads it again after a write that it could not verify.
 */
export const afterSight = (
  part: TagPart,
  before: readonly TagSeen[],
  now: readonly TagSeen[],
): TagPart => {
  const seen = now.find(({ uid }) => uid === part.uid)
  if (seen === undefined) return part
  if (!isPresent(part, before)) return { ...tagPart(seen), busy: part.busy }
  return { ...part, afi: part.afi ?? seen.afi, wait: false }
}

/** Another chance, some time after a failure. */
export const afterWait = (part: TagPart): TagPart => ({ ...part, wait: false })

export const isPresent = ({ uid }: { uid: string }, tags: readonly TagSeen[]): boolean =>
  tags.some((tag) => tag.uid === uid)

/** Every part was read as `afi`, and nothing is under way that could change it. */
export const allAre = (parts: readonly TagPart[], afi: number): boolean =>
  parts.every((part) => part.afi === afi && !part.busy)

/** Some part still has to become `afi`, and cannot until it is laid down again. */
export const isBlocked = (
  parts: readonly TagPart[],
  afi: number,
  tags: readonly TagSeen[],
): boolean =>
  parts.some(
    (part) => part.afi !== afi && !part.busy && (isSpent(part) || !isPresent(part, tags)),
  )

export const isSpent = (part: TagPart): boolean => part.tries >= MAX_TRIES

/** The next part to be written as `afi`, among those that lie where they can be. */
export const nextToWrite = (
  parts: readonly TagPart[],
  afi: number,
  tags: readonly TagSeen[],
): TagPart | undefined =>
  parts.find(
    (part) =>
      part.afi !== afi &&
      !part.busy &&
      !part.wait &&
      !isSpent(part) &&
      isPresent(part, tags),
  )
