// A real broker on a free port, for tests that stand in for the hub beyond it.
import { EventEmitter, once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { Aedes } from 'aedes'

export type Published = {
  topic: string
  payload: string
  retain: boolean
  /** MQTT 5 message expiry, seconds. */
  expirySeconds?: number | undefined
}

export type TestBroker = AsyncDisposable & {
  readonly url: string
  /** What clients published so far, oldest first, wills among them. */
  readonly published: readonly Published[]
  /** Called with each message as it is published. */
  onPublish(listener: (message: Published) => void): void
  /** The first message, past or coming, that is wanted. */
  heard(wanted: (message: Published) => boolean): Promise<Published>
  /** The next so many connections are told "server unavailable" (CONNACK 0x88). */
  refuseNext(connections: number): void
  /** Resolves once it was refused that often since the start. */
  refused(times: number): Promise<void>
  publish(topic: string, payload: string | Buffer, retain?: boolean): Promise<void>
  /** Breaks every connection without a word; new ones are welcome. */
  cut(): void
}

const SERVER_UNAVAILABLE = 3

/** `port` 0, unless a broker of before comes back. */
export const startBroker = async (port = 0): Promise<TestBroker> => {
  const aedes = await Aedes.createBroker()
  const published: Published[] = []
  const events = new EventEmitter()
  let refusals = { left: 0, done: 0 }
  aedes.authenticate = (_client, _username, _password, done) => {
    if (refusals.left === 0) return done(null, true)
    refusals = { left: refusals.left - 1, done: refusals.done + 1 }
    const error = Object.assign(new Error('busy'), { returnCode: SERVER_UNAVAILABLE })
    done(error, false)
    events.emit('refused')
  }
  aedes.on('publish', ({ topic, payload, retain, ...rest }, client) => {
    if (topic.startsWith('$SYS') || (client === null && !topic.endsWith('/state'))) return
    const { properties } = rest as { properties?: { messageExpiryInterval?: number } }
    const expirySeconds = properties?.messageExpiryInterval
    const message = { topic, payload: payload.toString(), retain, expirySeconds }
    published.push(message)
    events.emit('publish', message)
  })
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    published,
    onPublish: (listener) => events.on('publish', listener),
    heard: async (wanted) => {
      for (let seen = 0; ; await once(events, 'publish'))
        for (; seen < published.length; seen += 1) {
          const message = published[seen]
          if (message !== undefined && wanted(message)) return message
        }
    },
    refuseNext: (connections) => {
      refusals.left = connections
    },
    refused: async (times) => {
      while (refusals.done < times) await once(events, 'refused')
    },
    publish: (topic, payload, retain = false) =>
      promisify(aedes.publish.bind(aedes))({
        cmd: 'publish',
        qos: 1,
        dup: false,
        topic,
        payload,
        retain,
      }),
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      await promisify(aedes.close.bind(aedes))()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
