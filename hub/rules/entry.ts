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

/**
 * When each rule refuses. The first that does gives the reason, which only staff see: the card
 * itself comes before the hour, the hour before the person, and the PIN last.
 */
const RULES: readonly (readonly [EntryRefusal, (entry: Known) => boolean])[] = [
  ['member-not-in-force', ({ patron, day }) => !inForce(patron.membership, day)],
  ['blocked', ({ patron, day }) => inForce(patron.blocks, day)],
  ['closed', ({ mode }) => mode === null],
  [
    'under-age',
    (entry) => alone(entry) && ageOn(entry.patron.born, entry.day) < entry.minimumAge,
  ],
  ['no-agreement', (entry) => alone(entry) && !inForce(entry.patron.agreements, entry.day)],
  ['locked-out', ({ lockedOut }) => lockedOut],
  ['wrong-pin', ({ pinMatches }) => !pinMatches],
]

export const decideEntry = <P extends PatronStanding>(
  entry: EntryCase<P>,
): EntryDecision<P> => {
  const { patron } = entry
  if (patron === null) return { decision: 'refused', reason: 'unknown-card' }
  const broken = RULES.find(([, refuses]) => refuses({ ...entry, patron }))
  return broken === undefined
    ? { decision: 'granted', patron }
    : { decision: 'refused', reason: broken[0] }
}
