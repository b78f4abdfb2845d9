// Remembers who is at the other end of each connection, decides by access.ts, and tells the log
// what was refused to whom.
import type { Alarms } from '../alarms/alarms.ts'
import type { Logger } from '../log.ts'
import {
  type Allowed,
  mayLeaveWill,
  mayPublish,
  maySubscribe,
  type Offered,
  type Party,
} from './access.ts'
import type { Accounts } from './accounts.ts'
import type { Peer } from './peer.ts'
import { createTwins } from './twins.ts'

/** A connection as the broker knows it; `version` 5 is MQTT 5. */
type Connection = { readonly id: string; readonly version: number }

type Message = {
  topic: string
  qos?: number
  retain?: boolean
  payload: string | Uint8Array
}

type Refusal = Exclude<Allowed, { ok: true }>['reason'] | ConnectRefusal
type ConnectRefusal =
  | 'not-mqtt-5'
  | 'client-id-is-not-username'
  | 'wrong-password'
  | 'certificate-withdrawn'
  | 'unknown-kiosk'

type Credentials = {
  username: string | undefined
  password: Uint8Array | undefined
  peer: Peer | undefined
}

export type Gate = {
  /** Keeps the will of a connection until connect() judges it. */
  announceWill(connection: Connection, will: Message): void
  /** Each answers why not, or undefined. With a `peer` its certificate counts, and no password. */
  connect(connection: Connection, credentials: Credentials): Refusal | undefined
  publish(connection: Connection, message: Message): Refusal | undefined
  subscribe(connection: Connection, filter: string): Refusal | undefined
  /** It sent a packet that the broker did not read, and is being ended. */
  tooLarge(connection: Connection): void
  /** The connection has ended. */
  left(connection: Connection): void
}

const offered = ({ topic, qos = 0, retain = false, payload }: Message): Offered => ({
  topic,
  qos,
  retain,
  bytes: Buffer.byteLength(payload),
})

const reasonOf = (allowed: Allowed): Refusal | undefined =>
  allowed.ok ? undefined : allowed.reason

/** A stranger chooses his own client id: what is no kiosk id does not reach the log. */
export const named = (id: string): string => (/^[a-z0-9-]{1,40}$/.test(id) ? id : 'unnamed')

export type GateOptions = {
  accounts: Accounts
  alarms: Pick<Alarms, 'raise'>
  log: Logger
  /** Whether the certificate of this serial is withdrawn. */
  isWithdrawn(serial: string): boolean
}

export const createGate = ({ accounts, alarms, log, isWithdrawn }: GateOptions): Gate => {
  const parties = new WeakMap<Connection, Party>()
  const wills = new WeakMap<Connection, Message>()
  /** By client id, of those let in. */
  const here = new Map<string, Connection>()
  const twins = createTwins(alarms)

  const told = (
    connection: Connection,
    doing: string,
    reason: Refusal | undefined,
  ): Refusal | undefined => {
    if (reason === undefined) return undefined
    const kiosk = named(connection.id)
    log.warn({ kiosk, doing, reason }, 'refused at the broker')
    // Whoever has not connected yet may call himself what he likes: that is no alarm about a kiosk.
    if (parties.has(connection))
      alarms.raise({ kiosk, kind: 'refused-at-broker', detail: `${doing}: ${reason}` })
    return reason
  }
  const judge = (
    connection: Connection,
    rule: (party: Party) => Allowed,
  ): Refusal | undefined => {
    const party = parties.get(connection)
    return party === undefined ? 'wrong-password' : reasonOf(rule(party))
  }
  const takenOver = (party: Party, { id }: Connection): void => {
    if (party.role === 'hub') return
    const detail = `connected as ${named(id)}`
    alarms.raise({ kiosk: party.at.kiosk, kind: 'takeover', detail })
  }
  const letIn = (connection: Connection, party: Party): void => {
    parties.set(connection, party)
    if (party.role === 'kiosk' && here.has(connection.id)) twins.replaced(connection.id)
    here.set(connection.id, connection)
  }
  const admit: Gate['connect'] = (connection, { username = '', password, peer }) => {
    if (connection.version !== 5) return 'not-mqtt-5'
    if (peer !== undefined && isWithdrawn(peer.serial)) {
      const detail = 'connected with a withdrawn certificate'
      alarms.raise({ kiosk: peer.kiosk, kind: 'withdrawn', detail })
      return 'certificate-withdrawn'
    }
    const party =
      peer === undefined
        ? accounts.check(username, password ?? new Uint8Array())
        : accounts.find(peer.kiosk)
    if (party === undefined) return peer === undefined ? 'wrong-password' : 'unknown-kiosk'
    // A valid account under another's client id would push that client out.
    if ((peer?.kiosk ?? username) !== connection.id) {
      takenOver(party, connection)
      return 'client-id-is-not-username'
    }
    const will = wills.get(connection)
    const against =
      will === undefined ? undefined : reasonOf(mayLeaveWill(party, offered(will)))
    if (against === undefined) letIn(connection, party)
    return against
  }
  return {
    announceWill: (connection, will) => wills.set(connection, will),
    connect: (connection, credentials) =>
      told(connection, 'connect', admit(connection, credentials)),
    publish: (connection, message) =>
      told(
        connection,
        'publish',
        judge(connection, (party) => mayPublish(party, offered(message))),
      ),
    subscribe: (connection, filter) =>
      told(
        connection,
        'subscribe',
        judge(connection, (party) => maySubscribe(party, filter)),
      ),
    tooLarge: (connection) => void told(connection, 'publish', 'too-large'),
    left: (connection) => {
      if (here.get(connection.id) === connection) here.delete(connection.id)
    },
  }
}
