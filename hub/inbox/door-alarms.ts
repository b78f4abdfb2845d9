// Alarms that rows from an entrance raise and end, in the transaction that takes the rows in: so each
// row counts once, and no alarm is lost between a commit and the store.
import { endAlarms, raiseIn } from '../alarms/alarms.ts'
import { DOOR_TROUBLES, type KioskEvent } from '../protocol/events.ts'
import type { Tx } from '../store/store.ts'
import type { Told } from './effects.ts'

const CONDITIONS = ['held-open', ...DOOR_TROUBLES] as const
type Condition = (typeof CONDITIONS)[number]

type Said =
  | { is: 'over'; kind: Condition }
  | { is: 'so'; kind: Condition; detail: string }
  | { is: 'happened'; kind: 'forced' | 'tail-gate' | 'offline-list'; detail: string }

/** What an event says of alarms; a kiosk that starts tells anew what is still so. */
const saidBy = (event: KioskEvent): readonly Said[] => {
  if (event.kind === 'started') return CONDITIONS.map((kind) => ({ is: 'over', kind }))
  if (event.kind === 'door') return saidByDoor(event.what)
  if (event.kind === 'door-trouble')
    return [event.on ? so(event.what) : { is: 'over', kind: event.what }]
  if (event.kind === 'offline-list')
    return [{ is: 'happened', kind: 'offline-list', detail: event.refused }]
  if (event.kind !== 'tail-gate') return []
  const { counted, expected, score } = event
  const detail = `${counted} for ${expected}, score ${score}`
  return [{ is: 'happened', kind: 'tail-gate', detail }]
}

const saidByDoor = (
  what: Extract<KioskEvent, { kind: 'door' }>['what'],
): readonly Said[] => {
  if (what === 'closed') return [{ is: 'over', kind: 'held-open' }]
  if (what === 'held-open') return [so('held-open')]
  return what === 'forced' ? [{ is: 'happened', kind: 'forced', detail: '' }] : []
}

const so = (kind: Condition): Said => ({ is: 'so', kind, detail: '' })

/** `late`: what came after has been applied already, so these rows tell what happened and not how it is. */
export const noteDoorAlarms = async (
  tx: Tx,
  told: readonly Told[],
  late: boolean,
): Promise<void> => {
  const ending = new Map<Condition, Set<string>>()
  const standing = new Map<string, { kiosk: string; kind: Condition; detail: string }>()
  for (const { event, at } of told)
    for (const said of saidBy(event)) {
      const { kiosk } = at
      if (said.is === 'happened')
        await raiseIn(tx, [{ kiosk, kind: said.kind, detail: said.detail }])
      else if (!late) {
        const { kind } = said
        // In the end only the last word counts, and one statement a kind is enough.
        ending.set(kind, (ending.get(kind) ?? new Set()).add(kiosk))
        standing.delete(`${kind} ${kiosk}`)
        if (said.is === 'so')
          standing.set(`${kind} ${kiosk}`, { kiosk, kind, detail: said.detail })
      }
    }
  await endThem(tx, ending, standing)
  await raiseIn(tx, [...standing.values()])
}

/** Not those that stand in the end: they go on from when they were raised first. */
const endThem = async (
  tx: Tx,
  ending: ReadonlyMap<Condition, ReadonlySet<string>>,
  standing: ReadonlyMap<string, unknown>,
): Promise<void> => {
  for (const [kind, kiosks] of ending)
    await endAlarms(
      tx,
      kind,
      [...kiosks].filter((kiosk) => !standing.has(`${kind} ${kiosk}`)),
    )
}
