// What people do at a guest's entrance, and what the hub has heard of it.
import { DEMO_PIN, PATRONS } from '../../provisioning/demo/collection.ts'
import type { InboxRow } from '../support/hub-records.ts'
import type { Entrance, Level } from './entrance.ts'

/** Both may come in; in turn, since one who is inside need not be let in again. */
const CARDS = PATRONS.filter(({ note }) => ['adult', 'other-member'].includes(note))
let visits = 0

export const isLock =
  (wanted: 0 | 1) =>
  ({ line, level }: Level): boolean =>
    line === 'lock' && level === wanted

/** Resolves when the lock's line is high. */
export const letIn = async ({
  card,
  act,
  screen,
  levels,
}: Pick<Entrance, 'card' | 'act' | 'screen' | 'levels'>): Promise<Level> => {
  const patron = CARDS[visits++ % CARDS.length]
  card(patron?.card ?? '')
  await screen.next((shown) => shown === 'door.pin')
  act({ do: 'pin', digits: DEMO_PIN })
  await screen.next((shown) => shown === 'door.granted')
  return levels.next(isLock(1))
}

/** What the door did, in order, as the hub has it: `opened`, `closed`, … */
export const doorRowsIn = (rows: readonly InboxRow[]): string[] =>
  rows
    .filter(({ kind }) => kind === 'door')
    .map(({ body }) => String(JSON.parse(body ?? '{}').what))

export const doorRows = async ({ hub }: Pick<Entrance, 'hub'>): Promise<string[]> =>
  doorRowsIn(await hub.inbox())

export const isOpen = (told: readonly string[]): boolean =>
  told.findLastIndex((what) => ['opened', 'forced'].includes(what)) >
  told.lastIndexOf('closed')
