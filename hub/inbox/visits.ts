// Visits, counted by branch and day; nobody is named.
import { localDay } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'
import type { Told } from './effects.ts'

type Visits = { branch: string; day: string; count: number }

/** Counts the visits among these rows. Throws when one is of a branch that is not known. */
export const countVisits = async (tx: Tx, told: readonly Told[]): Promise<void> => {
  const visits = told.filter(({ event }) => event.kind === 'visit')
  if (visits.length === 0) return
  const zoneOf = await zonesOf(
    tx,
    visits.map(({ at }) => at.branch),
  )
  await tx
    .insertInto('visit_count')
    .values(byBranchAndDay(visits, zoneOf))
    .onConflict((on) =>
      on.columns(['branch', 'day']).doUpdateSet((eb) => ({
        count: eb('visit_count.count', '+', eb.ref('excluded.count')),
      })),
    )
    .execute()
}

/** The day is the branch's own at the time of the visit. */
const byBranchAndDay = (
  visits: readonly Told[],
  zoneOf: (branch: string) => string,
): Visits[] => {
  const dayOf = createDays()
  const counts = new Map<string, Visits>()
  for (const { event, at } of visits) {
    const { branch } = at
    const day = dayOf(event.at, zoneOf(branch))
    const key = `${branch} ${day}`
    counts.set(key, { branch, day, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}

const DAY_STEP_MS = 15 * 60_000

/** Zones are off by quarters of an hour, so a day is asked for once a quarter. */
const createDays = () => {
  const known = new Map<string, string>()
  return (at: number, zone: string): string => {
    const key = `${zone} ${Math.floor(at / DAY_STEP_MS)}`
    const day = known.get(key) ?? localDay(at, zone)
    known.set(key, day)
    return day
  }
}

const zonesOf = async (
  tx: Tx,
  branches: readonly string[],
): Promise<(branch: string) => string> => {
  const rows = await tx
    .selectFrom('branch')
    .select(['id', 'zone'])
    .where('id', 'in', [...new Set(branches)])
    .execute()
  const zones = new Map(rows.map(({ id, zone }) => [id, zone]))
  return (branch) => {
    const zone = zones.get(branch)
    if (zone === undefined) throw new Error('a visit to a branch that is not known')
    return zone
  }
}
