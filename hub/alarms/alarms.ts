// What somebody must see to at a kiosk. Raised a thousand times it is one alarm with a count, and
// the store is written once a second at most: whoever attacks us must not fill the disk with it. What
// the store does not take is kept here and told from here: the store may be what it is about.
import type { Logger } from '../log.ts'
import type { Store, Tx } from '../store/store.ts'
import { type AlarmKind, INCIDENTS } from './kinds.ts'

/** `detail` says what in a few words, such as a reason; never a person, a title or outside text. */
export type Alarm = { kiosk: string; kind: AlarmKind; detail: string }

/** `first` and `last` in ms since 1970 UTC, real time; `count` = how often it was raised. */
export type OpenAlarm = Alarm & { first: number; last: number; count: number }

export type Alarms = AsyncDisposable & {
  /** At once and without waiting: it stands in the store within a second. */
  raise(alarm: Alarm): void
  /** The condition is over: it no longer needs anybody. */
  over(kiosk: string, kind: AlarmKind): void
  /** Those that are not over, newest first. */
  open(kiosk?: string): Promise<readonly OpenAlarm[]>
}

const WRITE_AFTER_MS = 1000
/** Kinds are few and kiosks are known: more than this is an attack, and the rest is not noted. */
const MOST_PENDING = 20_000

/** What the store is still to be told of one kind at one kiosk: that it is over, then what was raised. */
type Change = {
  kiosk: string
  kind: AlarmKind
  isOver: boolean
  raised: OpenAlarm | undefined
}

const raisedOnce = (before: OpenAlarm | undefined, alarm: Alarm): OpenAlarm => {
  const now = Date.now()
  const { first, count } = before ?? { first: now, count: 0 }
  return { ...alarm, first, last: now, count: count + 1 }
}

const keyOf = ({ kiosk, kind }: Pick<Alarm, 'kiosk' | 'kind'>): string => `${kiosk} ${kind}`

const together = (before: OpenAlarm | undefined, later: OpenAlarm): OpenAlarm => ({
  ...later,
  first: before?.first ?? later.first,
  count: (before?.count ?? 0) + later.count,
})

/** What is to be told when `later` came while `earlier` could not be written. */
const merged = (earlier: Change, later: Change | undefined): Change => {
  if (later === undefined) return earlier
  if (later.isOver || later.raised === undefined) return later
  return { ...earlier, raised: together(earlier.raised, later.raised) }
}

/** Writes what is pending when closed. */
export const openAlarms = (store: Store, log: Logger): Alarms => {
  const pending = new Map<string, Change>()
  /** On their way to the store: whoever asks meanwhile must see them too. */
  let leaving: readonly Change[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let closed = false

  const writeLater = (): void => {
    if (!closed) timer ??= setTimeout(() => void write(), WRITE_AFTER_MS).unref()
  }
  const write = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(async () => {
      const changes = [...pending.values()]
      pending.clear()
      if (changes.length === 0) return
      leaving = changes
      try {
        await writeAll(store, changes)
      } catch (error) {
        log.error({ reason: String(error) }, 'alarms not written yet')
        for (const one of changes)
          pending.set(keyOf(one), merged(one, pending.get(keyOf(one))))
        writeLater()
      }
      leaving = []
    })
    return writing
  }
  const change = (
    { kiosk, kind }: Pick<Alarm, 'kiosk' | 'kind'>,
    changed: (before: Change) => Change,
  ): void => {
    const key = keyOf({ kiosk, kind })
    const before = pending.get(key)
    if (before === undefined && pending.size >= MOST_PENDING) return
    pending.set(key, changed(before ?? { kiosk, kind, isOver: false, raised: undefined }))
    writeLater()
  }
  return {
    raise: (alarm) =>
      change(alarm, (before) => {
        if (before.raised === undefined)
          log.warn({ ...alarm, alarm: alarm.kind }, 'an alarm was raised')
        return { ...before, raised: raisedOnce(before.raised, alarm) }
      }),
    over: (kiosk, kind) =>
      change({ kiosk, kind }, (before) => ({ ...before, isOver: true, raised: undefined })),
    open: async (kiosk) => {
      await write()
      const stored = await openIn(store, kiosk)
      return withChanges(stored, [...leaving, ...pending.values()], kiosk)
    },
    [Symbol.asyncDispose]: () => {
      closed = true
      return write()
    },
  }
}

const writeAll = (store: Store, changes: readonly Change[]): Promise<void> =>
  store.transaction(async (tx) => {
    for (const { kiosk, kind, isOver, raised } of changes) {
      if (isOver) await endAlarms(tx, kind, [kiosk])
      if (raised !== undefined) await add(tx, raised)
    }
  })

/** For what rows say: an alarm that is of their transaction, and stands when they are acknowledged. */
export const raiseIn = async (tx: Tx, alarms: readonly Alarm[]): Promise<void> => {
  for (const alarm of alarms) await add(tx, raisedOnce(undefined, alarm))
}

/** It is over at each of these kiosks. */
export const endAlarms = async (
  tx: Tx,
  kind: AlarmKind,
  kiosks: readonly string[],
): Promise<void> => {
  if (kiosks.length === 0) return
  await tx
    .deleteFrom('alarm')
    .where('kind', '=', kind)
    .where('kiosk', 'in', kiosks)
    .execute()
}

const add = async (tx: Tx, raised: OpenAlarm): Promise<void> => {
  await tx
    .insertInto('alarm')
    .values(raised)
    .onConflict((on) =>
      on.columns(['kiosk', 'kind']).doUpdateSet((eb) => ({
        detail: raised.detail,
        last: raised.last,
        count: eb('alarm.count', '+', raised.count),
      })),
    )
    .execute()
}

const openIn = async ({ db }: Store, kiosk?: string): Promise<readonly OpenAlarm[]> => {
  const all = db.selectFrom('alarm').selectAll().orderBy('last', 'desc').limit(20_000)
  const rows = await (kiosk === undefined ? all : all.where('kiosk', '=', kiosk)).execute()
  // Only this file writes the table.
  return rows.map((row) => ({ ...row, kind: row.kind as AlarmKind }))
}

/** As the store would tell it, had it taken what is pending. */
const withChanges = (
  stored: readonly OpenAlarm[],
  changes: readonly Change[],
  kiosk: string | undefined,
): readonly OpenAlarm[] => {
  const open = new Map(stored.map((one) => [keyOf(one), one]))
  for (const { isOver, raised, ...of } of changes) {
    if (kiosk !== undefined && of.kiosk !== kiosk) continue
    const key = keyOf(of)
    const before = isOver ? undefined : open.get(key)
    if (isOver) open.delete(key)
    if (raised !== undefined) open.set(key, together(before, raised))
  }
  return [...open.values()].sort((a, b) => b.last - a.last)
}

const STANDS_MS = 7 * 24 * 60 * 60_000

/** Incidents that have not happened again for a week have been seen to. `now` in ms, real time. */
export const forgetIncidents = async (tx: Tx, now: number): Promise<void> => {
  await tx
    .deleteFrom('alarm')
    .where('kind', 'in', INCIDENTS)
    .where('last', '<', now - STANDS_MS)
    .execute()
}
