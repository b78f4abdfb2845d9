// A simulated NFC reader with a PN532: asleep until it is roused, as slow to forget a card it has
// read as a real one is, and able to garble, hang and answer late.
import {
  type CardFound,
  decodePn532Command,
  encodePn532Answer,
  type Pn532Answer,
  type Pn532Command,
} from '../wire/pn532.ts'
import {
  createPn532Splitter,
  encodePn532Frame,
  type Pn532Data,
  type Pn532Frame,
} from '../wire/pn532-frame.ts'
import type { ByteDevice } from './wires.ts'

export type Pn532Device = ByteDevice & {
  /** Holds a card to it, or takes it away; by its UID. */
  put(card: CardFound): void
  take(uid: Uint8Array): void
  /** Called with each whole command, after it was obeyed. */
  onCommand: ((command: Pn532Command) => void) | undefined
  /** A chip that hears and says nothing until this is false again. */
  hung: boolean
  /** So many answers leave it with a wrong check sum; it says them right when asked again. */
  garbled: number
}

const ROUSE = 0x55
const VERSION = {
  kind: 'firmware-version',
  ic: 0x32,
  version: 1,
  revision: 6,
  support: 7,
} as const
/** Looks until there is a card. */
const FOR_EVER = 0xff

export const createPn532Device = (): Pn532Device => {
  const near = new Map<string, CardFound>()
  let splitter = createPn532Splitter()
  let send: ((bytes: Uint8Array) => void) | undefined
  let isAwake = false
  let tries = FOR_EVER
  /** Cards that were read answer again only after the field was off. */
  const read = new Set<string>()
  let last: Uint8Array | undefined
  let looking: Extract<Pn532Command, { kind: 'cards' }> | undefined

  const say = (frame: Pn532Frame): void => send?.(encodePn532Frame(frame))

  const answer = (said: Pn532Answer): void => {
    last = encodePn532Frame(encodePn532Answer(said))
    const isGarbled = device.garbled > 0
    if (isGarbled) device.garbled -= 1
    send?.(isGarbled ? spoilt(last) : last)
  }

  const look = (command: NonNullable<typeof looking>): void => {
    const found = [...near].filter(([key]) => !read.has(key)).slice(0, command.most)
    looking = found.length === 0 && tries === FOR_EVER ? command : undefined
    if (looking !== undefined) return
    for (const [key] of found) read.add(key)
    answer({ kind: 'cards', cards: found.map(([, card]) => card) })
  }

  const obey = (command: Pn532Command): void => {
    if (command.kind === 'tries') tries = command.tries
    if (command.kind === 'field' && !command.on) read.clear()
    if (command.kind === 'cards') look(command)
    else if (command.kind === 'firmware-version') answer(VERSION)
    else answer({ kind: command.kind })
  }

  const hear = (frame: Pn532Frame): void => {
    if (frame.kind === 'ack') looking = undefined
    if (frame.kind === 'nack' && last !== undefined) send?.(last)
    if (frame.kind === 'data') asked(frame)
  }

  const asked = (frame: Pn532Data): void => {
    const decoded = decodePn532Command(frame)
    looking = undefined
    say({ kind: decoded.ok ? 'ack' : 'error' })
    if (!decoded.ok) return
    obey(decoded.command)
    device.onCommand?.(decoded.command)
  }

  const powerUp = (): void => {
    splitter = createPn532Splitter()
    isAwake = false
    tries = FOR_EVER
    read.clear()
    last = undefined
    looking = undefined
  }

  const device: Pn532Device = {
    plugged: (to) => {
      send = to
      powerUp()
    },
    receive: (bytes) => {
      isAwake ||= bytes.includes(ROUSE)
      if (device.hung || !isAwake) return
      for (const frame of splitter.push(bytes)) hear(frame)
    },
    unplugged: () => {
      send = undefined
    },
    put: (card) => {
      near.set(keyOf(card.uid), card)
      if (looking !== undefined) look(looking)
    },
    take: (uid) => {
      near.delete(keyOf(uid))
      read.delete(keyOf(uid))
    },
    onCommand: undefined,
    hung: false,
    garbled: 0,
  }
  return device
}

const keyOf = (uid: Uint8Array): string => Buffer.from(uid).toString('hex')

/** The check sum before the last zero turned. */
const spoilt = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - 2 ? byte ^ 0xff : byte))
