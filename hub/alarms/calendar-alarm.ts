// An alarm for each branch whose hours nobody has planned for long: after the last planned day it is closed.
import type { HubClock } from '../clock.ts'
import type { KnownKiosk } from '../link/kiosks.ts'
import type { Logger } from '../log.ts'
import { lookOut } from '../look-out.ts'
import { calendarOfBranch, findBranch } from '../registry/branches.ts'
import { daysAfter, localDay } from '../rules/local-day.ts'
import type { Store } from '../store/store.ts'
import type { Alarms } from './alarms.ts'

const KIND = 'calendar-ends'
/** Time enough for a committee to meet. */
const SOON_DAYS = 60
const DAY_MS = 24 * 60 * 60_000
const LOOK_EACH_MS = 60_000

/** `through` as in a calendar; `today` at the branch, `2026-11-28`. */
const isDue = (through: string | null, today: string): boolean =>
  through !== null && through < daysAfter(today, SOON_DAYS)

type Watching = {
  store: Store
  kiosks: { all: readonly Pick<KnownKiosk, 'at'>[] }
  alarms: Pick<Alarms, 'raise' | 'over' | 'open'>
  clock: Pick<HubClock, 'now'>
  log: Logger
}

type CalendarWatch = AsyncDisposable & {
  /** Looks whether another day has begun, and on it whether anything is due. */
  look(): Promise<void>
}

/** Has looked once when it resolves, and looks each day until disposed of. */
export const watchCalendars = async (watching: Watching): Promise<CalendarWatch> => {
  const { clock, log } = watching
  let seen = Number.NaN
  const look = async (): Promise<void> => {
    const day = Math.floor(clock.now() / DAY_MS)
    if (day === seen) return
    await lookNow(watching)
    seen = day
  }
  const failure = 'nobody looks which calendars end'
  return { look, ...(await lookOut(look, { eachMs: LOOK_EACH_MS, log, failure })) }
}

/** Alarms are by kiosk: a branch's stands at its first. */
const lookNow = async ({ store, kiosks, alarms, clock }: Watching): Promise<void> => {
  const open = await alarms.open()
  const told = new Set(open.flatMap(({ kiosk, kind }) => (kind === KIND ? [kiosk] : [])))
  const firsts = new Map(kiosks.all.toReversed().map(({ at }) => [at.branch, at.kiosk]))
  for (const [branch, kiosk] of firsts) {
    const row = await findBranch(store.db, branch)
    if (row === undefined) continue
    const { through } = calendarOfBranch(row)
    const due = isDue(through, localDay(clock.now(), row.zone))
    if (due && !told.has(kiosk))
      alarms.raise({ kiosk, kind: KIND, detail: `planned through ${through}` })
    if (!due && told.has(kiosk)) alarms.over(kiosk, KIND)
  }
}
