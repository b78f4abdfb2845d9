// Who comes in while the hub is gone: the same rules, asked with what the list and this kiosk know.
import { type AnswerOf, refuseEntry } from '../../hub/protocol/asks.ts'
import { entryRulesOf, type KioskConfiguration } from '../../hub/protocol/configuration.ts'
import type { ListHead, OfflineRow } from '../../hub/protocol/offline.ts'
import { decideEntry } from '../../hub/rules/entry.ts'
import { localDay, localTime } from '../../hub/rules/local-day.ts'
import type { OpeningState } from '../../hub/rules/opening.ts'

/** What is known when card and PIN have been looked for. */
export type OfflineCase = {
  configuration: KioskConfiguration
  /** What the branch is at `now`. */
  opening: OpeningState
  now: number
  /** Null: card and PIN together open no row. Which of them was wrong nobody here can tell. */
  row: OfflineRow | null
  /** The hub has told since that she is let in no more. */
  struck: boolean
  lockedOut: boolean
  inside: number | null
}

export const decideOffline = (known: OfflineCase): AnswerOf<'entry'> => {
  const { configuration, opening, now, row, struck, lockedOut, inside } = known
  if (row === null) return refuseEntry(lockedOut ? 'locked-out' : 'wrong-pin')
  const { zone } = configuration.branch
  const day = localDay(now, zone)
  const patron = struck
    ? { ...row, blocks: [...row.blocks, { begins: day, ends: null }] }
    : row
  const decided = decideEntry({
    day,
    time: localTime(now, zone),
    opening,
    rules: entryRulesOf(configuration),
    patron,
    method: 'card-pin',
    inside,
    lockedOut,
    pinMatches: true,
  })
  if (decided.decision === 'refused') return refuseEntry(decided.reason)
  const { patron: key, language, extended } = decided.patron
  return {
    ...{ ok: true, patron: key, language },
    ...(extended ? { extended } : {}),
    ...(decided.anyHour && { anyHour: true }),
  }
}

/** Why nobody can be let in without the hub now; `ready` when somebody can. */
export type Readiness =
  | 'ready'
  | 'nobody'
  | 'no-list'
  | 'no-key'
  | 'too-old'
  | 'untrusted-time'

export type ListKnown = {
  configuration: Pick<KioskConfiguration, 'offline'> | undefined
  head: ListHead | undefined
  hasKey: boolean
  now: number
  /** Since this boot last had it from the hub, by a clock that is never set; null = an earlier boot had it. */
  heldMs: number | null
  timeTrusted: boolean
}

/** The hub's clock and ours may differ by so much. */
const SKEW_MS = 5 * 60_000

/** An age that cannot be known is too old. */
export const readiness = (known: ListKnown): Readiness => {
  const { configuration, head, hasKey, now, heldMs, timeTrusted } = known
  const policy = configuration?.offline
  if (policy === undefined || policy.who === 'nobody') return 'nobody'
  if (head === undefined) return 'no-list'
  if (!hasKey) return 'no-key'
  if (!timeTrusted || now < head.madeAt - SKEW_MS) return 'untrusted-time'
  const most = Math.min(head.goodUntil - head.madeAt, policy.maxAgeHours * 3_600_000)
  return Math.max(now - head.madeAt, heldMs ?? 0) > most ? 'too-old' : 'ready'
}
