// The broker inside the hub: MQTT 5 on TCP. It knows accounts and topics, and nothing of people.
// The only importer of aedes.
import type { EventEmitter } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { Aedes, type AedesOptions } from 'aedes'
import type { Alarms } from '../alarms/alarms.ts'
import { type ListenAt, listen } from '../listen.ts'
import type { Logger } from '../log.ts'
import { MAX_PAYLOAD_BYTES } from '../protocol/envelope.ts'
import type { Accounts } from './accounts.ts'
import { createGate, type Gate, named } from './gate.ts'

export type Broker = AsyncDisposable & {
  /** `mqtt://host:port` as bound. */
  url: string
}

export type BrokerOptions = {
  at: ListenAt
  accounts: Accounts
  alarms: Pick<Alarms, 'raise'>
  log: Logger
}

const LIMITS: AedesOptions = {
  connectTimeout: 5000,
  /** A kiosk that reads nothing is dropped before it holds up those behind it. */
  drainTimeout: 5000,
  /** Seconds; a dead connection is noticed within one and a half of it. */
  keepaliveLimit: 20,
  /** The largest payload, and room for topic and properties round it. */
  maximumPacketSize: MAX_PAYLOAD_BYTES + 2048,
  /** Seconds. What must not be lost waits in the kiosk's journal, never here. */
  sessionExpiryIntervalLimit: 60,
  pendingSessionsLimit: 2000,
  maxTopicLevels: 8,
}
const MAX_CONNECTIONS = 12_000

/** Return codes of MQTT 3.1.1 §3.2.2.3, which aedes translates to 0x86 and 0x87. */
const BAD_USERNAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

/** Already told to the log by the gate. */
class Refused extends Error {}

const refusedConnection = (reason: string) =>
  Object.assign(new Refused(reason), {
    returnCode: reason === 'wrong-password' ? BAD_USERNAME_OR_PASSWORD : NOT_AUTHORIZED,
  })

const hooks = (gate: Gate): AedesOptions => ({
  preConnect: (client, { will }, done) => {
    if (will !== undefined) gate.announceWill(client, will)
    done(null, true)
  },
  authenticate: (client, username, password, done) => {
    const reason = gate.connect(client, username, password)
    if (reason === undefined) done(null, true)
    else done(refusedConnection(reason), false)
  },
  authorizePublish: (client, packet, done) => {
    const reason = client === null ? undefined : gate.publish(client, packet)
    done(reason === undefined ? null : new Refused(reason))
  },
  authorizeSubscribe: (client, subscription, done) => {
    const reason = gate.subscribe(client, subscription.topic)
    done(null, reason === undefined ? subscription : null)
  },
})

/** The broker itself, on no port yet: whatever stream it is given to handle is a connection. */
export const createAedes = async ({
  accounts,
  alarms,
  log,
}: Omit<BrokerOptions, 'at'>): Promise<Aedes> => {
  const gate = createGate({ accounts, alarms, log })
  const aedes = await Aedes.createBroker({ ...LIMITS, ...hooks(gate) })
  const emitter: EventEmitter = aedes
  emitter.on('error', (error: Error) =>
    log.error({ reason: error.message }, 'broker error'),
  )
  aedes.on('clientError', ({ id }, error) => {
    if (error instanceof Refused) return
    log.info({ kiosk: named(id), reason: error.message }, 'trouble with a connection')
  })
  aedes.on('connectionError', (_client, { message }) =>
    log.info({ reason: message }, 'a connection never became a client'),
  )
  return aedes
}

/** Starts the broker; rejects with CannotListen when the port is not to be had. */
export const openBroker = async (options: BrokerOptions): Promise<Broker> => {
  const aedes = await createAedes(options)
  const closeAedes = () => promisify(aedes.close.bind(aedes))()
  const sockets = new Set<Socket>()
  // Without TCP_NODELAY a question and its answer wait for each other's delayed ACK, 40–88 ms.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  server.maxConnections = MAX_CONNECTIONS
  const port = await listen(server, options.at).catch(async (error: unknown) => {
    await closeAedes()
    throw error
  })
  return {
    url: `mqtt://${options.at.host}:${port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      await closeAedes()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
