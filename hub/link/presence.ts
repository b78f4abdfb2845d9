// Which kiosks are there. A kiosk says so itself; the broker says `lost` for it when it cannot.
// Real time throughout: a clock set by the demo makes no kiosk late.
import type { StateMessage } from '../protocol/envelope.ts'
import type { Store } from '../store/store.ts'

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

export type PresenceBook = {
  /** Anything at all was heard of the kiosk now. */
  heard(kiosk: string): void
  /** False when the message says nothing new. */
  state(kiosk: string, message: StateMessage): Promise<boolean>
  /** Connected since this hub started. */
  isOnline(kiosk: string): boolean
  onlineCount(): number
  /** When it was last heard of, ms since 1970 UTC; undefined = never. */
  lastHeard(kiosk: string): number | undefined
  /** The last boot of each that was ever heard of. */
  epochs(): ReadonlyMap<string, number>
  /** Keeps when each was last heard of. */
  save(): Promise<void>
}

/** Starts from what the store remembers; nobody is online until heard of. */
export const openPresence = async (store: Store): Promise<PresenceBook> => {
  const rows = await store.db.selectFrom('kiosk_seen').selectAll().execute()
  const known = new Map<string, Presence>(
    rows.map(({ kiosk, epoch, at }) => [kiosk, { status: 'lost', epoch, at }]),
  )
  const write = async (kiosk: string, { status, epoch, at }: Presence): Promise<void> => {
    await store.db
      .insertInto('kiosk_seen')
      .values({ kiosk, status, epoch, at })
      .onConflict((conflict) => conflict.column('kiosk').doUpdateSet({ status, epoch, at }))
      .execute()
  }
  return {
    heard: (kiosk) => {
      const presence = known.get(kiosk)
      if (presence !== undefined) presence.at = Date.now()
    },
    state: async (kiosk, message) => {
      const before = known.get(kiosk)
      const next = nextPresence(before, message)
      if (next === undefined) return false
      // A will is the broker's word, not the kiosk's: it does not make it heard of.
      const at = next.status === 'lost' ? (before?.at ?? Date.now()) : Date.now()
      const presence = { ...next, at }
      known.set(kiosk, presence)
      await write(kiosk, presence)
      return true
    },
    isOnline: (kiosk) => (known.get(kiosk)?.status ?? 'lost') !== 'lost',
    onlineCount: () => [...known.values()].filter(({ status }) => status !== 'lost').length,
    epochs: () => new Map([...known].map(([kiosk, { epoch }]) => [kiosk, epoch])),
    lastHeard: (kiosk) => known.get(kiosk)?.at,
    save: async () => {
      for (const [kiosk, presence] of known) await write(kiosk, presence)
    },
  }
}
