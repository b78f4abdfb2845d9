// The last known state of each part of a kiosk, for those who look after the branch.
import type { KioskEvent } from '../protocol/events.ts'
import type { Store, Tx } from '../store/store.ts'

export type PartState = { part: string; state: string }
export type Noted = PartState & { kiosk: string; at: number }

/** What an event says of a part, or undefined. */
export const partOf = (event: KioskEvent): PartState | undefined => {
  if (event.kind === 'device')
    return { part: event.device, state: event.connected ? 'connected' : 'gone' }
  if (event.kind === 'bin')
    return { part: `bin-${event.bin}`, state: event.full ? 'full' : 'room' }
  if (event.kind === 'paper') return { part: 'paper', state: event.state }
  if (event.kind === 'fire') return { part: 'fire', state: event.on ? 'on' : 'off' }
  if (event.kind === 'door' && event.what !== 'exit-button')
    return { part: 'door', state: event.what }
  return undefined
}

/** `at` in ms since 1970 UTC is when it came to be so; the same state again changes nothing. */
export const notePart = (tx: Tx, part: Noted): Promise<void> =>
  noteParts(tx, [{ ...part, moved: false }])

type Told = readonly (Noted & { moved: boolean })[]

/** More values than this do not fit into one statement. */
const MOST_AT_ONCE = 1000

/**
 * The same for many: `moved` says that the part was in another state in between, so that it counts
 * as changed even when it ended as it was.
 */
export const noteParts = async (tx: Tx, parts: Told): Promise<void> => {
  for (const moved of [true, false]) {
    const rows = parts.filter((one) => one.moved === moved).map(withoutMoved)
    for (let at = 0; at < rows.length; at += MOST_AT_ONCE)
      await noteSome(tx, rows.slice(at, at + MOST_AT_ONCE), moved)
  }
}

const withoutMoved = ({ kiosk, part, state, at }: Noted): Noted => ({
  kiosk,
  part,
  state,
  at,
})

const noteSome = async (tx: Tx, rows: Noted[], always: boolean): Promise<void> => {
  await tx
    .insertInto('kiosk_part')
    .values(rows)
    .onConflict((on) => {
      const update = on.columns(['kiosk', 'part']).doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        at: eb.ref('excluded.at'),
      }))
      return always ? update : update.whereRef('kiosk_part.state', '!=', 'excluded.state')
    })
    .execute()
}

/** Of devices, bins, paper, fire input and door. */
const TROUBLES = ['gone', 'full', 'near-end', 'out', 'on', 'held-open', 'forced'] as const

/** Parts of a kiosk that somebody should see to, newest first. */
export const troublesOf = ({ db }: Store, kiosk: string): Promise<Noted[]> =>
  db
    .selectFrom('kiosk_part')
    .selectAll()
    .where('kiosk', '=', kiosk)
    .where('state', 'in', TROUBLES)
    .orderBy('at', 'desc')
    .execute()
