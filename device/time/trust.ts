// Which time it is here, and whether anybody may rely on it. Three witnesses: the hub's sealed answers, the
// machine's clock when something sets it by the network, and a clock chip with a battery. Pure: wall
// clocks are read by others and told as events, beside ms that only go forward.

/** How the machine's clock is kept, as far as the system says. */
export type Kept = {
  /** Set by the network (NTP) since the machine started. */
  synchronized: boolean
  /** There is a clock chip, so that it did not begin in 1970. */
  chip: boolean
}

export type TimeState = {
  /** Never before this, ms since 1970 UTC: it was later already. */
  floor: number
  /** What is relied on: wall time at `mono` 0, and by how much it may be wrong at `mono` `since`. */
  held: Held | null
  /** The machine's clock as it was seen last. */
  seen: { wall: number; mono: number } | null
  /** The machine's clock has leapt while it was relied on; only the hub can say that it is right. */
  doubted: boolean
  /** The floor as it was written last. */
  written: number
}

export type Held = { zero: number; wrongMs: number; since: number; by: 'hub' | 'system' }

export type TimeEvent =
  | ({ kind: 'look'; wall: number; mono: number } & Kept)
  /** It was `at` by the hub at some instant between `asked` and `heard`. */
  | { kind: 'hub'; at: number; asked: number; heard: number }

export type TimeEffect =
  /** Written durably: it is later than this. */
  | { kind: 'floor'; at: number }
  /** Whether it may be relied on has changed. */
  | { kind: 'trusted'; trusted: boolean }
  /** The machine's clock leapt by so much, ms; what is relied on did not. */
  | { kind: 'leapt'; byMs: number }

export type TimeStep = { state: TimeState; effects: readonly TimeEffect[] }

/** No clock is right that shows an earlier time: this program is of a later one. */
export const EARLIEST = Date.UTC(2026, 0, 1)

/** Two clocks that differ by less say the same; opening hours are in minutes. */
export const LEAP_MS = 5 * 60_000
/** What is held longer than it is right within this is relied on no more. */
const MOST_WRONG_MS = 2 * 60_000
/** A cheap crystal in the cold: 200 ppm. */
const DRIFT = 200e-6
/** A clock chip is believed so far beyond what was known last: a dead battery may leave it anywhere. */
const CHIP_REACH_MS = 366 * 24 * 60 * 60_000
/** A disk wears by writing. */
const WRITE_EACH_MS = 60 * 60_000

export const initialTime = (floor: number): TimeState => ({
  floor: Math.max(floor, EARLIEST),
  held: null,
  seen: null,
  doubted: false,
  written: floor,
})

/** ms since 1970 UTC at `mono`: what is relied on, else the machine's clock, never before the floor. */
export const timeAt = ({ held, seen, floor }: TimeState, mono: number): number => {
  if (held !== null) return Math.round(held.zero + mono)
  const wall = seen === null ? floor : seen.wall + (mono - seen.mono)
  return Math.round(Math.max(floor, wall))
}

/** By how much what is held may be wrong at `mono`, ms. */
const wrongAt = ({ wrongMs, since }: Held, mono: number): number =>
  wrongMs + Math.max(0, mono - since) * DRIFT

export const isTrusted = ({ held }: TimeState, mono: number): boolean =>
  held !== null && wrongAt(held, mono) <= MOST_WRONG_MS

export const next = (state: TimeState, event: TimeEvent): TimeStep => {
  const mono = event.kind === 'look' ? event.mono : event.heard
  const before = state.held !== null
  const told = event.kind === 'look' ? looked(state, event) : hubSaid(state, event)
  const after = withoutStale(told.state, mono)
  const trusted = after.held !== null
  return withFloor(
    {
      state: after,
      effects: [
        ...told.effects,
        ...(trusted === before ? [] : [{ kind: 'trusted', trusted } as const]),
      ],
    },
    mono,
  )
}

/** The hub's word counts over the machine's clock: it is sealed, and NTP is not. */
const hubSaid = (
  state: TimeState,
  { at, asked, heard }: Extract<TimeEvent, { kind: 'hub' }>,
): TimeStep => {
  const wrongMs = Math.max(0, heard - asked)
  const held: Held = { zero: at - heard + wrongMs / 2, wrongMs, since: heard, by: 'hub' }
  const isNear = state.seen !== null && Math.abs(wallOff(state.seen, held)) <= LEAP_MS
  return { state: { ...state, held, doubted: state.doubted && !isNear }, effects: [] }
}

const wallOff = (seen: NonNullable<TimeState['seen']>, { zero }: Held): number =>
  seen.wall - (zero + seen.mono)

const looked = (
  state: TimeState,
  { wall, mono, synchronized, chip }: Extract<TimeEvent, { kind: 'look' }>,
): TimeStep => {
  const seen = { wall, mono }
  const leap = state.seen === null ? 0 : wall - state.seen.wall - (mono - state.seen.mono)
  const hasLeapt = state.held !== null && Math.abs(leap) > LEAP_MS
  const now: TimeState = { ...state, seen, doubted: state.doubted || hasLeapt }
  const effects: TimeEffect[] = hasLeapt ? [{ kind: 'leapt', byMs: Math.round(leap) }] : []
  const isKept = synchronized || (chip && wall <= state.floor + CHIP_REACH_MS)
  const isNear = state.held === null || Math.abs(wallOff(seen, state.held)) <= LEAP_MS
  // One that leapt, or contradicts the hub, is not followed, whoever set it.
  const isPast = wall < state.floor - (state.held === null ? 0 : LEAP_MS)
  if (!isKept || isPast || now.doubted || !isNear) return { state: now, effects }
  const held: Held = { zero: wall - mono, wrongMs: 0, since: mono, by: 'system' }
  return { state: { ...now, held }, effects }
}

/** What nobody has confirmed for days. */
const withoutStale = (state: TimeState, mono: number): TimeState =>
  isTrusted(state, mono) ? state : { ...state, held: null }

/** Rises with what is relied on, and is written once an hour. */
const withFloor = ({ state, effects }: TimeStep, mono: number): TimeStep => {
  if (state.held === null) return { state, effects }
  const now = timeAt(state, mono)
  const floor = Math.max(state.floor, now)
  if (now < state.written + WRITE_EACH_MS) return { state: { ...state, floor }, effects }
  const written: TimeEffect = { kind: 'floor', at: now }
  return { state: { ...state, floor, written: now }, effects: [...effects, written] }
}
