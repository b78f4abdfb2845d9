// One MQTT 5 connection to the hub, from the first byte to the last. The only importer of mqtt in
// device/. Never reconnects: a client that did would send, too late, what it had kept.
import { type IClientOptions, type IClientPublishOptions, MqttClient } from 'mqtt'
import { MAX_PACKET_BYTES, type StateMessage } from '../../hub/protocol/envelope.ts'
import {
  type Channel,
  type KioskAddress,
  PROTOCOL_VERSION,
  parseTopic,
  topicOf,
} from '../../hub/protocol/topics.ts'
import { type Dial, dialPlain } from './dial.ts'

export type ConnectionOptions = {
  hub: URL
  password: string
  at: KioskAddress
  epoch: number
  /** TCP unless told. */
  dial?: Dial | undefined
}

type Ending = { reason: string; code?: string | number | undefined }

export type Listeners = {
  /** Subscribed and announced: questions may be asked. */
  ready(): void
  message(channel: Channel, payload: Uint8Array): void
  /** Once, last. */
  ended(ending: Ending): void
}

export type How = { retain?: boolean; expirySeconds?: number }

export type Connection = {
  /** QoS 1. What cannot be sent is dropped: whoever needs an answer has a limit of his own. */
  send(channel: Channel, body: object, how?: How): void
  /** Says goodbye, within a second. */
  leave(): Promise<void>
}

const HEARD: readonly Channel[] = ['ack', 'answer', 'config']
const KEEPALIVE_SECONDS = 20
const CONNECT_LIMIT_MS = 5000
const GOODBYE_MS = 300
/** The hub takes three of these missed for silence. */
const HEARTBEAT_MS = 30_000

export const openConnection = (
  options: ConnectionOptions,
  listeners: Listeners,
): Connection => {
  const { hub, dial = dialPlain } = options
  const client = new MqttClient(() => dial(hub), optionsOf(options))
  let ending: Ending = { reason: 'closed by the hub' }
  const fail = (error: Error) => {
    ending = { reason: error.message, code: codeOf(error) }
    client.end(true)
  }
  const send: Connection['send'] = (channel, body, how = {}) => {
    client.publish(topicOf(options.at, channel), JSON.stringify(body), publishHow(how))
  }
  const sayReady = () => send('state', stateOf(options, 'ready'), { retain: true })
  let heartbeat: NodeJS.Timeout | undefined
  const welcome = () => {
    sayReady()
    heartbeat = setInterval(sayReady, HEARTBEAT_MS)
    listeners.ready()
  }
  const limit = setTimeout(
    () => fail(new Error('no welcome from the hub')),
    CONNECT_LIMIT_MS,
  )
  client.on('error', fail)
  client.once('connect', () =>
    subscribe(client, options.at, fail, () => {
      clearTimeout(limit)
      welcome()
    }),
  )
  client.on('message', (topic, payload) => {
    const parsed = parseTopic(topic)
    if (parsed.ok) listeners.message(parsed.channel, payload)
  })
  client.once('close', () => {
    clearTimeout(limit)
    clearInterval(heartbeat)
    listeners.ended(ending)
  })
  return { send, leave: () => leave(client, options) }
}

const codeOf = (error: Error): string | number | undefined =>
  'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
    ? error.code
    : undefined

const stateOf = ({ epoch }: ConnectionOptions, status: StateMessage['status']) =>
  ({ v: PROTOCOL_VERSION, status, epoch }) satisfies StateMessage

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
  keepalive: KEEPALIVE_SECONDS,
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

/** A DISCONNECT cancels the will, so the state is told before it. */
const leave = async (client: MqttClient, options: ConnectionOptions): Promise<void> => {
  if (!client.connected) return void client.end(true)
  const topic = topicOf(options.at, 'state')
  const lost = JSON.stringify(stateOf(options, 'lost'))
  await atMost(GOODBYE_MS, client.publishAsync(topic, lost, { qos: 1, retain: true }))
  await atMost(GOODBYE_MS, client.endAsync())
  client.stream.destroy()
}

/** Whatever becomes of the promise, and no longer than this. */
const atMost = async (ms: number, promise: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([promise.catch(() => undefined), limit])
  clearTimeout(timer)
}
