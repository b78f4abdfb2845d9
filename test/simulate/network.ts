// The network between kiosks, hub and broker: streams in memory whose bytes arrive when the
// scheduler says so, or do not.
import { Duplex } from 'node:stream'
import { currentLife, inLife, type Life, ofThisLife } from './life.ts'
import { createCutter } from './packets.ts'
import { elapsed } from './time.ts'

/** One direction of a connection. `closing`: how it ends after what is still in it. */
export type Wire = {
  readonly name: string
  /** Who reads. */
  readonly to: 'client' | 'broker'
  packets: Buffer[]
  /** Part of the first packet has arrived. */
  isBegun: boolean
  closing: 'fin' | 'reset' | undefined
  /** Nothing arrives before this moment. */
  stalledUntil: number
}

type End = { stream: Duplex; life: Life }

export type Connection = {
  readonly name: string
  readonly client: End
  broker: End | undefined
  /** `broker` before the broker has taken the connection. */
  state: 'dialled' | 'open' | 'over'
  readonly up: Wire
  readonly down: Wire
}

/** More than this on its way, and who writes has to wait. */
const WINDOW = 65_536

export type Network = {
  /** A stream to the broker, of the life that asks. */
  dial(): Duplex
  readonly connections: readonly Connection[]
  /** What can happen next. */
  pending(): Wire[]
  dialled(): Connection[]
  /** The broker takes it, or nobody is there. */
  accept(connection: Connection, broker: Listening | undefined): void
  /** Brings `bytes` of the first packet, or all, or the end. */
  deliver(wire: Wire, bytes?: number): Buffer | undefined
  connectionOf(wire: Wire): Connection
  cut(connection: Connection): void
  /** What becomes of the connections of a life that ends: `silent` tells nobody. */
  end(life: Life, how: 'fin' | 'silent'): void
}

export type Listening = { life: Life; handle(stream: Duplex): void }

export const createNetwork = (passing: (wire: Wire, packet: Buffer) => void): Network => {
  let connections: Connection[] = []
  let dials = 0

  const wireOf = (name: string, to: Wire['to']): Wire => ({
    name,
    to,
    packets: [],
    isBegun: false,
    closing: undefined,
    stalledUntil: 0,
  })
  const isOver = (connection: Connection): boolean =>
    connection.state === 'over' ||
    (connection.client.stream.destroyed && connection.broker?.stream.destroyed === true)
  const sweep = (): void => {
    connections = connections.filter((connection) => !isOver(connection))
  }
  const hasWork = (wire: Wire): boolean =>
    (wire.packets.length > 0 || wire.closing !== undefined) &&
    wire.stalledUntil <= elapsed()

  const network: Network = {
    get connections() {
      return connections
    },
    dial: () => {
      const life = currentLife()
      if (life === undefined) throw new Error('nobody dials')
      dials += 1
      const name = `${life.name}#${dials}`
      const [up, down] = [wireOf(`${name} up`, 'broker'), wireOf(`${name} down`, 'client')]
      const stream = endOf(up, passing)
      connections.push({
        name,
        client: { stream, life },
        broker: undefined,
        state: 'dialled',
        up,
        down,
      })
      return stream
    },
    pending: () => {
      sweep()
      return connections
        .filter(({ state }) => state === 'open')
        .flatMap(({ up, down }) => [up, down])
        .filter(hasWork)
    },
    dialled: () =>
      connections.filter(
        ({ state, up }) => state === 'dialled' && up.stalledUntil <= elapsed(),
      ),
    accept: (connection, broker) => {
      const { client, down } = connection
      if (broker === undefined) {
        connection.state = 'over'
        const refused = Object.assign(new Error('connect ECONNREFUSED'), {
          code: 'ECONNREFUSED',
        })
        inLife(client.life, () => client.stream.destroy(refused))
        return sweep()
      }
      inLife(broker.life, () => {
        const stream = endOf(down, passing)
        connection.broker = { stream, life: broker.life }
        connection.state = 'open'
        broker.handle(stream)
      })
    },
    connectionOf: (wire) => {
      const found = connections.find(({ up, down }) => up === wire || down === wire)
      if (found === undefined) throw new Error(`no connection has ${wire.name}`)
      return found
    },
    deliver: (wire, bytes) => {
      const connection = network.connectionOf(wire)
      const end = wire.to === 'client' ? connection.client : connection.broker
      return end === undefined ? undefined : bring(wire, end, bytes)
    },
    cut: ({ up, down }) => {
      for (const wire of [up, down]) {
        wire.packets = []
        wire.isBegun = false
        wire.closing = 'reset'
      }
    },
    end: (life, how) => {
      for (const connection of connections) {
        const { client, broker, up, down } = connection
        if (client.life === life) leave(up, client.stream, how)
        if (broker?.life === life) leave(down, broker.stream, how)
        const bothGone = !client.life.alive && broker?.life.alive !== true
        if (bothGone || (connection.state === 'dialled' && !client.life.alive))
          connection.state = 'over'
      }
      sweep()
    },
  }
  return network
}

/** Nobody writes any more. Whether the other end hears of it depends on how the life has ended. */
const leave = (wire: Wire, stream: Duplex, how: 'fin' | 'silent'): void => {
  stream.removeAllListeners()
  stream.on('error', () => {})
  if (how === 'fin') wire.closing ??= 'fin'
  else wire.stalledUntil = Number.POSITIVE_INFINITY
}

const waiters = new WeakMap<Wire, () => void>()

const load = (wire: Wire): number =>
  wire.packets.reduce((sum, { length }) => sum + length, 0)

/** The end that writes into `wire`. */
const endOf = (wire: Wire, passing: (wire: Wire, packet: Buffer) => void): Duplex => {
  const cut = createCutter()
  return new Duplex({
    allowHalfOpen: false,
    read: () => {},
    write: (chunk: Buffer, _encoding, written) => {
      for (const packet of cut(chunk)) {
        passing(wire, packet)
        if (wire.closing === undefined) wire.packets.push(packet)
      }
      if (load(wire) <= WINDOW) written()
      else waiters.set(wire, ofThisLife(written))
    },
    final: (ended) => {
      wire.closing ??= 'fin'
      ended()
    },
    destroy: (error, destroyed) => {
      wire.closing ??= error === null ? 'fin' : 'reset'
      destroyed(error)
    },
  })
}

const bring = (wire: Wire, { stream, life }: End, bytes?: number): Buffer | undefined => {
  const first = wire.packets.shift()
  if (!life.alive || stream.destroyed) {
    wire.packets = []
    wire.closing = undefined
    return undefined
  }
  if (first === undefined) {
    bringEnd(wire, stream, life)
    return undefined
  }
  const now = bytes === undefined ? first : first.subarray(0, bytes)
  wire.isBegun = now.length < first.length
  if (wire.isBegun) wire.packets.unshift(first.subarray(now.length))
  inLife(life, () => stream.push(now))
  const written = waiters.get(wire)
  if (written !== undefined && load(wire) <= WINDOW) {
    waiters.delete(wire)
    written()
  }
  return now
}

const bringEnd = (wire: Wire, stream: Duplex, life: Life): void => {
  const how = wire.closing
  wire.closing = undefined
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  inLife(life, () => {
    if (how === 'reset') stream.destroy(reset)
    else stream.push(null)
  })
}
