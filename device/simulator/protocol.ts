// The contract between the simulated branch and the page that draws it. Imports nothing.

export type DeviceKey =
  | 'door-card-reader'
  | 'door-board'
  | 'desk-card-reader'
  | 'desk-pad'
  | 'desk-printer'
  | 'chute-reader'
  | 'chute-board'
  | 'premises-board'

/** A card in the pocket. The page may show the number: it is a demo card, printed in the README. */
export type SimulatedCard = {
  number: string
  pin: string
  name: string
  note: 'adult' | 'other-member' | 'no-agreement' | 'under-age' | 'blocked' | 'unknown'
  member: string
  age: number | null
}

export type Place =
  | { at: 'bag' }
  | { at: 'pad' }
  | { at: 'mouth' } // lies in the chute's mouth, outside the flap
  | { at: 'tunnel' } // past the flap: in the beam or on the sorter's tray, out of reach
  | { at: 'bin'; bin: number }

/** One tagged piece: a book, or one part of a set. */
export type SimulatedPiece = {
  /** UID of its tag; an object without tag has a made-up key `no-tag-1`. */
  key: string
  book: string
  part: number
  partName: string | null
  place: Place
  /** AFI in the tag's memory right now, 0x07 secured, 0xC2 on loan; null without tag. */
  afi: number | null
  eas: boolean | null
}

export type SimulatedBook = {
  book: string
  title: string
  author: string
  colour: 'pine' | 'falu' | 'ochre' | 'lake' | 'plum' | 'sage' | 'rose' | 'linen' | 'ink'
  note: 'plain' | 'set' | 'reserved' | 'other-owner' | 'unknown-item' | 'no-tag' | 'thick'
  owner: string
  pieces: readonly SimulatedPiece[]
}

export type ReceiptLine = {
  text: string
  bold: boolean
  align: 'left' | 'centre' | 'right'
  large: boolean
}

export type TapeEntry = {
  n: number
  at: number
  lane: 'door' | 'desk' | 'chute' | 'kiosk'
  direction: 'out' | 'in'
  channel: 'ask' | 'answer' | 'event' | 'ack' | 'config' | 'state'
  /** ask/answer: its kind; event: the first event's kind. */
  what: string
  /** Joins an answer to its ask. */
  id?: string
  ok?: boolean
  ms?: number
  first?: number
  last?: number
}

export type SimulatorState = {
  clock: { now: number; speed: number; zone: string }
  branch: string
  topic: string
  opening: { name: string; until: number | null }
  plugged: Record<DeviceKey, boolean>
  door: {
    lock: 'secured' | 'released'
    /** Thrown, nobody pulls it open from the street; the handle inside draws it. */
    bolt: 'thrown' | 'drawn'
    /** Somebody holds the door open. */
    open: boolean
    light: 'ready' | 'go' | 'no' | 'dark' | 'unknown'
    /** The buzzer, just now. */
    sounds: boolean
    fire: boolean
    /** The bolt stays where it is; the exit button stays in; something hangs in the outer beam. */
    jammed: boolean
    stuck: boolean
    blocked: boolean
  }
  /** The rooms; `stuck`: the alarm's panel hears nothing. */
  premises: { lights: boolean; machines: boolean; armed: boolean; stuck: boolean }
  /** Visits minus exits, as the simulated people counter sees it. */
  inside: number
  chute: {
    flap: 'open' | 'closed'
    beamBroken: boolean
    light: 'ready' | 'working' | 'thanks' | 'attention' | 'dark' | 'unknown'
    jammed: boolean
    /** level 0…1; books counted by the simulator. */
    bins: readonly { bin: number; level: number; books: number }[]
  }
  printer: {
    paper: 'ok' | 'near-end' | 'out'
    printing: boolean
    receipt: readonly ReceiptLine[] | null
  }
  network: { connected: boolean; online: boolean; lastAnswerMs: number | null }
  journal: { unsent: number }
  cards: readonly SimulatedCard[]
  books: readonly SimulatedBook[]
  /** Addresses of the real screens. */
  screens: { door: string; desk: string; chute: string }
  /** The view each of them shows just now, such as `door.pin`. */
  shown: { door: string; desk: string; chute: string }
  tape: readonly TapeEntry[]
}

export type ToSimulatorPage = { state: SimulatorState }

/** What one can do with the branch. Pieces are named by `key`, devices by name. */
export type Hand =
  | { do: 'hold-card'; at: 'door' | 'desk'; number: string }
  | { do: 'type-pin'; at: 'door' | 'desk'; digits: string }
  | { do: 'put-on-pad'; key: string }
  | { do: 'take-off-pad'; key: string }
  | { do: 'drop-in-chute'; key: string }
  | { do: 'take-from-mouth'; key: string }
  | { do: 'take-from-bin'; key: string } // back into the bag
  | { do: 'open-door' } // pull it: opens only when released
  | { do: 'close-door' }
  | { do: 'walk-out' } // mechanical egress: opens from inside always, then closes
  | { do: 'slip-in' } // one more through the open door, behind whoever opened it
  | { do: 'press-exit' }
  | { do: 'stick-exit'; on: boolean }
  | { do: 'jam-bolt'; on: boolean }
  | { do: 'block-beam'; on: boolean }
  | { do: 'turn-key' } // the service key inside: the fire is over
  | { do: 'fire'; on: boolean }
  | { do: 'plug'; device: DeviceKey; in: boolean }
  | { do: 'paper'; state: 'ok' | 'near-end' | 'out' }
  | { do: 'network'; connected: boolean }
  | { do: 'jam'; on: boolean }
  | { do: 'alarm'; armed: boolean } // at the alarm's own panel
  | { do: 'alarm-stuck'; on: boolean }
  | { do: 'fill-bin'; bin: number; level: number }
  | { do: 'clock'; now: number; speed: number }
