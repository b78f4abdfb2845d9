// One run: the world for so many steps in the weather of its seed; then everything is mended, and
// must come to rest in agreement.
import { chanceOf } from '../support/chance.ts'
import { disagreements, type HubState, LOANS, ODD, PLACES } from './agreement.ts'
import { lookAt } from './disk.ts'
import { MUTANTS } from './mutants.ts'
import type { InboxRow } from './records.ts'
import { keepAlive, step, strike, visit, type Weather, weatherOf } from './scheduler.ts'
import { elapsed } from './time.ts'
import { createTrace, type Trace } from './trace.ts'
import { quiet } from './work.ts'
import { createWorld, type World } from './world.ts'

export type RunOptions = {
  seed: number
  steps: number
  kiosks: number
  mutant?: string | undefined
  print?: ((line: string) => void) | undefined
}

export type Ran = {
  seed: number
  violations: readonly string[]
  /** Step at which it ended. */
  steps: number
  hash: string
  last: readonly string[]
  weather: Weather
  facts: number
  unlocks: number
  /** Simulated time, ms. */
  elapsed: number
}

/** Steps within which a mended world must come to rest. */
const MOST_AFTER = 60_000
const LOOK_EACH = 50

let thrown: ((error: unknown) => void) | undefined
process.on('uncaughtException', (error) => {
  if (thrown === undefined) throw error
  thrown(error)
})

export const simulate = async (options: RunOptions): Promise<Ran> => {
  const { seed, kiosks } = options
  const trace = createTrace(options.print)
  const mutant = MUTANTS[options.mutant ?? ''] ?? {}
  const weather = weatherOf(chanceOf(seed ^ 0x77ea))
  const world = await createWorld({ seed, kiosks, trace, mutant })
  thrown = (error) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    world.violations.push(`nobody caught: ${reason}`)
  }
  let steps = 0
  try {
    steps = await badDays(world, weather, options.steps)
    if (world.violations.length === 0) steps += await goodDays(world)
  } finally {
    await world.end()
    thrown = undefined
  }
  return resultOf(world, trace, { seed, steps, weather })
}

const resultOf = (
  { violations, ledger }: World,
  trace: Trace,
  about: Pick<Ran, 'seed' | 'steps' | 'weather'>,
): Ran => ({
  ...about,
  violations,
  hash: trace.hash(),
  last: trace.last,
  facts: ledger.rows.length,
  unlocks: ledger.unlocks,
  elapsed: elapsed(),
})

const isWell = ({ violations }: World): boolean => violations.length === 0

const badDays = async (world: World, weather: Weather, most: number): Promise<number> => {
  const { chance } = world
  let isOn = true
  const on = (): boolean => isOn
  for (const node of world.nodes) {
    world.start(node)
    keepAlive(world, node, on)
  }
  for (const kiosk of world.kiosks) visit(world, kiosk, on)
  await quiet()
  let steps = 0
  for (; steps < most && isWell(world); steps += 1) {
    await step(world)
    if (isWell(world) && chance.below(weather.oneIn) === 0) await strike(world, weather)
  }
  isOn = false
  return steps
}

/** Everything is mended and started anew, as by whoever was sent there. */
const goodDays = async (world: World): Promise<number> => {
  world.trace.tell('world', 'is mended')
  for (const node of world.nodes.toReversed()) await world.kill(node, 'fin')
  for (const node of world.nodes) {
    world.start(node)
    keepAlive(world, node, () => true)
  }
  await quiet()
  let steps = 0
  for (; steps < MOST_AFTER && isWell(world); steps += 1) {
    await step(world)
    if (steps % LOOK_EACH === LOOK_EACH - 1 && (await isAtRest(world))) {
      await agree(world)
      return steps + (await idleTime(world))
    }
  }
  if (isWell(world)) world.violations.push(`no rest: ${await whyNot(world)}`)
  return steps
}

/** Three heartbeats and a bit. */
const IDLE_MS = 100_000
const HEARD_WITHIN_MS = 35_000

/** Nobody does anything: the kiosks must still be heard of. */
const idleTime = async (world: World): Promise<number> => {
  const until = elapsed() + IDLE_MS
  let steps = 0
  for (; elapsed() < until && isWell(world); steps += 1) await step(world)
  for (const { name } of world.kiosks) {
    const silence = Date.now() - (world.hub.now?.presence.lastHeard(name) ?? 0)
    if (silence > HEARD_WITHIN_MS) world.violations.push(`${name} is silent`)
  }
  return steps
}

const isAtRest = async (world: World): Promise<boolean> => (await whyNot(world)) === ''

const whyNot = async (world: World): Promise<string> => {
  const { hub, kiosks } = world
  const { presence } = hub.now ?? {}
  const why: string[] = []
  if (presence === undefined) why.push('the hub is down')
  for (const { name, now, life } of kiosks) {
    const look = life && lookAt(life, 'journal.sqlite')
    const [left] =
      (await look?.read<{ rows: number; notes: number }>(LEFT).catch(() => [])) ?? []
    if (now === undefined) why.push(`${name} is down`)
    else if (!now.link.online) why.push(`${name} is not online`)
    if (presence?.isOnline(name) === false) why.push(`${name} is not seen at the hub`)
    if (left === undefined || left.rows > 0) why.push(`${name} has rows left`)
    if (left === undefined || left.notes > 0) why.push(`${name} has notes left`)
  }
  return why.join(', ')
}

const LEFT = `select (select count(*) from event) as rows,
  (select count(*) from unfinished) as notes`

const agree = async ({ hub, kiosks, ledger, violations }: World): Promise<void> => {
  const look = hub.life && lookAt(hub.life, 'hub.sqlite')
  if (look === undefined) return
  const state: HubState = {
    inbox: await look.read<InboxRow>('select * from inbox order by kiosk, epoch, seq'),
    loans: await look.read(LOANS),
    places: await look.read(PLACES),
    odd: await look.read(ODD),
  }
  const books = kiosks.flatMap(({ hands }) => hands.books)
  const secured = kiosks[0]?.hands.security.secured ?? 0
  violations.push(...disagreements(state, ledger.rows, books, secured))
}
