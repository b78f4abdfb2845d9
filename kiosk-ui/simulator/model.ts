// What the page knows: the branch's last state, what one holds in the hand, what is open on the page.
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type {
  DeviceKey,
  Hand,
  SimulatedPiece,
  SimulatorState,
} from '../../device/simulator/protocol.ts'
import { follow, type Progress, UNTRIED } from './steps.ts'

/** Something one can point at in the picture. */
export const SPOTS = [
  'network',
  'exit',
  'counter',
  'sign',
  'fire',
  'door',
  'door-reader',
  'chute',
  'bins',
  'pad',
  'desk-reader',
  'printer',
] as const
export type Spot = (typeof SPOTS)[number]

export type Screen = 'door' | 'desk' | 'chute'
export type InHand = { kind: 'card'; number: string } | { kind: 'piece'; key: string }

/** Why nothing happened, said at the place where one tried. */
export type Remark = { spot: Spot; why: 'locked' | 'unplugged'; n: number }

export type Simulator = {
  state: ReadonlySignal<SimulatorState | null>
  reached: ReadonlySignal<boolean>
  progress: ReadonlySignal<Progress>
  inHand: Signal<InHand | null>
  /** The card that was held last: who one is. */
  lastCard: Signal<string | null>
  open: Signal<Spot | null>
  /** The right column: what is so, or a real screen. */
  side: Signal<'now' | Screen>
  large: Signal<boolean>
  remark: ReadonlySignal<Remark | null>
  /** Where a PIN is asked for just now. */
  pinAt: ReadonlySignal<'door' | 'desk' | null>
  /** What the simulated clock shows, ms since 1970 UTC; goes on between the states. */
  now: ReadonlySignal<number>
  /** Whole seconds since the lock was seen to be released; 0 when it is secured. */
  released: ReadonlySignal<number>
  /** Milliseconds since the newest message on the tape was seen. */
  heardAgo: ReadonlySignal<number>
  do(hand: Hand): void
  /** Pulls the door and lets go of it: it falls shut behind whoever came in. */
  comeIn(): void
  /** The door was pulled by somebody who will let go of it. */
  passing: ReadonlySignal<boolean>
  /** Puts what is in the hand there, when it belongs there; tells whether it did. */
  use(spot: Spot): boolean
  see(state: SimulatorState): void
  /** The browser's own clock goes on (`performance.now()`). */
  beat(at: number): void
  reach(yes: boolean): void
}

export const createSimulator = (send: (hand: Hand) => void): Simulator => {
  const state = signal<SimulatorState | null>(null)
  const reached = signal(false)
  const progress = signal(UNTRIED)
  const inHand = signal<InHand | null>(null)
  const lastCard = signal<string | null>(null)
  const passing = signal(false)
  const remark = signal<Remark | null>(null)
  const beat = signal(performance.now())
  const since = signal(beat.value)
  const heard = signal(beat.value)
  const releasedAt = signal<number | null>(null)
  const now = computed(() => {
    const clock = state.value?.clock
    if (clock === undefined) return 0
    return clock.now + Math.max(0, beat.value - since.value) * clock.speed
  })
  const released = computed(() =>
    releasedAt.value === null
      ? 0
      : Math.max(0, Math.floor((beat.value - releasedAt.value) / 1000)),
  )
  const pinAt = computed(() => {
    if (state.value?.shown.door === 'door.pin') return 'door'
    return state.value?.shown.desk === 'desk.pin' ? 'desk' : null
  })

  const act = (hand: Hand): void => {
    const now = state.value
    if (now !== null) {
      const why = hindrance(hand, now)
      remark.value = why === null ? null : { ...why, n: (remark.value?.n ?? 0) + 1 }
    }
    if (hand.do === 'open-door' || hand.do === 'close-door') passing.value = false
    if (hand.do === 'hold-card') lastCard.value = hand.number
    send(hand)
  }

  return {
    state,
    reached,
    progress,
    inHand,
    lastCard,
    open: signal(null),
    side: signal('now'),
    large: signal(false),
    remark,
    pinAt,
    now,
    released,
    heardAgo: computed(() => Math.max(0, beat.value - heard.value)),
    do: act,
    comeIn: () => {
      act({ do: 'open-door' })
      passing.value = true
    },
    passing,
    use: (spot) => {
      const held = inHand.value
      const hand = held === null ? null : handAt(held, spot)
      if (hand === null) return false
      inHand.value = null
      act(hand)
      return true
    },
    see: (next) =>
      batch(() => {
        const at = performance.now()
        const before = state.value
        if (before !== null) progress.value = follow(progress.value, before, next)
        if (newest(before) !== newest(next)) heard.value = at
        if (next.door.lock === 'secured') releasedAt.value = null
        else releasedAt.value ??= at
        since.value = at
        beat.value = at
        state.value = next
      }),
    beat: (at) => {
      beat.value = at
    },
    reach: (yes) => {
      reached.value = yes
    },
  }
}

const newest = (state: SimulatorState | null): number | undefined => state?.tape.at(-1)?.n

/** What putting something there does; null when it does not belong there. */
export const handAt = (held: InHand, spot: Spot): Hand | null => {
  if (held.kind === 'card') {
    if (spot === 'door-reader') return { do: 'hold-card', at: 'door', number: held.number }
    return spot === 'desk-reader'
      ? { do: 'hold-card', at: 'desk', number: held.number }
      : null
  }
  if (spot === 'pad') return { do: 'put-on-pad', key: held.key }
  return spot === 'chute' ? { do: 'drop-in-chute', key: held.key } : null
}

/** What takes a piece back into the bag from where it lies; null when it is there, or out
 *  of reach behind the flap. */
export const takeBack = (piece: SimulatedPiece): Hand | null => {
  const { at } = piece.place
  switch (at) {
    case 'bag':
    case 'tunnel':
      return null
    case 'pad':
      return { do: 'take-off-pad', key: piece.key }
    case 'mouth':
      return { do: 'take-from-mouth', key: piece.key }
    case 'bin':
      return { do: 'take-from-bin', key: piece.key }
  }
}

type Why = Omit<Remark, 'n'>

/** Why a hand will come to nothing, as far as the picture shows it. The branch decides. */
export const hindrance = (hand: Hand, state: SimulatorState): Why | null => {
  const unplugged = (device: DeviceKey, spot: Spot): Why | null =>
    state.plugged[device] ? null : { spot, why: 'unplugged' }
  if (hand.do === 'open-door' && state.door.bolt === 'thrown')
    return { spot: 'door', why: 'locked' }
  if (hand.do === 'hold-card')
    return hand.at === 'door'
      ? unplugged('door-card-reader', 'door-reader')
      : unplugged('desk-card-reader', 'desk-reader')
  if (hand.do === 'put-on-pad') return unplugged('desk-pad', 'pad')
  return hand.do === 'drop-in-chute' ? unplugged('chute-reader', 'chute') : null
}

export const allPieces = (state: SimulatorState): SimulatedPiece[] =>
  state.books.flatMap((book) => book.pieces)

/** The spots that take what is in the hand. */
export const placesFor = (held: InHand | null): readonly Spot[] => {
  if (held === null) return []
  return held.kind === 'card' ? ['door-reader', 'desk-reader'] : ['pad', 'chute']
}
