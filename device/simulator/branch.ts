// A whole branch without hardware: devices that speak bytes, and what hands can do with them.
// The demo, the training room and the tests walk about in it.
import type { Unsubscribe } from '../ports.ts'
import { createReader, type ReaderKind } from './card-reader.ts'
import { createChute, type SimulatedChute } from './chute.ts'
import type { SettableClock } from './clock.ts'
import { createDoor, type SimulatedDoor } from './door.ts'
import { createFeigDevice, type FeigDevice } from './feig-device.ts'
import { paced } from './pace.ts'
import { createPremises, type SimulatedPremises } from './premises.ts'
import { createPrinterDevice, type PrinterDevice } from './printer-device.ts'
import type {
  DeviceKey,
  Hand,
  Place,
  SimulatedCard,
  SimulatorState,
  TapeEntry,
} from './protocol.ts'
import {
  booksOf,
  memoryOfStock,
  type Piece,
  type StockedBook,
  type StockMemory,
  stockShelves,
} from './stock.ts'
import { createTape } from './tape.ts'
import type { ByteDevice, Wires } from './wires.ts'

/** Where the devices of a simulated branch are plugged in, as in its kiosk.json. */
export const SIMULATED_PATHS: Readonly<Record<DeviceKey, string>> = {
  'door-card-reader': 'sim:door-card',
  'door-board': 'sim:door-board',
  'desk-card-reader': 'sim:desk-card',
  'desk-pad': 'sim:desk-pad',
  'desk-printer': 'sim:desk-printer',
  'chute-reader': 'sim:chute-reader',
  'chute-board': 'sim:chute-board',
  'premises-board': 'sim:premises-board',
}

/** What only the kiosk around the branch can know; it says so as things change. */
type Observed = {
  online: boolean
  lastAnswerMs: number | null
  unsent: number
  opening: SimulatorState['opening']
  shown: SimulatorState['shown']
}

export type BranchSettings = {
  config: { cards: readonly SimulatedCard[]; books: readonly StockedBook[] }
  /** Shown as they are. */
  about: { branch: string; topic: string; zone: string; screens: SimulatorState['screens'] }
  wires: Wires
  clock: SettableClock
  /** The network cable; without it the hand `network` does nothing. */
  cable?: { readonly connected: boolean; connect(connected: boolean): void } | undefined
  paths?: Readonly<Record<DeviceKey, string>>
  /** What reads the cards; barcode readers unless told otherwise. */
  readers?: Readonly<Record<'door' | 'desk', ReaderKind>>
  /** 1…6; two unless told otherwise. */
  bins?: number
  /** AFI of a book at home; 0x07 unless told otherwise. */
  secured?: number
  /** As slow as real serial lines and a real printer. */
  paced?: boolean
  /** Digits typed on a screen: the screens are not part of the branch. */
  onPin(at: 'door' | 'desk', digits: string): void
  memory?: StockMemory | undefined
}

export type SimulatedBranch = AsyncDisposable & {
  /** Rejects when it cannot be done, such as taking what is not there. */
  hand(hand: Hand): Promise<void>
  state(): SimulatorState
  onChange(listener: () => void): Unsubscribe
  tape(entry: Omit<TapeEntry, 'n'>): void
  observe(facts: Partial<Observed>): void
  /** To go on from after a restart. */
  memory(): StockMemory
  /** The devices themselves, for faults no hand can cause. */
  readonly devices: {
    readonly pad: FeigDevice
    readonly printer: PrinterDevice
    readonly door: SimulatedDoor
    readonly chute: SimulatedChute
    readonly premises: SimulatedPremises
  }
}

const SLOW = {
  card: { baudRate: 9_600, bitsPerByte: 10 },
  nfc: { baudRate: 115_200, bitsPerByte: 10 },
  reader: { baudRate: 38_400, bitsPerByte: 11 },
  printer: { baudRate: 19_200, bitsPerByte: 10 },
  board: { baudRate: 57_600, bitsPerByte: 10 },
} as const
const MS_PER_LINE = 60
const SPEED_OF = { barcode: 'card', osdp: 'card', pn532: 'nfc' } as const
const BARCODE = { kind: 'barcode' } as const

