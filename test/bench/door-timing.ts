// `door-timing`: from the PIN to the red light and to the screen at a real door, for cards that are unknown,
// have another PIN, are blocked, or whose holder is too young; against what chance alone makes of the same times.
import { DOOR_PINS } from '../../device/drivers/board-pins.ts'
import { UNKNOWN_CARD } from '../../provisioning/demo/collection.ts'
import { AINO, PIN } from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import type { ScreenClient } from '../support/screen.ts'
import { shuffledSpreads, spreadOf } from './alike.ts'
import { type Metric, progress, quantile } from './report.ts'

const KINDS = [
  { reason: 'unknown-card', card: UNKNOWN_CARD, pin: PIN },
  { reason: 'wrong-pin', card: AINO, pin: '1357' },
  { reason: 'blocked', card: '21080000000056', pin: PIN },
  { reason: 'under-age', card: '21080000000049', pin: PIN },
] as const
type Reason = (typeof KINDS)[number]['reason']

/** Of each kind, after the first on code that is still cold. */
const TRIALS = Number(process.env.B24_BENCH_TRIALS ?? 1000)
const WARM = 10
const SHUFFLES = 1000
/** What chance stays below 99 times of 100. */
const NOISE = 0.99
/** So many rounds, of two mistakes each, are compared before the reader is past its budget. */
const ROUNDS_A_WINDOW = 4
const WINDOW_MINUTES = 16
const WINDOWS_AN_EVENING = 8

/** Evenings when nobody works there: only then is age asked for. */
const instantOf = (window: number): string => {
  const day = Math.floor(window / WINDOWS_AN_EVENING)
  const minutes = (window % WINDOWS_AN_EVENING) * WINDOW_MINUTES
  const first = Date.parse('2026-11-19T19:42:00+01:00')
  return new Date(first + day * 24 * 60 * 60_000 + minutes * 60_000).toISOString()
}

/** ms from the PIN to what can be seen. */
type Seen = { light: number; screen: number }

/** Kinds come in rounds, in another order each time: what the machine does besides falls on all alike. */
export const doorTiming = async (): Promise<readonly Metric[]> => {
  await using house = await openHouse({ beside: true })
  const rounds = await manyRounds(house)
  return (['light', 'screen'] as const).flatMap((what) =>
    metricsOf(
      what,
      rounds.map((round) => KINDS.map(({ reason }) => round[reason][what])),
    ),
  )
}

const metricsOf = (what: string, rounds: readonly (readonly number[])[]): Metric[] => {
  const row = 'door-timing'
  const of = (n: number) => rounds.map((round) => round[n] ?? Number.NaN)
  const medians = KINDS.map(({ reason }, n) => ({
    row,
    metric: `${what}-${reason}-p50`,
    value: quantile(of(n), 0.5),
    unit: 'ms',
  }))
  const chance = shuffledSpreads(rounds, SHUFFLES)
  const told = (name: 'medians' | 'ranks', unit: string): Metric[] => {
    const value = spreadOf(rounds)[name]
    const noise = quantile(
      chance.map((one) => one[name]),
      NOISE,
    )
    return [
      { row, metric: `${what}-noise-${name}`, value: noise, unit },
      { row, metric: `${what}-spread-${name}`, value, unit, ratio: value / noise, goal: 1 },
    ]
  }
  return [...medians, ...told('medians', 'ms'), ...told('ranks', 'share')]
}

type Round = Record<Reason, Seen>

const manyRounds = async (house: House): Promise<Round[]> => {
  const screen = await house.screen('door')
  const records = hubRecords(house)
  const rounds: Round[] = []
  for (let n = 0; n < WARM + TRIALS; n++) {
    if (n % 50 === 0) {
      progress(`door-timing: ${n} of ${WARM + TRIALS} rounds`)
      // Journal rows travel behind the answers: looked at often, they never lag far.
      await records.has('each refused for its own reason', refusedAlike(n))
    }
    if (n % ROUNDS_A_WINDOW === 0) await house.visitAt(instantOf(n / ROUNDS_A_WINDOW))
    rounds.push(await oneRound(house, screen, rounds.at(-1)))
  }
  await hubRecords(house).has(
    'each refused for its own reason',
    refusedAlike(rounds.length),
  )
  await screen.close()
  return rounds.slice(WARM)
}

/** A reader reads a card once that is held to it twice in a row: no round begins with the last one's. */
const oneRound = async (
  house: House,
  screen: ScreenClient,
  before: Round | undefined,
): Promise<Round> => {
  const last = before && Object.keys(before).at(-1)
  let order = inAnyOrder(KINDS)
  while (order[0]?.reason === last) order = inAnyOrder(KINDS)
  const seen = new Map<Reason, Seen>()
  for (const kind of order) seen.set(kind.reason, await trial(house, screen, kind))
  return Object.fromEntries(seen) as Round
}

const inAnyOrder = <T>(all: readonly T[]): readonly T[] =>
  all
    .map((one) => ({ one, by: Math.random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one)

/** Else it would be the time of being locked out, or of a closed door, that is compared. */
const refusedAlike = (times: number) => (rows: readonly InboxRow[]) =>
  KINDS.every(
    ({ reason }) =>
      rows.filter(({ body }) => body?.includes(`"${reason}"`)).length === times,
  )

const trial = async (
  { branch }: House,
  screen: ScreenClient,
  { card, pin }: (typeof KINDS)[number],
): Promise<Seen> => {
  await screen.shows('door.ready')
  await branch.hand({ do: 'hold-card', at: 'door', number: card })
  await screen.shows('door.pin')
  const lit = redLight(branch)
  const typed = performance.now()
  screen.send({ do: 'pin', digits: pin })
  const shown = screen.shows('door.refused').then(() => performance.now())
  const [light, screenAt] = await Promise.all([lit, shown])
  screen.send({ do: 'back' })
  return { light: light - typed, screen: screenAt - typed }
}

/** When the board at the far end has read the command. */
const redLight = ({ devices }: House['branch']): Promise<number> =>
  new Promise((resolve) => {
    const { board } = devices.door
    const leave = board.onPin(() => {
      if (board.output(DOOR_PINS.lights.no) !== 1) return
      leave()
      resolve(performance.now())
    })
  })
