// Which kiosks are there. A kiosk says so itself; the broker says `lost` for it when it cannot.
// Real time throughout: a clock set by the demo makes no kiosk late.
import type { Alarms } from '../alarms/alarms.ts'
import { ALONE, type Duty } from '../duty.ts'
import type { StateMessage } from '../protocol/envelope.ts'
import type { Store, Tx } from '../store/store.ts'
import { createWatch } from './watch.ts'

type Status = StateMessage['status']
export type Presence = { status: Status; epoch: number; at: number }

/** The presence after `message`, or undefined when it says nothing new: the will of an earlier boot. */
export const nextPresence = (
  current: Pick<Presence, 'epoch'> | undefined,
  message: StateMessage,
): Pick<Presence, 'status' | 'epoch'> | undefined => {
  const { status, epoch } = message
  if (status === 'lost' && current !== undefined && current.epoch !== epoch)
    return undefined
  return { status, epoch }
}

/** Keeps when each was last heard of, when it is closed. */
export type PresenceBook = AsyncDisposable & {
  /** Anything at all was heard of the kiosk now. */
  heard(kiosk: string): void
  /** False when it says nothing new. `isRetained`: the broker had it from earlier. */
  state(kiosk: string, message: StateMessage, isRetained: boolean): Promise<boolean>
  /** Of the boot it told last; undefined = never heard of. */
  epochOf(kiosk: string): number | undefined
  /** Connected since this hub started. */
  isOnline(kiosk: string): boolean
  onlineCount(): number
  /** When it was last heard of, ms since 1970 UTC; undefined = never. */
  lastHeard(kiosk: string): number | undefined
}

export type PresenceOptions = {
  store: Store
  alarms: Pick<Alarms, 'raise' | 'over' | 'open'>
  /** Every hub that takes turns watches; the one on duty tells of it. */
  duty?: Duty
}

/** Starts from what the store remembers; nobody is online until heard of. */
export const openPresence = async ({
  store,
  alarms,
  duty = ALONE,
}: PresenceOptions): Promise<PresenceBook> => {
  const rows = await store.db.selectFrom('kiosk_seen').selectAll().execute()
  const known = new Map<string, Presence>(
    rows.map(({ kiosk, epoch, at }) => [kiosk, { status: 'lost', epoch, at }]),
  )
  const watch = createWatch({
    alarms,
    known: new Map(rows.map(({ kiosk, epoch }) => [kiosk, epoch])),
  })
  await duty.whenOn(async () => watch.speak(await alarms.open()))
  return {
    heard: (kiosk) => {
      watch.heard(kiosk)
      const presence = known.get(kiosk)
      if (presence !== undefined) presence.at = Date.now()
    },
    state: async (kiosk, message, isRetained) => {
      if (!isRetained) watch.state(kiosk, message)
      const before = known.get(kiosk)
      const next = nextPresence(before, message)
      if (next === undefined) return false
      // A will and what was retained are the broker's word: they do not make a kiosk heard of.
      const isHeard = next.status !== 'lost' && !isRetained
      const at = isHeard ? Date.now() : (before?.at ?? Date.now())
      const presence = { ...next, at }
      known.set(kiosk, presence)
      if (before?.status === next.status && before.epoch === next.epoch) return false
      await store.together((tx) => write(tx, kiosk, presence))
      return true
    },
    epochOf: (kiosk) => known.get(kiosk)?.epoch,
    isOnline: (kiosk) => (known.get(kiosk)?.status ?? 'lost') !== 'lost',
    onlineCount: () => [...known.values()].filter(({ status }) => status !== 'lost').length,
    lastHeard: (kiosk) => known.get(kiosk)?.at,
    [Symbol.asyncDispose]: async () => {
      watch[Symbol.dispose]()
      // What this hub heard last may be older than what the other has written.
      if (duty.hasCompany) return
      await store.transaction(async (tx) => {
        for (const [kiosk, presence] of known) await write(tx, kiosk, presence)
      })
    },
  }
}

const write = async (
  tx: Tx,
  kiosk: string,
  { status, epoch, at }: Presence,
): Promise<void> => {
  await tx
    .insertInto('kiosk_seen')
    .values({ kiosk, status, epoch, at })
    .onConflict((conflict) => conflict.column('kiosk').doUpdateSet({ status, epoch, at }))
    .execute()
}
