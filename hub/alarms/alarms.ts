// What somebody must see to at a kiosk. Raised a thousand times it is one alarm with a count, and
// the store is written once a second at most: whoever attacks us must not fill the disk with it.
import type { Logger } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { AlarmKind } from './kinds.ts'

/** `detail` says what in a few words, such as a reason; never a person, a title or outside text. */
export type Alarm = { kiosk: string; kind: AlarmKind; detail: string }

/** `first` and `last` in ms since 1970 UTC, real time; `count` = how often it was raised. */
export type OpenAlarm = Alarm & { first: number; last: number; count: number }

export type Alarms = AsyncDisposable & {
  /** At once and without waiting: it stands in the store within a second. */
  raise(alarm: Alarm): void
  /** It is over: it no longer needs anybody. */
  over(kiosk: string, kind: AlarmKind): void
  /** Those that are not over, newest first. */
  open(kiosk?: string): Promise<readonly OpenAlarm[]>
}

const WRITE_AFTER_MS = 1000
/** Kinds are few and kiosks are known: more than this is an attack, and the rest is not noted. */
const MOST_PENDING = 20_000

type Pending = Alarm & { first: number; last: number; count: number; wasOver: boolean }

const keyOf = ({ kiosk, kind }: Pick<Alarm, 'kiosk' | 'kind'>): string => `${kiosk} ${kind}`

/** Writes what is pending when closed. */
export const openAlarms = (store: Store, log: Logger): Alarms => {
  const pending = new Map<
    string,
    Pending | { over: true; kiosk: string; kind: AlarmKind }
  >()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const changes = [...pending.values()]
    pending.clear()
    if (changes.length === 0) return writing
    writing = writing
      .then(() => writeAll(store, changes))
      .catch((error: unknown) =>
        log.error({ reason: String(error), lost: changes.length }, 'alarms not written'),
      )
    return writing
  }
  const later = (): void => {
    timer ??= setTimeout(() => void write(), WRITE_AFTER_MS).unref()
  }
  return {
    raise: (alarm) => {
      const [key, now] = [keyOf(alarm), Date.now()]
      const before = pending.get(key)
      if (before === undefined && pending.size >= MOST_PENDING) return
      if (before === undefined || 'over' in before) {
        const wasOver = before !== undefined
        log.warn({ ...alarm, alarm: alarm.kind }, 'an alarm was raised')
        pending.set(key, { ...alarm, first: now, last: now, count: 1, wasOver })
      } else {
        const count = before.count + 1
        pending.set(key, { ...before, detail: alarm.detail, last: now, count })
      }
      later()
    },
    over: (kiosk, kind) => {
      pending.set(keyOf({ kiosk, kind }), { over: true, kiosk, kind })
      later()
    },
    open: async (kiosk) => {
      await write()
      return openIn(store, kiosk)
    },
    [Symbol.asyncDispose]: write,
  }
}

const writeAll = (
  store: Store,
  changes: readonly (Pending | { over: true; kiosk: string; kind: AlarmKind })[],
): Promise<void> =>
  store.transaction(async (tx) => {
    for (const change of changes) {
      if ('over' in change || change.wasOver)
        await tx
          .deleteFrom('alarm')
          .where('kiosk', '=', change.kiosk)
          .where('kind', '=', change.kind)
          .execute()
      if ('over' in change) continue
      const { wasOver: _, ...row } = change
      await tx
        .insertInto('alarm')
        .values(row)
        .onConflict((on) =>
          on.columns(['kiosk', 'kind']).doUpdateSet((eb) => ({
            detail: row.detail,
            last: row.last,
            count: eb('alarm.count', '+', row.count),
          })),
        )
        .execute()
    }
  })

const openIn = async ({ db }: Store, kiosk?: string): Promise<readonly OpenAlarm[]> => {
  const all = db.selectFrom('alarm').selectAll().orderBy('last', 'desc').limit(1000)
  const rows = await (kiosk === undefined ? all : all.where('kiosk', '=', kiosk)).execute()
  // Only this file writes the table.
  return rows.map((row) => ({ ...row, kind: row.kind as AlarmKind }))
}
