// Lays the messages out on a tape that moves left: the newest at the right, none upon another,
// none before an older one. Pauses are cut short, so that what was said last stays in sight.
import type { TapeEntry } from '../../device/simulator/protocol.ts'

export type Placed = {
  entry: TapeEntry
  text: string
  lane: TapeEntry['lane']
  x: number
  w: number
  /** From the ask's right edge to the answer's left edge; only on an ask that was answered. */
  link: { x: number; w: number } | null
}

export type Tape = {
  placed: readonly Placed[]
  /** Where the time of a message is written. */
  ticks: readonly { x: number; at: number; n: number }[]
}

export type TapeMeasure = {
  width: number
  /** Width of one letter of the fixed-pitch type. */
  letter: number
  /** Since the newest message was seen, in ms of the onlooker's own clock. */
  age: number
  say(entry: TapeEntry): string
}

const PAD = 11
const GAP = 10
/** Room for the line that joins an answer to its ask. */
const JOIN = 30
const PX_PER_MS = 0.03
/** The least and the most that two messages stand apart. */
const STEP = { least: 16, most: 90 }
const LEAD = 150
const TICK_EVERY = 150

type Lane = TapeEntry['lane']

/** Where what happened happened, as far as its kind tells. */
const LANE_OF_EVENT: Readonly<Record<string, Lane>> = {
  visit: 'door',
  'entry-refused': 'door',
  door: 'door',
  'door-trouble': 'door',
  counted: 'door',
  'tail-gate': 'door',
  fire: 'door',
  checkout: 'desk',
  'checkout-undone': 'desk',
  'checkout-refused': 'desk',
  paper: 'desk',
  bin: 'chute',
}

/** Both places take books in; it was where an item was asked about last. */
const EITHER = ['checkin', 'given-back']

/** The kiosk's rows stand where they happened; an acknowledgement stands with its rows. */
export const laneOf = (entry: TapeEntry, entries: readonly TapeEntry[]): Lane => {
  if (entry.lane !== 'kiosk') return entry.lane
  const before = entries.filter(({ n }) => n < entry.n)
  if (entry.channel === 'event') {
    if (!EITHER.includes(entry.what)) return LANE_OF_EVENT[entry.what] ?? entry.lane
    return before.findLast(({ what }) => what === 'item')?.lane ?? entry.lane
  }
  if (entry.channel !== 'ack') return entry.lane
  const rows = before.findLast(
    ({ channel, last }) => channel === 'event' && (last ?? 0) <= (entry.last ?? 0),
  )
  return rows === undefined ? entry.lane : laneOf(rows, entries)
}

const answerTo = (ask: TapeEntry, entries: readonly TapeEntry[]): TapeEntry | undefined =>
  ask.channel === 'ask' && ask.id !== undefined
    ? entries.find((one) => one.channel === 'answer' && one.id === ask.id)
    : undefined

/** Places entries (oldest first) from the right; those past the left edge are left out. */
export const layTape = (entries: readonly TapeEntry[], measure: TapeMeasure): Tape => {
  const placed: Placed[] = []
  const free = new Map<Lane, number>()
  const at = new Map<number, Placed>()
  const lead = Math.min(LEAD, Math.max(0, measure.age) * PX_PER_MS)
  let later: Placed | undefined
  for (const entry of entries.toReversed()) {
    const text = measure.say(entry)
    const w = Math.ceil(text.length * measure.letter) + 2 * PAD
    const lane = laneOf(entry, entries)
    const answer = at.get(answerTo(entry, entries)?.n ?? -1)
    const limit = Math.min(
      (free.get(lane) ?? Number.POSITIVE_INFINITY) - GAP,
      answer === undefined ? Number.POSITIVE_INFINITY : answer.x - JOIN,
    )
    const byTime =
      later === undefined ? measure.width - GAP - w - lead : later.x - apart(entry, later)
    const x = Math.min(byTime, limit - w)
    if (x + w < 0) break
    const link =
      answer === undefined ? null : { x: x + w, w: Math.max(0, answer.x - x - w) }
    later = { entry, text, lane, x, w, link }
    placed.unshift(later)
    at.set(entry.n, later)
    free.set(lane, x)
  }
  return { placed, ticks: ticksOf(placed) }
}

const apart = (entry: TapeEntry, later: Placed): number =>
  Math.min(STEP.most, Math.max(STEP.least, (later.entry.at - entry.at) * PX_PER_MS))

/** Room for a time of day, which must not lie under a message of the kiosk's own lane. */
const TICK_WIDE = 76

const ticksOf = (placed: readonly Placed[]): Tape['ticks'] => {
  const taken = placed.filter(({ lane }) => lane === 'kiosk')
  const isFree = (x: number): boolean =>
    taken.every((pill) => pill.x > x + TICK_WIDE || pill.x + pill.w < x)
  const ticks: { x: number; at: number; n: number }[] = []
  for (const { x, entry } of placed) {
    const last = ticks.at(-1)
    const isFar =
      last === undefined || (x - last.x >= TICK_EVERY && entry.at - last.at >= 1000)
    if (x >= 0 && isFree(x) && isFar) ticks.push({ x, at: entry.at, n: entry.n })
  }
  return ticks
}
