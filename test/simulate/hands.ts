// The people at a kiosk and the things they touch: a door with a lock, a desk with a pad, and books
// whose tags remember what was written to them when the kiosk dies.
import type { DeskOptions } from '../../device/desk/desk.ts'
import type { DoorOptions } from '../../device/door/door.ts'
import type {
  AfiWritten,
  CardReaderEvent,
  ItemReaderEvent,
  TagSeen,
} from '../../device/ports.ts'
import type { Role, ScreenAction, View } from '../../device/screen-protocol.ts'
import type { Chance } from '../support/chance.ts'
import { createTeller } from '../support/ports.ts'
import type { Ledger } from './ledger.ts'
import { type Book, booksAt } from './population.ts'

const SECURITY = { secured: 0x07, onLoan: 0xc2 }
const WRITE_MS = 40
const INVENTORY_MS = 120

export type Lying = { book: Book; afi: number; isOnPad: boolean }

export type Hands = {
  security: typeof SECURITY
  books: readonly Lying[]
  /** The ports of the start that comes now; those of the last one are dead. */
  door(ledger: Ledger): Pick<DoorOptions, 'card' | 'lines' | 'screens'>
  desk(): Pick<DeskOptions, 'card' | 'pad' | 'printer' | 'screens'>
  /** What a screen shows now; undefined before the first. */
  shown(role: Role): View | undefined
  holdCard(role: Role, number: string): void
  touch(role: Role, action: ScreenAction): void
  move(lying: Lying, isOnPad: boolean): void
}

export const createHands = (index: number, kiosk: string, chance: Chance): Hands => {
  const books = booksAt(index).map((book): Lying => {
    return { book, afi: SECURITY.secured, isOnPad: false }
  })
  const newPorts = () => ({
    doorCard: createTeller<CardReaderEvent>(),
    deskCard: createTeller<CardReaderEvent>(),
    pad: createTeller<ItemReaderEvent>(),
    actions: createTeller<{ role: Role; action: ScreenAction }>(),
    views: new Map<Role, View>(),
  })
  let now = newPorts()

  const tags = (): readonly TagSeen[] =>
    books.filter(({ isOnPad }) => isOnPad).map(({ book, afi }) => tagOf(book, afi))
  const screens = (): DoorOptions['screens'] => {
    const { views, actions } = now
    return {
      show: (role, view) => void views.set(role, view),
      overlay: () => {},
      language: () => {},
      onAction: (role, listener) =>
        actions.listen((one) => {
          if (one.role === role) listener(one.action)
        }),
    }
  }
  /** Whether a tag that was written really holds it, and whether the reader could tell. */
  const written = (uid: string, afi: number): AfiWritten => {
    const lying = books.find(({ book, isOnPad }) => book.uid === uid && isOnPad)
    if (lying === undefined) return { ok: false, reason: 'gone' }
    const luck = chance.below(20)
    if (luck === 0) return { ok: false, reason: 'refused' }
    if (luck !== 1) lying.afi = afi
    return luck <= 2 ? { ok: false, reason: 'unverified' } : { ok: true }
  }
  const seeLater = (ports: typeof now): void => {
    setTimeout(() => ports.pad.tell({ kind: 'tags', tags: tags() }), INVENTORY_MS)
  }
  return {
    security: SECURITY,
    books,
    door: (ledger) => {
      now = newPorts()
      return {
        card: { connected: true, listen: now.doorCard.listen },
        lines: {
          connected: true,
          listen: () => () => {},
          release: () => ledger.released(kiosk),
          secure: () => {},
          light: () => {},
          sound: () => {},
        },
        screens: screens(),
      }
    },
    desk: () => {
      const ports = now
      seeLater(ports)
      return {
        card: { connected: true, listen: ports.deskCard.listen },
        pad: {
          connected: true,
          listen: ports.pad.listen,
          writeAfi: (uid, afi) =>
            new Promise((resolve) => {
              setTimeout(() => {
                resolve(written(uid, afi))
                seeLater(ports)
              }, WRITE_MS)
            }),
        },
        printer: {
          connected: true,
          listen: () => () => {},
          print: () => Promise.resolve({ ok: true }),
        },
        screens: screens(),
      }
    },
    shown: (role) => now.views.get(role),
    holdCard: (role, number) => {
      const reader = role === 'door' ? now.doorCard : now.deskCard
      reader.tell({ kind: 'card', number })
    },
    touch: (role, action) => now.actions.tell({ role, action }),
    move: (lying, isOnPad) => {
      lying.isOnPad = isOnPad
      seeLater(now)
    },
  }
}

const tagOf = ({ uid, item, owner }: Book, afi: number): TagSeen => ({
  uid,
  afi,
  content: { kind: 'item', id: item, owner, part: 1, parts: 1 },
})
