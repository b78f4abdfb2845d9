// What happens next: of everything that could, the seed picks one. Then the world comes to rest, and
// what must always be so is looked at.
import type { Chance } from '../support/chance.ts'
import { FAULTS } from './faults.ts'
import { inLife } from './life.ts'
import type { Wire } from './network.ts'
import { kindOf, publishIn } from './packets.ts'
import { advance, elapsed, fireNext, nextDue } from './time.ts'
import { hold, mayBeTold, quiet } from './work.ts'
import type { KioskNode, Node, World } from './world.ts'

type Happening = { weight: number; happen(): Promise<void> | void }

/** Of one seed: which faults there are, and how often. */
export type Weather = { faults: readonly string[]; oneIn: number }

/** Not every seed has every fault: some bugs hide behind others. */
export const weatherOf = (chance: Chance): Weather => {
  const kinds = Object.keys(FAULTS)
  const faults = chance.shuffle(kinds).slice(0, 2 + chance.below(kinds.length - 1))
  return { faults, oneIn: chance.pick([40, 100, 250]) }
}

/** How long a step takes, ms: mostly nothing. */
const STEP_MS = [0, 0, 0.1, 0.4, 1, 3] as const
const BUSY = 20
/** How seldom the clock overtakes what could be done at once: a slow machine, a slow line. */
const LATE = 1

const happenings = (world: World): Happening[] => {
  const { chance, trace, network, broker } = world
  const told = mayBeTold().map(({ who, what, tell }) => ({
    weight: BUSY,
    happen: () => {
      trace.tell(who, what)
      tell()
    },
  }))
  const dialled = network.dialled().map((connection) => ({
    weight: BUSY,
    happen: () => {
      const { life, now } = broker
      const listening = life && now ? { life, handle: now.handle } : undefined
      trace.tell(connection.name, listening === undefined ? 'nobody there' : 'is taken')
      network.accept(connection, listening)
    },
  }))
  const wires = network.pending().map((wire) => ({
    weight: BUSY,
    happen: () => arrive(world, wire, chance),
  }))
  const busy = [...told, ...dialled, ...wires]
  const due = nextDue()
  if (due === undefined) return busy
  const isDue = due <= elapsed()
  const weight = isDue || busy.length === 0 ? BUSY : LATE
  return [...busy, { weight, happen: () => trace.tell('timer', fireNext()) }]
}

const arrive = ({ trace, network }: World, wire: Wire, chance: Chance): void => {
  const [first] = wire.packets
  const what = first === undefined ? 'ends' : wire.isBegun ? 'rest' : describe(first)
  const isSplit = first !== undefined && first.length > 1 && chance.below(12) === 0
  const bytes = isSplit ? 1 + chance.below(first.length - 1) : undefined
  trace.tell(wire.name, bytes === undefined ? what : `${what}, ${bytes} bytes of it`)
  network.deliver(wire, bytes)
}

const describe = (packet: Buffer): string => {
  const publish = publishIn(packet)
  const about =
    publish === undefined ? '' : ` ${publish.topic.split('/').slice(4).join(' ')}`
  return `${kindOf(packet)}${about} ${packet.length}`
}

const pickOf = (all: readonly Happening[], chance: Chance): Happening | undefined => {
  let left = chance.below(all.reduce((sum, { weight }) => sum + weight, 0) || 1)
  return all.find(({ weight }) => {
    left -= weight
    return left < 0
  })
}

/** One step. False when nothing at all can happen any more. */
export const step = async (world: World): Promise<boolean> => {
  const { chance } = world
  const next = pickOf(happenings(world), chance)
  if (next === undefined) return false
  advance(chance.pick(STEP_MS))
  await next.happen()
  await quiet()
  await world.check()
  return true
}

export const strike = async (world: World, { faults }: Weather): Promise<void> => {
  const name = world.chance.pick(faults)
  const did = await FAULTS[name]?.(world)
  if (did === undefined) return
  world.trace.tell(`fault ${name}`, did)
  await quiet()
  await world.check()
}

const RESTART_MS = [50, 400, 3000, 15_000] as const

/** Starts whatever is down, after a while, for as long as `isOn`. */
export const keepAlive = (world: World, node: Node<unknown>, isOn: () => boolean): void => {
  const look = async (): Promise<void> => {
    if (node.hasFailed) await world.kill(node, 'fin')
    if (node.life === undefined && isOn()) world.start(node)
  }
  const again = (): void => {
    setTimeout(() => hold(look().then(again)), world.chance.pick(RESTART_MS))
  }
  again()
}

/** People come and go at a kiosk for as long as `isOn`. */
export const visit = (world: World, kiosk: KioskNode, isOn: () => boolean): void => {
  const { chance, trace } = world
  const act = (place: string, gesture: () => string): void => {
    if (kiosk.life === undefined || kiosk.now === undefined) return
    trace.tell(`${kiosk.name} ${place}`, inLife(kiosk.life, gesture))
  }
  const at = (place: string, most: number, gesture: () => string): void => {
    if (!isOn()) return
    setTimeout(() => {
      act(place, gesture)
      at(place, most, gesture)
    }, chance.below(most))
  }
  at('door', 4000, kiosk.patron.atDoor)
  at('desk', 2000, kiosk.patron.atDesk)
}
