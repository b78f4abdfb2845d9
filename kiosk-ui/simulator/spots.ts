// The hotspots: what they point at, where their sign stands, and what the sign says just now.
import {
  BookDown,
  BookUp,
  DoorOpen,
  Flame,
  type IconNode,
  LogOut,
  Monitor,
  Nfc,
  Package,
  RadioTower,
  ReceiptText,
  Users,
} from 'lucide'
import type { SimulatedCard, SimulatorState } from '../../device/simulator/protocol.ts'
import type { Spot } from './model.ts'
import { STATION } from './plan.ts'
import { ownerOf, say } from './words.ts'

/** `x`, `y`: the edge of the thing; `at`: the middle of its sign. Leaders are upright. */
export type Hotspot = {
  x: number
  y: number
  at: readonly [number, number]
  icon: IconNode
  /** The middle of its open sheet, beside the thing rather than over it. */
  sheet: number
}

const station = (units: number): number => STATION.x + (units * STATION.s) / 100

const HIGH_ROW = 158
const LOW_ROW = 204
const NEAR_ROW = 584
const FAR_ROW = 628

export const HOTSPOTS: Record<Spot, Hotspot> = {
  network: { x: 398, y: 58, at: [398, 22], sheet: 398, icon: RadioTower },
  exit: { x: 674, y: 350, at: [652, LOW_ROW], sheet: 470, icon: LogOut },
  counter: { x: 712, y: 276, at: [726, HIGH_ROW], sheet: 860, icon: Users },
  sign: { x: 966, y: 292, at: [914, LOW_ROW], sheet: 700, icon: Monitor },
  fire: { x: 1072, y: 398, at: [1058, HIGH_ROW], sheet: 1300, icon: Flame },
  door: { x: 343, y: 524, at: [316, NEAR_ROW], sheet: 90, icon: DoorOpen },
  'door-reader': { x: 474, y: 452, at: [450, FAR_ROW], sheet: 160, icon: Nfc },
  chute: { x: 548, y: 458, at: [556, NEAR_ROW], sheet: 780, icon: BookDown },
  bins: { x: 641, y: 506, at: [690, FAR_ROW], sheet: 930, icon: Package },
  pad: { x: station(28), y: 482, at: [850, NEAR_ROW], sheet: 650, icon: BookUp },
  'desk-reader': { x: station(109), y: 462, at: [980, FAR_ROW], sheet: 690, icon: Nfc },
  printer: { x: station(135), y: 470, at: [1088, NEAR_ROW], sheet: 780, icon: ReceiptText },
}

const percent = (level: number): string =>
  say('percent', { level: String(Math.round(level * 100)) })

/** What is on the sign after the name. `seconds` since the lock was released. */
export const stateOf = (spot: Spot, state: SimulatorState, seconds: number): string => {
  const { plugged, door, chute, network, printer } = state
  switch (spot) {
    case 'network':
      return networkText(network)
    case 'exit':
      return say(door.stuck ? 'state-exit-stuck' : 'state-exit')
    case 'counter':
      return door.blocked
        ? say('state-beam-blocked')
        : say('inside-pill', { count: state.inside })
    case 'sign':
      if (door.fire) return say('sign-evacuate')
      return say(`opening-${state.opening.name}`)
    case 'fire':
      return say(door.fire ? 'state-fire-on' : 'state-fire-off')
    case 'door':
      return doorText(state, seconds)
    case 'door-reader':
      return plugged['door-card-reader']
        ? say(`light-${door.light}`)
        : say('state-unplugged')
    case 'chute':
      return chute.jammed ? say('flap-jammed') : say(`flap-${chute.flap}`)
    case 'bins':
      return chute.bins.map(({ level }) => percent(level)).join(' · ')
    case 'pad':
      return plugged['desk-pad'] ? booksText(state) : say('state-unplugged')
    case 'desk-reader':
      return say(plugged['desk-card-reader'] ? 'state-reader-ready' : 'state-unplugged')
    case 'printer':
      if (!plugged['desk-printer']) return say('state-unplugged')
      return printer.printing ? say('state-printing') : say(`state-paper-${printer.paper}`)
  }
}

/** Holding a card, in words; a card we do not know bears no name. */
export const holdWord = (card: SimulatedCard | undefined): string =>
  card === undefined || card.name === ''
    ? say('do-hold-unknown')
    : say('do-hold', { owner: ownerOf(card.name) })

/** Round trip to the hub, or why there is none. */
export const networkText = (network: SimulatorState['network']): string => {
  if (!network.connected) return say('network-cut')
  if (!network.online) return say('network-silent')
  return network.lastAnswerMs === null
    ? say('network-ready')
    : say('network-ms', { ms: String(Math.round(network.lastAnswerMs)) })
}

/** Locked, released for so long, or open. */
export const lockText = (state: SimulatorState, seconds: number): string => {
  if (!state.plugged['door-board']) return say('lock-unknown')
  if (state.door.jammed) return say('lock-jammed')
  return state.door.lock === 'released'
    ? say('lock-released', { seconds: String(seconds) })
    : say('lock-secured')
}

const doorText = (state: SimulatorState, seconds: number): string =>
  state.door.open ? say('contact-open') : lockText(state, seconds)

const booksText = (state: SimulatorState): string =>
  say('state-books', {
    count: state.books.filter((book) => book.pieces.some(({ place }) => place.at === 'pad'))
      .length,
  })

export const levelText = percent
