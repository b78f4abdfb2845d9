// The last known state of each part of a kiosk, for those who look after the branch.
import type { KioskEvent } from '../protocol/events.ts'
import type { Store, Tx } from '../store/store.ts'
import type { Told } from './effects.ts'

export type PartState = { part: string; state: string }
export type Noted = PartState & { kiosk: string; at: number }

/** What an event says of a part, or undefined. */
const partOf = (event: KioskEvent): PartState | undefined => {
  if (event.kind === 'device')
    return { part: event.device, state: event.connected ? 'connected' : 'gone' }
  if (event.kind === 'tamper')
    return { part: `${event.device}-case`, state: event.on ? 'tampered' : 'whole' }
  if (event.kind === 'bin')
    return { part: `bin-${event.bin}`, state: event.full ? 'full' : 'room' }
  if (event.kind === 'paper') return { part: 'paper', state: event.state }
  if (event.kind === 'fire') return { part: 'fire', state: event.on ? 'on' : 'off' }
  if (event.kind === 'counted') return { part: 'inside', state: String(event.inside) }
  if (event.kind === 'door' && event.what !== 'exit-button')
    return { part: 'door', state: event.what }
  if (event.kind === 'alarm') return { part: 'alarm', state: event.what }
  if (event.kind === 'roll-call')
    return { part: 'roll-call', state: event.missing ? `missing-${event.missing}` : 'over' }
  return undefined
}

/**
 * What rows say of parts in the end. `moved` were in another state in between: they count as changed
 * even when they ended as they were.
 */
export const partsIn = (
  told: readonly Told[],
): { moved: readonly Noted[]; steady: readonly Noted[] } => {
  const last = new Map<string, Noted>()
  const moved = new Set<string>()
  for (const { event, at } of told) {
    const part = partOf(event)
    if (part === undefined) continue
    const key = `${at.kiosk} ${part.part}`
    const before = last.get(key)
    if (before?.state === part.state) continue
    if (before !== undefined) moved.add(key)
    last.set(key, { ...part, kiosk: at.kiosk, at: event.at })
  }
  const ending = (hasMoved: boolean): Noted[] =>
    [...last].flatMap(([key, noted]) => (moved.has(key) === hasMoved ? [noted] : []))
  return { moved: ending(true), steady: ending(false) }
}

type Replacing = 'always' | 'when-changed' | 'when-newer'

/**
 * `at` in ms since 1970 UTC is when each came to be so; what is known of it is replaced as said.
 * At most 5000 at once: a statement has room for 32 766 values.
 */
export const noteParts = async (
  tx: Tx,
  parts: readonly Noted[],
  replacing: Replacing = 'when-changed',
): Promise<void> => {
  if (parts.length === 0) return
  await tx
    .insertInto('kiosk_part')
    .values([...parts])
    .onConflict((on) => {
      const update = on.columns(['kiosk', 'part']).doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        at: eb.ref('excluded.at'),
      }))
      if (replacing === 'always') return update
      return replacing === 'when-newer'
        ? update.whereRef('kiosk_part.at', '<', 'excluded.at')
        : update.whereRef('kiosk_part.state', '!=', 'excluded.state')
    })
    .execute()
}

/** Of devices, bins, paper, fire input and alarm; of the door there are alarms of its own. */
const TROUBLES = [
  'gone',
  'tampered',
  'full',
  'near-end',
  'out',
  'on',
  'not-armed',
  'not-disarmed',
  'somebody-inside',
] as const

/** Parts of a kiosk that somebody should see to, newest first. */
export const troublesOf = ({ db }: Store, kiosk: string): Promise<Noted[]> =>
  db
    .selectFrom('kiosk_part')
    .selectAll()
    .where('kiosk', '=', kiosk)
    .where((eb) => eb.or([eb('state', 'in', TROUBLES), eb('state', 'like', 'missing-%')]))
    .orderBy('at', 'desc')
    .execute()

/** What an entrance last told of itself. */
export type DoorKnown = {
  door: 'opened' | 'closed' | 'held-open' | 'forced' | undefined
  /** People inside by its own count. */
  inside: number | undefined
}

const DOORS = ['opened', 'closed', 'held-open', 'forced'] as const

export const doorOf = async ({ db }: Store, kiosk: string): Promise<DoorKnown> => {
  const rows = await db
    .selectFrom('kiosk_part')
    .select(['part', 'state'])
    .where('kiosk', '=', kiosk)
    .where('part', 'in', ['door', 'inside'])
    .execute()
  const stateOf = (part: string) => rows.find((row) => row.part === part)?.state
  const inside = stateOf('inside')
  return {
    door: DOORS.find((door) => door === stateOf('door')),
    inside: inside === undefined ? undefined : Number(inside),
  }
}