/** Plugs everything in, then resolves. Rejects when a path is taken or a book fits no tag. */
export const createBranch = async (settings: BranchSettings): Promise<SimulatedBranch> => {
  const { config, about, wires, clock, cable, onPin } = settings
  const {
    paths = SIMULATED_PATHS,
    readers = { door: BARCODE, desk: BARCODE },
    bins = 2,
    secured = 0x07,
    paced: slow = false,
  } = settings
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of [...listeners]) listener()
  }

  const { memory } = settings
  const pieces = stockShelves({ books: config.books, secured, memory, changed })
  const tape = createTape()
  const cards = { door: createReader(readers.door), desk: createReader(readers.desk) }
  const pad = createFeigDevice()
  const printer = createPrinterDevice({ msPerLine: slow ? MS_PER_LINE : 0 })
  const door = createDoor(changed)
  const premises = createPremises(changed)
  const chute = createChute(changed, { bins, stock: pieces })
  for (const { place, tag } of pieces) if (place.at === 'pad' && tag) pad.put(tag)
  const plugged = new Set<DeviceKey>()
  let inside = 0
  let observed: Observed = {
    online: false,
    lastAnswerMs: null,
    unsent: 0,
    opening: { name: 'unknown', until: null },
    shown: { door: 'door.ready', desk: 'desk.idle', chute: 'chute.ready' },
  }

  const at = (device: ByteDevice, line: keyof typeof SLOW): ByteDevice =>
    slow ? paced(device, SLOW[line]) : device
  const devices: Record<DeviceKey, ByteDevice> = {
    'door-card-reader': at(cards.door.device, SPEED_OF[readers.door.kind]),
    'door-board': at(door.board, 'board'),
    'desk-card-reader': at(cards.desk.device, SPEED_OF[readers.desk.kind]),
    'desk-pad': at(pad, 'reader'),
    'desk-printer': at(printer, 'printer'),
    'chute-reader': at(chute.reader, 'reader'),
    'chute-board': at(chute.board, 'board'),
    'premises-board': at(premises.board, 'board'),
  }
  const keys = Object.keys(devices) as DeviceKey[]

  const movePlug = async (key: DeviceKey, isIn: boolean): Promise<void> => {
    if (isIn === plugged.has(key)) return
    if (isIn) await wires.plug(paths[key], devices[key])
    else await wires.unplug(paths[key])
    if (isIn) plugged.add(key)
    else plugged.delete(key)
  }

  let plugging: Promise<void> = Promise.resolve()
  /** One plug at a time: a hand may pull before the last one sat. */
  const plug = (key: DeviceKey, isIn: boolean): Promise<void> => {
    const moved = plugging.then(() => movePlug(key, isIn))
    plugging = moved.catch(() => {})
    return moved
  }

  const pieceAt = (key: string, place: Place['at']): Piece => {
    const piece = pieces.find((one) => one.key === key)
    if (piece?.place.at === place) return piece
    throw new Error(`${key} is not in the ${place}`)
  }

  const layOnPad = (piece: Piece): void => {
    piece.place = { at: 'pad' }
    if (piece.tag) pad.put(piece.tag)
  }

  const takeOffPad = (piece: Piece): void => {
    piece.place = { at: 'bag' }
    if (piece.tag) pad.take(piece.tag.uid)
  }

  /** On the door's reader where it has keys, else on a screen. */
  const typePin = ({ at: where, digits }: Extract<Hand, { do: 'type-pin' }>): void => {
    const type = where === 'door' ? cards.door.type : undefined
    if (type === undefined) onPin(where, digits)
    else type(digits)
  }

  const pullDoor = (): void => {
    if (door.state().open) return
    if (!door.pull()) throw new Error('the door is locked')
    goIn()
  }

  /** Through the doorway; nobody waits until she is through. */
  const goIn = (): void => {
    inside += 1
    void door.pass('in')
  }

  const slipIn = (): void => {
    if (!door.state().open) throw new Error('the door is shut')
    goIn()
  }

  const walkOut = async (): Promise<void> => {
    inside = Math.max(0, inside - 1)
    await door.walkOut()
  }

  const obey = async (hand: Hand): Promise<void> => {
    switch (hand.do) {
      case 'hold-card':
        return cards[hand.at].hold(hand.number)
      case 'type-pin':
        return typePin(hand)
      case 'put-on-pad':
        return layOnPad(pieceAt(hand.key, 'bag'))
      case 'take-off-pad':
        return takeOffPad(pieceAt(hand.key, 'pad'))
      case 'drop-in-chute':
        return chute.drop(pieceAt(hand.key, 'bag'))
      case 'take-from-mouth':
        return chute.take(pieceAt(hand.key, 'mouth'))
      case 'take-from-bin':
        return chute.take(pieceAt(hand.key, 'bin'))
      case 'open-door':
        return pullDoor()
      case 'close-door':
        return door.shut()
      case 'walk-out':
        return walkOut()
      case 'slip-in':
        return slipIn()
      case 'press-exit':
        return door.pressExit()
      case 'stick-exit':
        return door.stickExit(hand.on)
      case 'jam-bolt':
        return door.jamBolt(hand.on)
      case 'block-beam':
        return door.blockBeam(hand.on)
      case 'turn-key':
        return door.turnKey()
      case 'fire':
        return door.fire(hand.on)
      case 'plug':
        return plug(hand.device, hand.in)
      case 'paper':
        printer.paper = hand.state
        return
      case 'network':
        return cable?.connect(hand.connected)
      case 'jam':
        return chute.jam(hand.on)
      case 'alarm':
        return premises.setAlarm(hand.armed)
      case 'alarm-stuck':
        return premises.stick(hand.on)
      case 'fill-bin':
        return chute.fill(hand.bin, hand.level)
      case 'clock':
        return clock.set(hand.now, hand.speed)
    }
  }

  printer.onChange(changed)
  for (const key of keys) await plug(key, true)

  return {
    hand: async (hand) => {
      try {
        await obey(hand)
      } finally {
        changed()
      }
    },
    state: () => ({
      clock: { now: clock.now(), speed: clock.speed, zone: about.zone },
      branch: about.branch,
      topic: about.topic,
      opening: observed.opening,
      plugged: Object.fromEntries(keys.map((key) => [key, plugged.has(key)])) as Record<
        DeviceKey,
        boolean
      >,
      door: door.state(),
      premises: premises.state(),
      inside,
      chute: chute.state(),
      printer: {
        paper: printer.paper,
        printing: printer.printing,
        receipt: printer.receipt,
      },
      network: {
        connected: cable?.connected ?? true,
        online: observed.online,
        lastAnswerMs: observed.lastAnswerMs,
      },
      journal: { unsent: observed.unsent },
      cards: config.cards,
      books: booksOf(config.books, pieces),
      screens: about.screens,
      shown: observed.shown,
      tape: tape.entries,
    }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    tape: (entry) => {
      tape.add(entry)
      changed()
    },
    observe: (facts) => {
      observed = { ...observed, ...facts }
      changed()
    },
    memory: () => memoryOfStock(pieces),
    devices: { pad, printer, door, chute, premises },
    [Symbol.asyncDispose]: async () => {
      for (const { stop } of Object.values(cards)) stop()
      door.stop()
      chute.stop()
      for (const key of keys) await plug(key, false)
    },
  }
}
