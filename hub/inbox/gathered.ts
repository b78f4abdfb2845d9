// What many rows bring about, gathered so that it costs a few statements and not a few for each row.
import type { Place } from '../registry/place.ts'
import { localDay } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'
import type { Told } from './effects.ts'
import { type Noted, partOf } from './parts.ts'

/** People let in at a branch on a day. */
export type Visits = { branch: string; day: string; count: number }

/** The last state of each part, and whether it was another in between: then it changed in any case. */
export type Parts = readonly (Noted & { moved: boolean })[]

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

/** The day is the branch's own at the time of the visit. */
export const visitsIn = (
  told: readonly Told[],
  zoneOf: ReadonlyMap<string, string>,
): Visits[] => {
  const dayOf = createDays()
  const counts = new Map<string, Visits>()
  for (const { event, at } of told) {
    if (event.kind !== 'visit') continue
    const { branch } = at
    const day = dayOf(event.at, zoneOf.get(branch) ?? 'UTC')
    const key = `${branch} ${day}`
    counts.set(key, { branch, day, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}

export const partsIn = (told: readonly Told[]): Parts => {
  const last = new Map<string, Noted & { moved: boolean }>()
  for (const { event, at } of told) {
    const part = partOf(event)
    if (part === undefined) continue
    const key = `${at.kiosk} ${part.part}`
    const before = last.get(key)
    if (before?.state === part.state) continue
    last.set(key, { ...part, kiosk: at.kiosk, at: event.at, moved: before !== undefined })
  }
  return [...last.values()]
}

export const countVisits = async (tx: Tx, visits: readonly Visits[]): Promise<void> => {
  if (visits.length === 0) return
  await tx
    .insertInto('visit_count')
    .values([...visits])
    .onConflict((on) =>
      on.columns(['branch', 'day']).doUpdateSet((eb) => ({
        count: eb('visit_count.count', '+', eb.ref('excluded.count')),
      })),
    )
    .execute()
}

/** The zones of the branches that tell of visits. Throws when there is no such branch. */
export const zonesOf = async (
  tx: Tx,
  places: readonly Pick<Place, 'branch'>[],
): Promise<ReadonlyMap<string, string>> => {
  const branches = [...new Set(places.map(({ branch }) => branch))]
  if (branches.length === 0) return new Map()
  const rows = await tx
    .selectFrom('branch')
    .select(['id', 'zone'])
    .where('id', 'in', branches)
    .execute()
  const zones = new Map(rows.map(({ id, zone }) => [id, zone]))
  const absent = branches.find((branch) => !zones.has(branch))
  if (absent !== undefined) throw new Error('a row came from a branch that is not known')
  return zones
}
