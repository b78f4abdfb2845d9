// Who comes in through a locked door. Decided alike by the hub and, without it, by a kiosk.
// Fire and free egress are hard-wired and never pass here.
import type { EntryRefusal } from '../protocol/asks.ts'
import { ageOn, inForce, type Term } from './local-day.ts'
import type { OpeningMode } from './opening.ts'

/** What a rule may ask of the patron whose card it is. */
export type PatronStanding = {
  /** When the patron's member takes part in the co-operation. */
  membership: readonly Term[]
  blocks: readonly Term[]
  born: string
  /** The patron's own promise to keep the rules of unstaffed hours. */
  agreements: readonly Term[]
}

export type EntryCase<P extends PatronStanding> = {
  /** Calendar day at the branch. */
  day: string
  /** Whether anybody works there now; null = closed. */
  mode: OpeningMode | null
  /** Youngest age let in when nobody works there. */
  minimumAge: number
  /** Null = no such card. */
  patron: P | null
  /** Too many wrong PINs lately; then `pinMatches` counts for nothing. */
  lockedOut: boolean
  /** Compared in every case, so that the time taken tells nothing. */
  pinMatches: boolean
}

export type EntryDecision<P> =
  | { decision: 'granted'; patron: P }
  | { decision: 'refused'; reason: EntryRefusal }

type Known = EntryCase<PatronStanding> & { patron: PatronStanding }

/** Age and agreement are for hours when nobody works there; else staff see to the rest themselves. */
const alone = ({ mode }: Known): boolean => mode === 'self-service'
const always = (): boolean => true

type Rule = {
  reason: Exclude<EntryRefusal, 'unknown-card'>
  /** Whether the rule has anything to say in this case. */
  applies(entry: Known): boolean
  refuses(entry: Known): boolean
}

/**
 * The first that refuses gives the reason, which only staff see: the card itself comes before the
 * hour, the hour before the person, and the PIN last.
 */
const RULES: readonly Rule[] = [
  {
    reason: 'member-not-in-force',
    applies: always,
    refuses: ({ patron, day }) => !inForce(patron.membership, day),
  },
  {
    reason: 'blocked',
    applies: always,
    refuses: ({ patron, day }) => inForce(patron.blocks, day),
  },
  { reason: 'closed', applies: always, refuses: ({ mode }) => mode === null },
  {
    reason: 'under-age',
    applies: alone,
    refuses: ({ patron, day, minimumAge }) => ageOn(patron.born, day) < minimumAge,
  },
  {
    reason: 'no-agreement',
    applies: alone,
    refuses: ({ patron, day }) => !inForce(patron.agreements, day),
  },
  { reason: 'locked-out', applies: always, refuses: ({ lockedOut }) => lockedOut },
  { reason: 'wrong-pin', applies: always, refuses: ({ pinMatches }) => !pinMatches },
]

/** What one rule said; `not-asked` where it has nothing to say of the case. */
export type EntryStep = {
  reason: EntryRefusal
  verdict: 'passed' | 'refused' | 'not-asked'
}

/** Every rule in its order, so that a person can read how a decision comes about. */
export const traceEntry = ({
  patron,
  ...rest
}: EntryCase<PatronStanding>): readonly EntryStep[] => {
  if (patron === null) return [{ reason: 'unknown-card', verdict: 'refused' }]
  const entry = { ...rest, patron }
  const steps = RULES.map(({ reason, applies, refuses }): EntryStep => {
    if (!applies(entry)) return { reason, verdict: 'not-asked' }
    return { reason, verdict: refuses(entry) ? 'refused' : 'passed' }
  })
  return [{ reason: 'unknown-card', verdict: 'passed' }, ...steps]
}

export const decideEntry = <P extends PatronStanding>(
  entry: EntryCase<P>,
): EntryDecision<P> => {
  const { patron } = entry
  const broken = traceEntry(entry).find(({ verdict }) => verdict === 'refused')
  // Without a patron the card is unknown, and that has refused.
  return broken === undefined && patron !== null
    ? { decision: 'granted', patron }
    : { decision: 'refused', reason: broken?.reason ?? 'unknown-card' }
}
