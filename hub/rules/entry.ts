// Who comes in through a locked door. Decided alike by the hub and, without it, by a kiosk.
// Fire and free egress are hard-wired and never pass here.
import type { EntryRefusal } from '../protocol/asks.ts'
import { ageOn, inForce, type Term } from './local-day.ts'
import type { OpeningMode } from './opening.ts'

export type EntryCase = {
  /** Calendar day at the branch. */
  day: string
  /** Who is at work there now; null = closed. */
  mode: OpeningMode | null
  /** Youngest age let in when nobody works there. */
  minimumAge: number
  /** Who the card belongs to; null = no such card. */
  patron: {
    /** When the patron's member takes part in the co-operation. */
    membership: readonly Term[]
    blocks: readonly Term[]
    born: string
    /** The patron's own promise to keep the rules of unstaffed hours. */
    agreements: readonly Term[]
  } | null
  /** Too many wrong PINs lately; then `pinMatches` counts for nothing. */
  lockedOut: boolean
  /** Compared in every case, so that the time taken tells nothing. */
  pinMatches: boolean
}

export type EntryDecision =
  | { decision: 'granted' }
  | { decision: 'refused'; reason: EntryRefusal }

type Known = EntryCase & { patron: NonNullable<EntryCase['patron']> }

/** Each rule says when it refuses. The first that does gives the reason: staff can mend that one first. */
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

/** Age and agreement are for hours when nobody works there; staff see to the rest themselves. */
const alone = ({ mode }: EntryCase): boolean => mode === 'self-service'

export const decideEntry = (entry: EntryCase): EntryDecision => {
  const { patron } = entry
  if (patron === null) return { decision: 'refused', reason: 'unknown-card' }
  const broken = RULES.find(([, refuses]) => refuses({ ...entry, patron }))
  return broken === undefined
    ? { decision: 'granted' }
    : { decision: 'refused', reason: broken[0] }
}
