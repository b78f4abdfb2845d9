// Who comes in through a locked door. Decided alike by the hub and, without it, by a kiosk.
// Fire and free egress are hard-wired and never pass here.
import type { EntryRefusal } from '../protocol/asks.ts'
import {
  type EntryRules,
  type LoginMethod,
  STAFF_CATEGORY,
} from '../protocol/entry-rules.ts'
import { inForce } from './local-day.ts'
import { takes } from './login.ts'
import type { OpeningState } from './opening.ts'
import {
  agreementsOn,
  isAllowed,
  isYounger,
  type PatronStanding,
  stands,
} from './standing.ts'

export type EntryCase<P extends PatronStanding> = {
  /** Calendar day at the branch. */
  day: string
  /** Wall time there, `21:55`. */
  time: string
  opening: Pick<OpeningState, 'name' | 'mode'>
  rules: EntryRules
  /** Null = no such card. */
  patron: P | null
  method: LoginMethod
  /** People inside by the door's own count; null = nobody counts. */
  inside: number | null
  /** Too many tries lately, of the card or at the reader; then `pinMatches` counts for nothing. */
  lockedOut: boolean
  /** Compared in every case, so that the time taken tells nothing. Counts for nothing with the card alone. */
  pinMatches: boolean
}

export type EntryDecision<P> =
  /** `anyHour`: by the allow list, so also into a branch that is closed. */
  | { decision: 'granted'; patron: P; anyHour: boolean }
  | { decision: 'refused'; reason: EntryRefusal }

type Known = EntryCase<PatronStanding> & { patron: PatronStanding }

type Rule = {
  reason: Exclude<EntryRefusal, 'unknown-card'>
  /** Not asked of whoever is on the allow list. */
  waived?: true
  /** Whether the rule has anything to say in this case. */
  applies(entry: Known): boolean
  refuses(entry: Known): boolean
}

const always = (): boolean => true
/** What follows is for hours when nobody works there; else staff see to the rest themselves. */
const alone = ({ opening }: Known): boolean => opening.mode === 'self-service'
const needsConsent = ({ patron, rules, day }: Known): boolean =>
  isYounger(patron, { day, years: rules.consentBelow })
const asksAgreement = ({ rules }: Known): boolean => rules.agreement !== null
const provesByPin = ({ method }: Known): boolean => method !== 'card'

/** The person herself: her age, her promise, her group, what she owes. */
const PERSON: readonly Rule[] = [
  {
    reason: 'under-age',
    applies: alone,
    refuses: ({ patron, day, rules }) =>
      isYounger(patron, { day, years: rules.minimumAge }),
  },
  {
    reason: 'no-agreement',
    applies: (entry) => alone(entry) && asksAgreement(entry),
    refuses: ({ patron, day }) => agreementsOn(patron, { day, version: 1 }).length === 0,
  },
  {
    reason: 'agreement-outdated',
    applies: (entry) => alone(entry) && asksAgreement(entry),
    refuses: ({ patron, day, rules }) =>
      agreementsOn(patron, { day, version: rules.agreement ?? 1 }).length === 0,
  },
  {
    reason: 'no-guardian-consent',
    applies: (entry) => alone(entry) && needsConsent(entry),
    refuses: ({ patron, day, rules }) =>
      !agreementsOn(patron, { day, version: rules.agreement ?? 1 }).some(
        ({ guardian }) => guardian !== null && stands(guardian, day),
      ),
  },
  {
    reason: 'category',
    applies: (entry) => alone(entry) && entry.rules.categories !== null,
    refuses: ({ patron: { category }, rules: { categories } }) =>
      categories !== null && (category === null || !categories.includes(category)),
  },
  {
    reason: 'debt',
    applies: (entry) => alone(entry) && entry.rules.debtLimit !== null,
    refuses: ({ patron, rules: { debtLimit } }) =>
      debtLimit !== null && patron.debt > debtLimit,
  },
]

/** Nobody knows how many are inside where nobody counts, and whoever works there is no visitor. */
const isCounted = ({ inside, rules, patron }: Known): boolean =>
  inside !== null && rules.occupancyLimit !== null && patron.category !== STAFF_CATEGORY

const FULL: Rule = {
  reason: 'full',
  applies: (entry) => alone(entry) && isCounted(entry),
  refuses: ({ inside, rules: { occupancyLimit } }) =>
    inside !== null && occupancyLimit !== null && inside >= occupancyLimit,
}

/**
 * The first that refuses gives the reason, which only staff see: the card itself comes before the
 * hour, the hour before the person, and the PIN last.
 */
const RULES: readonly Rule[] = [
  {
    reason: 'login-method',
    applies: always,
    refuses: ({ rules, method }) => !takes(rules, method),
  },
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
  {
    reason: 'entry-lockdown',
    applies: always,
    refuses: ({ opening }) => opening.name === 'entry-lockdown',
  },
  ...[
    {
      reason: 'closed',
      applies: always,
      refuses: ({ opening }: Known) => opening.mode === null,
    } satisfies Rule,
    ...PERSON,
    FULL,
  ].map((rule): Rule => ({ ...rule, waived: true })),
  { reason: 'locked-out', applies: always, refuses: ({ lockedOut }) => lockedOut },
  { reason: 'wrong-pin', applies: provesByPin, refuses: ({ pinMatches }) => !pinMatches },
]

/**
 * What one rule said; `not-asked` where it has nothing to say of the case, `waived` where the allow list
 * counts over it.
 */
export type EntryStep = {
  reason: EntryRefusal
  verdict: 'passed' | 'refused' | 'not-asked' | 'waived'
}

/** Every rule in its order, so that a person can read how a decision comes about. */
export const traceEntry = ({
  patron,
  ...rest
}: EntryCase<PatronStanding>): readonly EntryStep[] => {
  if (patron === null) return [{ reason: 'unknown-card', verdict: 'refused' }]
  const entry = { ...rest, patron }
  const isOnAllowList = isAllowed(patron.allowed, entry)
  const steps = RULES.map(({ reason, waived = false, applies, refuses }): EntryStep => {
    if (!applies(entry)) return { reason, verdict: 'not-asked' }
    if (waived && isOnAllowList) return { reason, verdict: 'waived' }
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
    ? { decision: 'granted', patron, anyHour: isAllowed(patron.allowed, entry) }
    : { decision: 'refused', reason: broken?.reason ?? 'unknown-card' }
}
