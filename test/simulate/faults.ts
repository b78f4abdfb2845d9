// What goes wrong. Each fault looks for something that it can strike, and says what it did.

import { topicOf } from '../../hub/protocol/topics.ts'
import type { Connection, Wire } from './network.ts'
import { again, generate, kindOf, publishIn } from './packets.ts'
import { addressOf, nameOf } from './parts.ts'
import { elapsed } from './time.ts'
import type { Node, World } from './world.ts'

/** Undefined when there was nothing to strike. */
type Fault = (world: World) => Promise<string | undefined> | string | undefined

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Back to 1970, or as near as the clock goes. */
const TO_1970 = -60 * 365 * DAY

const somebody = ({ chance, nodes }: World): Node<unknown> => chance.pick(nodes)

const withDisk = ({ chance, hub, kiosks }: World): Node<unknown> | undefined =>
  chance.shuffle([hub, ...kiosks]).find(({ life }) => life !== undefined)

const someConnection = ({ chance, network }: World): Connection | undefined =>
  chance.shuffle([...network.connections])[0]

/** A wire with a whole PUBLISH at its head, on its way to a client: what brokers lose and repeat. */
const publishing = ({ chance, network }: World): Wire | undefined =>
  chance.shuffle(
    network
      .pending()
      .filter(
        ({ to, isBegun, packets: [first] }) =>
          to === 'client' && !isBegun && first !== undefined && kindOf(first) === 'publish',
      ),
  )[0]

const crash =
  (how: 'fin' | 'silent'): Fault =>
  async (world) => {
    const node = somebody(world)
    if (node.life === undefined) return undefined
    await world.kill(node, how)
    return `${node.name} is struck down`
  }

const stall =
  (least: number, most: number): Fault =>
  (world) => {
    const connection = someConnection(world)
    if (connection === undefined) return undefined
    const until = elapsed() + least + world.chance.below(most - least)
    const wires = world.chance.pick([
      [connection.up],
      [connection.down],
      [connection.up, connection.down],
    ])
    for (const wire of wires) wire.stalledUntil = Math.max(wire.stalledUntil, until)
    return `${wires.map(({ name }) => name).join(' and ')} stalls`
  }

const cut: Fault = (world) => {
  const connection = someConnection(world)
  if (connection === undefined) return undefined
  world.network.cut(connection)
  return `${connection.name} is cut`
}

const drop: Fault = (world) => {
  const wire = publishing(world)
  wire?.packets.shift()
  return wire && `a PUBLISH on ${wire.name} is dropped`
}

const duplicate: Fault = (world) => {
  const wire = publishing(world)
  const [first] = wire?.packets ?? []
  if (wire === undefined || first === undefined) return undefined
  wire.packets.splice(1, 0, again(first))
  return `a PUBLISH on ${wire.name} comes twice`
}

const reorder: Fault = (world) => {
  const wire = publishing(world)
  if (wire === undefined || wire.packets.length < 2) return undefined
  const [first, ...rest] = wire.packets
  if (first === undefined) return undefined
  const at = 1 + world.chance.below(rest.length)
  wire.packets = [...rest.slice(0, at), first, ...rest.slice(at)]
  return `a PUBLISH on ${wire.name} is overtaken by ${at}`
}

/** The broker says again what it has said to the same client. */
const replay: Fault = (world) => {
  const { chance, network, recorded } = world
  const connection = chance.shuffle(
    network.connections.filter(({ state, down }) => state === 'open' && !down.isBegun),
  )[0]
  const old = recorded.filter(({ wire }) => wire === connection?.client.life.name)
  if (connection === undefined || old.length === 0) return undefined
  const publish = publishIn(chance.pick(old).packet)
  // What a will says again is believed until the kiosk speaks: that is the broker's to say.
  if (publish === undefined || publish.topic.endsWith('/state')) return undefined
  connection.down.packets.push(
    generate({ ...publish, messageId: 1 + chance.below(60_000) }),
  )
  return `an old ${publish.topic} is said again`
}

const SEALED = `${'A'.repeat(40)}..${'B'.repeat(16)}.${'C'.repeat(40)}.${'D'.repeat(22)}`

/** Said by a broker that has gone over to the other side. */
const forged = (world: World): string => {
  const epoch = world.ledger.rows.at(-1)?.epoch ?? 1
  return world.chance.pick([
    JSON.stringify({ v: 1, epoch, sealed: SEALED }),
    JSON.stringify({ v: 1, epoch, upTo: 1_000_000 }),
    JSON.stringify({ v: 1, id: 'door-0000', sealed: SEALED }),
    JSON.stringify({ v: 1, version: 1_000_000, sealed: SEALED }),
    '{"v":1',
    '\u0000'.repeat(70),
  ])
}

const forge =
  (retain: boolean): Fault =>
  (world) => {
    const { chance, broker, kiosks } = world
    const { now, life } = broker
    if (now === undefined || life === undefined) return undefined
    const kiosk = nameOf(chance.below(kiosks.length))
    const channel = chance.pick(['ack', 'answer', 'config'] as const)
    now.publish(topicOf(addressOf(kiosk), channel), Buffer.from(forged(world)), retain)
    return `a false ${channel} for ${kiosk}${retain ? ', retained' : ''}`
  }

const fillDisk: Fault = (world) => {
  const { life, name } = withDisk(world) ?? {}
  if (life === undefined) return undefined
  life.disk.full = true
  setTimeout(() => {
    life.disk.full = false
  }, 500 + world.chance.below(20_000))
  return `the disk of ${name} is full`
}

const breakDisk: Fault = (world) => {
  const { life, name } = withDisk(world) ?? {}
  if (life === undefined) return undefined
  life.disk.failing = 1 + world.chance.below(3)
  return `the disk of ${name} fails`
}

const stepClock: Fault = (world) => {
  const { life, name } = somebody(world)
  if (life === undefined) return undefined
  const off = world.chance.pick([-HOUR, HOUR, -DAY, DAY, TO_1970])
  life.clockOff = off
  setTimeout(() => {
    life.clockOff = 0
  }, 5000 + world.chance.below(60_000))
  return `the clock of ${name} is off by ${off / HOUR} h`
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  crash: crash('fin'),
  power: crash('silent'),
  cut,
  delay: stall(50, 3000),
  stall: stall(3000, 60_000),
  drop,
  duplicate,
  reorder,
  replay,
  forge: forge(false),
  garbage: forge(true),
  full: fillDisk,
  broken: breakDisk,
  clock: stepClock,
}
