// What the desk has in hand: items on their way out or home, each for itself.
import type { ItemSeen } from '../items.ts'
import type { AfiWritten, TagSeen } from '../ports.ts'
import {
  afterSight,
  afterWait,
  afterWrite,
  nextToWrite,
  type Security,
  type TagPart,
} from '../tag-part.ts'
import type { DeskEffects } from './events.ts'
import { type Lending, lendingTarget, settleLending } from './lending.ts'
import { type Returning, returningTarget, settleReturning } from './returning.ts'

export type Work = Lending | Returning
/** `work` null: nothing is left to do or to show. */
export type Change = { work: Work | null; effects: DeskEffects }

export const settle = (work: Work, tags: readonly TagSeen[], security: Security): Change =>
  work.kind === 'lending'
    ? settleLending(work, tags, security)
    : settleReturning(work, tags, security)

const targetOf = (work: Work, security: Security): number | null =>
  work.kind === 'lending' ? lendingTarget(work, security) : returningTarget(work, security)

export const leave = (work: Work): Work => ({ ...work, patient: false })

/** Its tags are at stake, or may soon be: nobody else may touch them. */
export const isAtWork = ({ phase }: Work): boolean =>
  phase.at === 'asking' ||
  phase.at === 'unlocking' ||
  phase.at === 'undoing' ||
  phase.at === 'securing'

/** Must go on although its session has ended. */
export const isUnended = (work: Work): boolean =>
  isAtWork(work) || work.phase.at === 'learning'

/** What is being learned was decided when the tags were known: it no longer follows them. */
const withParts = (work: Work, change: (part: TagPart) => TagPart): Work =>
  work.phase.at === 'learning' ? work : { ...work, parts: work.parts.map(change) }

export const sighted = (
  work: Work,
  before: readonly TagSeen[],
  now: readonly TagSeen[],
): Work => withParts(work, (part) => afterSight(part, before, now))

export const written = (
  work: Work,
  { uid, afi, written: how }: { uid: string; afi: number; written: AfiWritten },
): Work => withParts(work, (part) => (part.uid === uid ? afterWrite(part, afi, how) : part))

export const waited = (work: Work): Work => withParts(work, afterWait)

export type Write = { work: string; uid: string; afi: number }

/** The next write among all works, or null. */
export const nextWrite = (
  works: readonly Work[],
  tags: readonly TagSeen[],
  security: Security,
): Write | null => {
  for (const work of works) {
    const afi = targetOf(work, security)
    const part = afi === null ? undefined : nextToWrite(work.parts, afi, tags)
    if (part !== undefined && afi !== null) return { work: work.id, uid: part.uid, afi }
  }
  return null
}

export const sent = (work: Work, { work: id, uid }: Write): Work =>
  work.id === id
    ? withParts(work, (part) => (part.uid === uid ? { ...part, busy: true } : part))
    : work

/** The item lies otherwise than when this work failed: it may be begun anew. */
export const isOutdated = (work: Work, seen: ItemSeen, laid: boolean): boolean => {
  const { phase } = work
  if (work.kind === 'returning') {
    if (phase.at === 'incomplete') return seen.have !== work.have
    return phase.at === 'tag-failed' && laid
  }
  const incomplete = phase.at === 'refused' && phase.reason === 'incomplete'
  return incomplete && seen.have !== work.count
}
