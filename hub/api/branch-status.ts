// What the status page tells of a branch: counts and states, and nobody's name.
import type { Alarms, OpenAlarm } from '../alarms/alarms.ts'
import { type LettersOfKiosk, lettersOf } from '../inbox/letter-list.ts'
import { type DoorKnown, doorOf, type Noted, troublesOf } from '../inbox/parts.ts'
import type { Kiosks } from '../link/kiosks.ts'
import type { PresenceBook } from '../link/presence.ts'
import { findBranch, hoursOf } from '../registry/branches.ts'
import type { OpeningState } from '../rules/opening.ts'
import type { Store } from '../store/store.ts'
import { type DayAhead, daysAhead } from './days-ahead.ts'

export type AlarmStatus = Pick<OpenAlarm, 'kind' | 'count'> & { agoMs: number }

/** What it said that nobody could read; `newest` with how long ago it came. */
export type LetterStatus = {
  count: number
  newest: { reason: string; agoMs: number } | undefined
}

export type KioskStatus = {
  kiosk: string
  online: boolean
  /** Milliseconds since it was last heard of; undefined = never. */
  silentMs: number | undefined
  troubles: readonly Noted[]
  /** `agoMs` since it was last raised, by the machine's own time. */
  alarms: readonly AlarmStatus[]
  letters: LetterStatus
} & DoorKnown

export type BranchStatus = {
  branch: string
  name: string
  member: string
  zone: string
  /** The instant all of this is told for, by the hub's clock. */
  now: number
  opening: OpeningState['name']
  /** When somebody comes or goes next, or it opens or closes; null = never. */
  changes: number | null
  /** Two weeks, today first. */
  ahead: readonly DayAhead[]
  letInToday: number
  /** People inside by the count of its doors; undefined where nobody counts. */
  inside: number | undefined
  kiosks: readonly KioskStatus[]
  /** Conflicts that were settled without staff and wait for their eyes. */
  work: number
}

export type StatusSources = {
  store: Store
  kiosks: Kiosks
  presence: PresenceBook
  alarms: Pick<Alarms, 'open'>
}

/** Branches that have a kiosk of this hub, in the order of the configuration. */
export const branchesWithKiosks = ({ all }: Kiosks): readonly string[] => [
  ...new Set(all.map(({ at }) => at.branch)),
]

/** Undefined when there is no such branch. */
export const branchStatus = async (
  sources: StatusSources,
  branch: string,
  now: number,
): Promise<BranchStatus | undefined> => {
  const { store, kiosks } = sources
  const row = await findBranch(store.db, branch)
  if (row === undefined) return undefined
  const { day, opening } = hoursOf(row, now)
  const here = kiosks.all.filter(({ at }) => at.branch === branch)
  const told = await Promise.all(here.map(({ at }) => kioskStatus(sources, at.kiosk)))
  return {
    branch,
    name: row.name,
    member: await memberName(store, row.member),
    zone: row.zone,
    now,
    opening: opening.name,
    changes: opening.modeUntil,
    ahead: daysAhead(row, now),
    letInToday: await visitsOn(store, branch, day),
    inside: insideOf(told),
    kiosks: told,
    work: await waitingWork(store, branch),
  }
}

const insideOf = (kiosks: readonly DoorKnown[]): number | undefined => {
  const counts = kiosks.flatMap(({ inside }) => inside ?? [])
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count)
}

const kioskStatus = async (
  { store, presence, alarms }: StatusSources,
  kiosk: string,
): Promise<KioskStatus> => {
  const last = presence.lastHeard(kiosk)
  return {
    kiosk,
    online: presence.isOnline(kiosk),
    silentMs: last === undefined ? undefined : Math.max(0, Date.now() - last),
    troubles: await troublesOf(store, kiosk),
    alarms: await alarmsOf(alarms, kiosk),
    letters: letterStatus(await lettersOf(store, kiosk)),
    ...(await doorOf(store, kiosk)),
  }
}

/** Of a kiosk, or of the hub itself. */
export const alarmsOf = async (
  alarms: StatusSources['alarms'],
  kiosk: string,
): Promise<readonly AlarmStatus[]> =>
  (await alarms.open(kiosk)).map(({ kind, count, last }) => ({
    kind,
    count,
    agoMs: Math.max(0, Date.now() - last),
  }))

const letterStatus = ({ count, newest }: LettersOfKiosk): LetterStatus => ({
  count,
  newest: newest && {
    reason: newest.reason,
    agoMs: Math.max(0, Date.now() - newest.last),
  },
})

const memberName = async ({ db }: Store, id: string): Promise<string> => {
  const { name } = await db
    .selectFrom('member')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return name
}

const visitsOn = async ({ db }: Store, branch: string, day: string): Promise<number> => {
  const row = await db
    .selectFrom('visit_count')
    .select('count')
    .where('branch', '=', branch)
    .where('day', '=', day)
    .executeTakeFirst()
  return row?.count ?? 0
}

const waitingWork = async ({ db }: Store, branch: string): Promise<number> => {
  const { count } = await db
    .selectFrom('work_list')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('branch', '=', branch)
    .executeTakeFirstOrThrow()
  return count
}
