// What staff have done from afar: written down first, then brought to the kiosks, as a command where it
// is for now and as configuration where it must hold over a restart.
import { randomUUID } from 'node:crypto'
import type { HubClock } from '../clock.ts'
import type { Duty } from '../duty.ts'
import type { Kiosks, KnownKiosk } from '../link/kiosks.ts'
import type { Telling } from '../link/telling.ts'
import type { Logger } from '../log.ts'
import type { Order } from '../protocol/command.ts'
import { type BranchRow, findBranch, hoursOf } from '../registry/branches.ts'
import type { Store } from '../store/store.ts'
import { add, type Entry, write } from './audit.ts'
import type { Courier, Given } from './courier.ts'
import {
  ended,
  type OverrideKind,
  overridesOf,
  storeOverrides,
  withOverride,
} from './overrides.ts'
import type { CommandRequest } from './request.ts'
import { heldFor, instantOf, morningAfter } from './until.ts'

/** `who`: the name of a token. */
export type Asked = { who: string; branch: string; request: CommandRequest }

export type Result = { kiosk: string } & Given

/** `until` where it holds for a while: ms since 1970 UTC by the deciding clock, null = until told otherwise. */
export type Done = {
  ok: true
  id: string
  results: readonly Result[]
  until?: number | null
}
export type NotDone =
  | { ok: false; why: 'no-branch' }
  | { ok: false; why: 'no-kiosk' | 'which-kiosk'; kiosks: readonly string[] }
  | { ok: false; why: 'not-a-time-to-come' }
  | { ok: false; why: 'another-had-this-id' }
  /** Another hub is on duty, and it alone changes hours. */
  | { ok: false; why: 'not-on-duty' }

export type Staff = {
  /** Resolves within 11 s. Rejects when the store fails: then nothing was done. */
  carryOut(asked: Asked): Promise<Done | NotDone>
}

export type StaffOptions = {
  store: Store
  kiosks: Pick<Kiosks, 'all'>
  courier: Pick<Courier, 'give'>
  telling: Pick<Telling, 'branch'>
  duty: Pick<Duty, 'isOn'>
  clock: Pick<HubClock, 'now'>
  log: Logger
}

/** What is for now, and is a command. */
type Ordered = Extract<
  CommandRequest,
  { do: 'let-in' | 'hold-open' | 'acknowledge-fire' | 'message' }
>
/** What must hold over a restart, and is configuration. */
type Overriding = Exclude<CommandRequest, Ordered>

const isOrdered = (request: CommandRequest): request is Ordered =>
  request.do !== 'pause' && request.do !== 'lockdown' && request.do !== 'end'

const OVERRIDES = { pause: 'paused', lockdown: 'entry-lockdown' } as const
const BOTH: readonly OverrideKind[] = ['paused', 'entry-lockdown']

