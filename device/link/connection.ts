// One MQTT 5 connection to the hub, from the first byte to the last. The only importer of mqtt in
// device/. Never reconnects: a client that did would send, too late, what it had kept.
import { type IClientOptions, type IClientPublishOptions, MqttClient } from 'mqtt'
import { MAX_PACKET_BYTES, type StateMessage } from '../../hub/protocol/envelope.ts'
import { KEEPALIVE_SECONDS } from '../../hub/protocol/pulse.ts'
import {
  type Channel,
  type KioskAddress,
  PROTOCOL_VERSION,
  parseTopic,
  topicOf,
} from '../../hub/protocol/topics.ts'
import {
  atMost,
  CONNECT_LIMIT_MS,
  type Ending,
  keepVigil,
} from '../../hub/protocol/vigil.ts'
import { type Dial, dialPlain } from './dial.ts'

export type ConnectionOptions = {
  hub: URL
  password: string
  at: KioskAddress
  epoch: number
  /** What is wrong with the disk now; nothing unless told. */
  storage?: (() => StateMessage['storage']) | undefined
  /** TCP unless told. */
  dial?: Dial | undefined
  /** Whole seconds; the protocol's unless told. */
  keepaliveSeconds?: number | undefined
}

export type Listeners = {
  /** Subscribed and announced: questions may be asked. */
  ready(): void
  /** `isRetained`: the broker kept it from earlier. */
  message(channel: Channel, payload: Uint8Array, isRetained: boolean): void
  /** Once, last; at most a second after leaving or failing, whatever the client does. */
  ended(ending: Ending): void
}

export type How = { retain?: boolean; expirySeconds?: number }

export type Connection = {
  /** QoS 1. What cannot be sent is dropped: whoever needs an answer has a limit of his own. */
  send(channel: Channel, body: object, how?: How): void
  /** Says the state again, because it is another. */
  sayState(): void
  /** Says goodbye, within a second. */
  leave(): Promise<void>
}

const HEARD: readonly Channel[] = ['ack', 'answer', 'config', 'command']
const GOODBYE_MS = 300
/** The hub takes three of these missed for silence. */
const HEARTBEAT_MS = 30_000
/** Of what was sent: a broker that confirms none of it is as good as dead, and memory is finite. */
const MOST_UNCONFIRMED = 100

export const openConnection = (
  options: ConnectionOptions,
  listeners: Listeners,
): Connection => {
  const { hub, dial = dialPlain } = options
  const client = new MqttClient(() => dial(hub), optionsOf(options))
  let heartbeat: NodeJS.Timeout | undefined
  const vigil = keepVigil(
    {
      ping: () => client.sendPing(),
      destroy: () => destroy(client),
      ended: (ending) => {
        clearInterval(heartbeat)
        listeners.ended(ending)
      },
    },
    options.keepaliveSeconds,
  )
  const fail = (error: Error) => vigil.end({ reason: error.message, code: codeOf(error) })
  let unconfirmed = 0
  const send: Connection['send'] = (channel, body, how = {}) => {
    if (unconfirmed >= MOST_UNCONFIRMED) return fail(new Error('nothing is confirmed'))
    unconfirmed += 1
    const confirmed = () => {
      unconfirmed -= 1
    }
    const topic = topicOf(options.at, channel)
    client.publish(topic, JSON.stringify(body), publishHow(how), confirmed)
  }
  const sayState = () => send('state', stateNow(options), { retain: true })
  const welcome = () => {
    if (vigil.isEnding) return
    vigil.welcome()
    sayState()
    heartbeat = setInterval(sayState, HEARTBEAT_MS)
    listeners.ready()
  }
  client.on('error', fail)
  client.on('packetreceive', vigil.heard)
  // Whoever says goodbye may still keep the line open; wherever he sends us, we do not follow.
  client.on('disconnect', ({ reasonCode }) =>
    vigil.end({ reason: 'the hub said goodbye', code: reasonCode }),
  )
  client.once('connect', () => {
    if (vigil.isEnding) return
    vigil.expect()
    subscribe(client, options.at, fail, welcome)
  })
  client.on('message', (topic, payload, { retain }) => {
    const parsed = parseTopic(topic)
    if (parsed.ok && !vigil.isEnding) listeners.message(parsed.channel, payload, retain)
  })
  client.once('close', vigil.closed)
  return {
    send,
    sayState,
    leave: async () => {
      await sayGoodbye(client, options)
      vigil.end({ reason: 'left' })
    },
  }
}

const codeOf = (error: Error): string | number | undefined =>
  'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
    ? error.code
    : undefined

const stateOf = ({ epoch }: ConnectionOptions, status: StateMessage['status']) =>
  ({ v: PROTOCOL_VERSION, status, epoch }) satisfies StateMessage

const stateNow = (options: ConnectionOptions): StateMessage => {
  const storage = options.storage?.()
  return storage === undefined
    ? stateOf(options, 'ready')
    : { ...stateOf(options, 'reduced'), storage }
}

const publishHow = ({ retain = false, expirySeconds }: How): IClientPublishOptions => ({
  qos: 1,
  retain,
  ...(expirySeconds && { properties: { messageExpiryInterval: expirySeconds } }),
})

const optionsOf = (options: ConnectionOptions): IClientOptions => ({
  protocolVersion: 5,
  clientId: options.at.kiosk,
  username: options.at.kiosk,
  password: options.password,
  keepalive: options.keepaliveSeconds ?? KEEPALIVE_SECONDS,
  connectTimeout: CONNECT_LIMIT_MS,
  clean: true,
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  properties: { maximumPacketSize: MAX_PACKET_BYTES },
  will: {
    topic: topicOf(options.at, 'state'),
    payload: Buffer.from(JSON.stringify(stateOf(options, 'lost'))),
    qos: 1,
    retain: true,
  },
})

const subscribe = (
  client: MqttClient,
  at: KioskAddress,
  fail: (error: Error) => void,
  granted: () => void,
) => {
  const topics = HEARD.map((channel) => topicOf(at, channel))
  client.subscribe(topics, { qos: 1 }, (error, grants = []) => {
    const refused = grants.some(({ qos }) => qos > 2)
    if (error === null && !refused) return granted()
    fail(error ?? new Error('the hub refused a subscription'))
  })
}

/** The second, for a client that is ending already and does no more about it. */
const destroy = (client: MqttClient): void => {
  client.end(true)
  client.stream.destroy()
}

/** A DISCONNECT cancels the will, so the state is told before it. */
const sayGoodbye = async (
  client: MqttClient,
  options: ConnectionOptions,
): Promise<void> => {
  if (!client.connected) return
  const topic = topicOf(options.at, 'state')
  const lost = JSON.stringify(stateOf(options, 'lost'))
  await atMost(GOODBYE_MS, client.publishAsync(topic, lost, { qos: 1, retain: true }))
  await atMost(GOODBYE_MS, client.endAsync())
}
