// The broker inside the hub: MQTT 5, plain for this machine and by mutual TLS for kiosks elsewhere.
// It knows accounts, certificates and topics, and nothing of people.
// The only importer of aedes.
import type { EventEmitter } from 'node:events'
import type { Server, Socket } from 'node:net'
import { promisify } from 'node:util'
import { Aedes, type AedesOptions } from 'aedes'
import type { Credentials } from '../identity/authority.ts'
import { type ListenAt, listen, urlOf } from '../listen.ts'
import { MAX_PACKET_BYTES } from '../protocol/envelope.ts'
import { type Door, doorOf, plainServer, renewCredentials, secureServer } from './doors.ts'
import { createGate, type Gate, type GateOptions, named } from './gate.ts'
import { peerOf } from './peer.ts'

export type Broker = AsyncDisposable & {
  /** `mqtt://host:port` as bound. */
  url: string
  /** `mqtts://host:port` as bound, where there is TLS. */
  secureUrl: string | undefined
  /** Ends the connection of a client, if it has one. */
  drop(client: string): void
  /** Shows another certificate from now on, where there is TLS. */
  renew(credentials: Credentials): void
}

export type BrokerOptions = GateOptions & {
  at: ListenAt
  /** Kiosks elsewhere; both sides show a certificate of this authority. */
  secure?: { at: ListenAt; credentials: Credentials } | undefined
}

const LIMITS: AedesOptions = {
  connectTimeout: 5000,
  /** A kiosk that reads nothing is dropped before it holds up those behind it. */
  drainTimeout: 5000,
  /** Seconds; a dead connection is noticed within one and a half of it. */
  keepaliveLimit: 20,
  maximumPacketSize: MAX_PACKET_BYTES,
  /** Seconds. What must not be lost waits in the kiosk's journal, never here. */
  sessionExpiryIntervalLimit: 60,
  pendingSessionsLimit: 2000,
  maxTopicLevels: 8,
}

/** Return codes of MQTT 3.1.1 §3.2.2.3, which aedes translates to 0x86 and 0x87. */
const BAD_USERNAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

/** So aedes says that it ended a connection for that. */
const PACKET_TOO_LARGE = 'packet too large'

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
    const peer = peerOf(client.conn)
    const reason = gate.connect(client, { username, password, peer })
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
export const createAedes = async (options: GateOptions): Promise<Aedes> => {
  const { log } = options
  const gate = createGate(options)
  const aedes = await Aedes.createBroker({ ...LIMITS, ...hooks(gate) })
  const emitter: EventEmitter = aedes
  emitter.on('error', (error: Error) =>
    log.error({ reason: error.message }, 'broker error'),
  )
  aedes.on('clientError', (client, error) => {
    if (error instanceof Refused) return
    const kiosk = named(client.id)
    log.info({ kiosk, reason: error.message }, 'trouble with a connection')
    if (error.message === PACKET_TOO_LARGE) gate.tooLarge(client)
  })
  aedes.on('clientDisconnect', (client) => gate.left(client))
  aedes.on('connectionError', (_client, { message }) =>
    log.info({ reason: message }, 'a connection never became a client'),
  )
  return aedes
}

/** Starts the broker; rejects with CannotListen when a port is not to be had. */
export const openBroker = async (options: BrokerOptions): Promise<Broker> => {
  const { at, secure } = options
  const aedes = await createAedes(options)
  const clients = new Map<string, { close(): void }>()
  aedes.on('client', (client) => clients.set(client.id, client))
  aedes.on('clientDisconnect', (client) => {
    if (clients.get(client.id) === client) clients.delete(client.id)
  })
  const doors: Door[] = []
  const close = async (): Promise<void> => {
    const closed = doors.map((door) => door.refuse())
    await promisify(aedes.close.bind(aedes))()
    for (const door of doors) door.clear()
    await Promise.all(closed)
  }
  const openDoor = async (server: Server, where: ListenAt): Promise<number> => {
    doors.push(doorOf(server))
    return listen(server, where)
  }
  const handle = (socket: Socket): void => void aedes.handle(socket)
  try {
    const port = await openDoor(plainServer(handle), at)
    const tls = secure && secureServer(secure.credentials, handle, options)
    const secureUrl = tls && urlOf('mqtts', secure.at.host, await openDoor(tls, secure.at))
    return {
      url: urlOf('mqtt', at.host, port),
      secureUrl,
      drop: (client) => clients.get(client)?.close(),
      renew: (credentials) => tls && renewCredentials(tls, credentials),
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
