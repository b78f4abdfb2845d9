// The interfaces between the machines and the world. Each says what its line does when power,
// this process or the hub is gone.

export type Unsubscribe = () => void

/** The clock that decides: opening hours, due dates, stamps. The simulator may set it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** False while nothing may be opened by what it says; absent of a clock that is always right, as a simulated one. */
  readonly trusted?: boolean
}

export type DoorLight = 'ready' | 'go' | 'no' | 'dark'

/** What the buzzer says. `refused` is one for every reason; `close-door` goes on until `quiet`. */
export type DoorSound = 'welcome' | 'refused' | 'close-door' | 'quiet'

/** Each line tells its level at once when it is found, and then each change. */
export type DoorLineEvent =
  | { kind: 'contact'; open: boolean }
  | { kind: 'exit-button'; pressed: boolean }
  | { kind: 'fire'; on: boolean }
  | { kind: 'lines'; connected: boolean }
  /** Where the lock tells how its bolt stands. */
  | { kind: 'bolt'; thrown: boolean }
  /** Where people are counted: beam `a` towards the street, `b` towards the room. */
  | { kind: 'beam'; beam: 'a' | 'b'; broken: boolean }
  /** Where there is a service key inside: it was turned. */
  | { kind: 'service-key' }

/**
 * The strike of the entrance, its contact, exit button and the fire panel's input; where they are
 * fitted a bolt contact, two beams, a service key and a buzzer. A line that is not fitted is silent.
 *
 * The strike is fail-secure from the street and always mechanically free from inside: egress and
 * fire release are hard-wired, the software only observes them. What it can do is what stands here,
 * and none of it can hold the way out: `secure` takes back our own release and nothing else.
 * Power loss: secured, silent. Process death: the board's own pulse limit secures it within 10 s; on
 * GPIO gpioset's guard does at once, and 10 s after the last release() of a process that hangs (by
 * sysfs only a pulse timer in hardware does). No release is longer than 10 s unless it is given again;
 * a buzzer may sound on until the board is reset.
 * Hub loss: no change. After a reconnect the lock is secured before anything else.
 */
export interface DoorLines {
  release(): void
  secure(): void
  light(colour: DoorLight): void
  sound(sound: DoorSound): void
  /** False until the lines answer; then release() is ignored, never queued. */
  readonly connected: boolean
  listen(listener: (event: DoorLineEvent) => void): Unsubscribe
  close(): Promise<void>
}

/** A key of a reader's own keypad: `*` takes back, `#` ends. */
export type ReaderKey = `${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | '*' | '#'

export type CardReaderEvent =
  /** As `cardNumber` of the protocol has it: it says who, and proves nothing. */
  | { kind: 'card'; number: string }
  | { kind: 'key'; key: ReaderKey }
  /** Its case was opened, or it was torn from the wall; told at the first word too, if so. */
  | { kind: 'tamper'; on: boolean }
  | { kind: 'card-reader'; connected: boolean }

/** Reads who holds a card: barcode, NFC or OSDP. Power, process or hub loss: nothing is read. */
export interface CardReader {
  readonly connected: boolean
  listen(listener: (event: CardReaderEvent) => void): Unsubscribe
  close(): Promise<void>
}

/** What the memory of a tag turned out to be (ISO 28560-3). */
export type TagContent =
  | { kind: 'item'; id: string; owner: string | null; part: number; parts: number }
  | { kind: 'empty' }
  | { kind: 'patron-card' }
  | { kind: 'discarded' }
  | { kind: 'foreign' }
  | { kind: 'damaged' }

export type TagSeen = {
  /** 16 upper-case hex digits, most significant byte first, `E004…`. */
  uid: string
  /** Security byte as read; `null` when the tag did not tell. */
  afi: number | null
  content: TagContent
}

export type ItemReaderEvent =
  /** The whole set of tags in the field, after each change. */
  { kind: 'tags'; tags: readonly TagSeen[] } | { kind: 'item-reader'; connected: boolean }

export type AfiWritten =
  | { ok: true }
  /** `gone`: the tag left before the write was sent, so it still has its old value.
   *  `unverified`: the write was sent but could not be read back; the value is unknown. */
  | { ok: false; reason: 'gone' | 'unverified' | 'refused' | 'disconnected' }

/** Reads and secures item tags (ISO 15693). Power, process or hub loss: tags keep their value. */
export interface ItemReader {
  readonly connected: boolean
  listen(listener: (event: ItemReaderEvent) => void): Unsubscribe
  /** Writes the AFI and reads it back; ok only when the tag returned the new value. */
  writeAfi(uid: string, afi: number): Promise<AfiWritten>
  close(): Promise<void>
}

export type ChuteLight = 'ready' | 'working' | 'thanks' | 'attention' | 'dark'

export type ChuteBoardEvent =
  /** Broken = something is in the beam just inside the flap. */
  | { kind: 'beam'; broken: boolean }
  /** 0 empty … 1 full. */
  | { kind: 'bin'; bin: number; level: number }
  | { kind: 'board'; connected: boolean }

/**
 * Flap, beam, sorter and bin sensors of the return chute.
 * Power loss: a spring closes the flap. Process death or unplug: the flap stays where it is until
 * the board's own 10 s limit closes it; its state is unknown until reconnect. Hub loss: no change.
 */
export interface ChuteBoard {
  readonly connected: boolean
  openFlap(): void
  closeFlap(): void
  /** Turns the sorter towards bin 1…n. */
  sortTo(bin: number): void
  light(colour: ChuteLight): void
  listen(listener: (event: ChuteBoardEvent) => void): Unsubscribe
  close(): Promise<void>
}

/** A receipt as content; the printer driver lays it out and chooses the code page. */
export type Receipt = {
  branch: string
  /** Local date and time as printed, `19 nov 2026 17.42`. */
  when: string
  heading: string
  lines: readonly { text: string; right?: string }[]
  closing: readonly string[]
}

export type Printed =
  | { ok: true }
  | { ok: false; reason: 'paper-out' | 'cover-open' | 'offline' | 'disconnected' }

export type PrinterEvent =
  | { kind: 'printer'; connected: boolean }
  | { kind: 'paper'; state: 'ok' | 'near-end' | 'out' }

/** Prints, or says at once why not; nothing is printed later. Power or process loss: nothing. */
export interface ReceiptPrinter {
  readonly connected: boolean
  readonly paper: 'ok' | 'near-end' | 'out' | 'unknown'
  print(receipt: Receipt): Promise<Printed>
  listen(listener: (event: PrinterEvent) => void): Unsubscribe
  close(): Promise<void>
}

export type PremisesEvent =
  /** What the alarm panel says of itself. */
  { kind: 'armed'; on: boolean } | { kind: 'board'; connected: boolean }

/**
 * Lights and patrons' machines on relays that are at rest when lit and powered, and the intruder alarm's
 * panel: a pulse to arm, a pulse to disarm, and its word which of them it is.
 * Power loss, process death, unplug: lights and machines fall back to on, nothing is armed or disarmed,
 * and the panel stays as it is. Hub loss: no change. A broken feedback wire reads as armed, so that
 * nobody is let into a room that may be.
 */
export interface PremisesBoard {
  readonly connected: boolean
  lights(on: boolean): void
  machines(on: boolean): void
  /** Ignored while the board does not answer, never queued. */
  arm(): void
  disarm(): void
  listen(listener: (event: PremisesEvent) => void): Unsubscribe
  close(): Promise<void>
}