export const createStaff = (options: StaffOptions): Staff => {
  const { store, kiosks, courier, telling, duty, clock, log } = options
  const entryOf = ({ who, branch, request }: Asked, id: string): Entry => {
    const { why, id: _, ...wanted } = request
    const what = JSON.stringify(wanted)
    return { who, branch, why, what, kiosk: null, command: id, outcome: null }
  }
  const kiosksOf = (branch: string): readonly KnownKiosk[] =>
    kiosks.all.filter(({ at }) => at.branch === branch)

  const giveTo = async (kiosk: KnownKiosk, order: Order, entry: Entry): Promise<Result> => {
    const name = kiosk.at.kiosk
    const given = await courier.give(kiosk, entry.command, order)
    const outcome = given.is === 'refused' ? `refused ${given.reason}` : given.is
    log.info({ kiosk: name, do: order.do, outcome, id: entry.command }, 'a command')
    // It has been done: that this could not be written is told, and does not undo it.
    await write(store, { ...entry, kiosk: name, outcome }).catch((error: unknown) =>
      log.error({ reason: String(error) }, 'the outcome of a command was not written'),
    )
    return { kiosk: name, ...given }
  }
  const order = async (asked: Asked, wanted: Ordered, row: BranchRow) => {
    const here = kiosksOf(asked.branch)
    const names = here.map(({ at }) => at.kiosk)
    const meant = wanted.kiosk === undefined ? here : here.filter(isCalled(wanted.kiosk))
    const [kiosk] = meant
    if (kiosk === undefined) return { ok: false, why: 'no-kiosk', kiosks: names } as const
    if (meant.length > 1) return { ok: false, why: 'which-kiosk', kiosks: names } as const
    const id = wanted.id ?? randomUUID()
    const entry = entryOf(asked, id)
    if (await isOfAnother(store, entry))
      return { ok: false, why: 'another-had-this-id' } as const
    const now = clock.now()
    const given = orderOf(wanted, hoursOf(row, now).opening, now)
    await write(store, entry)
    const result = await giveTo(kiosk, given, entry)
    const until = 'ms' in given && result.is === 'done' ? { until: now + given.ms } : {}
    return { ok: true, id, results: [result], ...until } as const
  }
  /** Written with what it changes, or not at all; then told. */
  const override = async (asked: Asked, wanted: Overriding, row: BranchRow) => {
    if (!duty.isOn) return { ok: false, why: 'not-on-duty' } as const
    const id = wanted.id ?? randomUUID()
    const entry = entryOf(asked, id)
    if (await isOfAnother(store, entry))
      return { ok: false, why: 'another-had-this-id' } as const
    const now = clock.now()
    const until = wanted.do === 'end' ? null : untilOf(wanted, row.zone, now)
    if (until === undefined) return { ok: false, why: 'not-a-time-to-come' } as const
    await store.transaction(async (tx) => {
      const before = overridesOf(await branchNow(tx, asked.branch))
      const after =
        wanted.do === 'end'
          ? ended(before, BOTH, now)
          : withOverride(before, { kind: OVERRIDES[wanted.do], from: now, until }, now)
      await storeOverrides(tx, asked.branch, after)
      await add(tx, { ...entry, outcome: 'done' })
    })
    await telling.branch(asked.branch)
    // A door that staff hold open is open by command, which no hours end.
    const here = kiosksOf(asked.branch)
    const end = (kiosk: KnownKiosk) => giveTo(kiosk, { do: 'end' }, entry)
    const results = wanted.do === 'pause' ? [] : await Promise.all(here.map(end))
    return { ok: true, id, results, ...(wanted.do !== 'end' && { until }) } as const
  }
  return {
    carryOut: async (asked) => {
      const row = await findBranch(store.db, asked.branch)
      if (row === undefined) return { ok: false, why: 'no-branch' }
      const { request } = asked
      return isOrdered(request) ? order(asked, request, row) : override(asked, request, row)
    },
  }
}

const isCalled =
  (name: string) =>
  ({ at }: KnownKiosk): boolean =>
    at.kiosk === name

const branchNow = (tx: Store['db'], id: string): Promise<BranchRow> =>
  tx.selectFrom('branch').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

type Opening = ReturnType<typeof hoursOf>['opening']

const orderOf = (wanted: Ordered, opening: Opening, now: number): Order => {
  switch (wanted.do) {
    case 'hold-open':
      return { do: 'hold-open', ms: heldFor(wanted.minutes * 60_000, opening, now) }
    case 'message':
      return { do: 'message', text: wanted.text, ms: wanted.minutes * 60_000 }
    case 'let-in':
    case 'acknowledge-fire':
      return { do: wanted.do }
  }
}

/** Null: until told otherwise; undefined: no time to come. */
const untilOf = (
  wanted: Extract<Overriding, { until?: unknown }>,
  zone: string,
  now: number,
): number | null | undefined => {
  if (wanted.until === null) return null
  if (wanted.until !== undefined) return instantOf(wanted.until, zone, now)
  return wanted.do === 'pause' ? morningAfter(now, zone) : null
}

/** The same id for something else is a mistake of whoever asks: nothing is done. */
const isOfAnother = async ({ db }: Store, entry: Entry): Promise<boolean> => {
  const row = await db
    .selectFrom('audit')
    .select(['branch', 'what'])
    .where('command', '=', entry.command)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined && (row.branch !== entry.branch || row.what !== entry.what)
}
