// One MQTT 5 connection of the hub to its broker, from the first byte to the last. Never reconnects:
// line.ts lays another.
import type { Duplex } from 'node:stream'
import {
  type IClientOptions,
  type IClientPublishOptions,
  type ISubscriptionMap,
  MqttClient,
} from 'mqtt'
import { MAX_PACKET_BYTES } from '../protocol/envelope.ts'
import { KEEPALIVE_SECONDS } from '../protocol/pulse.ts'
import {
  type Channel,
  everyKiosk,
  type KioskAddress,
  parseTopic,
} from '../protocol/topics.ts'
import { atMost, CONNECT_LIMIT_MS, type Ending, keepVigil } from '../protocol/vigil.ts'
import { HEARD, type Heard } from './decode.ts'
import { dialPlain } from './dial.ts'
import { isKept, isOnlyLooked, keepsNothing, lookForStrays, type Stray } from './strays.ts'

export type ConnectionOptions = {
  url: string
  username: string
  /** None where a certificate speaks for the hub. */
  password?: string
  /** Opens a stream of bytes to the broker; TCP unless told. */
  dial?: (broker: URL) => Duplex
  /** Whole seconds; the protocol's unless told. */
  keepaliveSeconds?: number
  /** Name under which hubs take turns; for itself alone unless told. */
  share?: string
  /** Topics of the broker's own, where it tells what it refused. */
  refusals?: {
    topics: readonly string[]
    heard(topic: string, payload: Uint8Array): void
  }
}

/** One message as it came; `expirySeconds` is what its sender still gives it. */
export type Arrival = {
  at: KioskAddress
  channel: Heard
  payload: Uint8Array
  /** Kept by the broker from earlier: it says nothing of now. */
  isRetained: boolean
  expirySeconds: number | undefined
}

export type Message = {
  topic: string
  payload: string
  retain: boolean
  expirySeconds: number | undefined
}

export type Listeners = {
  connected(): void
  arrived(arrival: Arrival): void
  /** The broker keeps this where nothing may be kept. */
  strayed(stray: Stray): void
  /** Once, last; at most a second after leaving or failing, whatever the client does. */
  ended(ending: Ending): void
}

export type Connection = {
  /** The broker gives what may be shared to one of the hubs; known once connected. */
  readonly isShared: boolean
  /** Subscribes to every channel, and calls `granted`; a refusal, or 8 s of silence, is an end. */
  listen(granted: () => void): void
  /** Unsubscribes; resolves when the broker has brought all that it still had for us. */
  hush(): Promise<void>
  /** Resolves when the broker has it; rejects when it refuses, and when the connection ends first. */
  publish(message: Message): Promise<void>
  /** Says goodbye, within half a second. */
  leave(): Promise<void>
}

const GOODBYE_MS = 300
/**
 * What one hub must do, and no other. The rest every hub hears: presence is each one's to know, and what
 * is retained is not brought to those who share (MQTT 5 §4.8.2).
 */
const SHARED: ReadonlySet<Heard> = new Set(['ask', 'event'])

export const openConnection = (
  options: ConnectionOptions,
  { connected, arrived, strayed, ended }: Listeners,
): Connection => {
  const { url, dial = dialPlain, keepaliveSeconds, share } = options
  const broker = new URL(url)
  let looking: Disposable | undefined
  const client = new MqttClient(() => dial(broker), optionsOf(options))
  /** The second, for a client that is ending already and does no more about it. */
  const destroy = (): void => {
    client.end(true)
    client.stream.destroy()
  }
  let arrivals = 0
  const vigil = keepVigil(
    {
      ping: () => client.sendPing(),
      destroy,
      ended: (ending) => {
        looking?.[Symbol.dispose]()
        // Whoever still waits for the broker to have something is told that it has not.
        client.end(true)
        ended(ending)
      },
    },
    keepaliveSeconds,
  )
  const fail = ({ message }: Error): void => vigil.end({ reason: message })
  client.on('error', fail)
  client.on('packetreceive', vigil.heard)
  client.on('disconnect', ({ reasonCode }) =>
    vigil.end({ reason: 'the broker said goodbye', code: reasonCode }),
  )
  let isShared = false
  const filterOf = (channel: Heard): string => {
    const filter = everyKiosk(channel)
    return isShared && SHARED.has(channel) ? `$share/${share}/${filter}` : filter
  }
  /** Where nothing may be kept, what a kiosk asks to be kept is brought as such: no question, no event. */
  const subscriptions = (): ISubscriptionMap =>
    Object.fromEntries(
      HEARD.map((channel) => [filterOf(channel), { qos: 1, rap: !isKept(channel) }]),
    )
  client.once('connect', ({ properties }) => {
    if (vigil.isEnding) return
    // Offered unless it says otherwise (MQTT 5 §3.2.2.3.13).
    isShared = share !== undefined && properties?.sharedSubscriptionAvailable !== false
    vigil.welcome()
    connected()
  })
  client.on('message', (topic, payload, { properties, retain }) => {
    if (topic.startsWith('$SYS/')) return options.refusals?.heard(topic, payload)
    if (isOnlyLooked(properties) && !retain) return
    if (retain && keepsNothing(topic)) {
      const bytes = payload.byteLength
      return bytes > 0 ? strayed({ topic, bytes }) : undefined
    }
    arrivals += 1
    const parsed = parseTopic(topic)
    if (!parsed.ok || vigil.isEnding) return
    const { at, channel } = parsed
    const expirySeconds = properties?.messageExpiryInterval
    if (isHeard(channel))
      arrived({ at, channel, payload, isRetained: retain, expirySeconds })
  })
  client.once('close', vigil.closed)
  /** A broker answers in order: when nothing came before its answer, nothing was on its way. */
  const emptied = async (): Promise<void> => {
    const before = arrivals
    await pong(client)
    if (arrivals !== before) await emptied()
  }
  return {
    get isShared() {
      return isShared
    },
    listen: (granted) => {
      vigil.expect()
      // QoS 0: a flood of them holds up no kiosk's message, and none of them is owed.
      if (options.refusals !== undefined)
        client.subscribe([...options.refusals.topics], { qos: 0 })
      client.subscribe(subscriptions(), (error, grants = []) => {
        const refused = grants.some(({ qos }) => qos > 2)
        if (error !== null || refused)
          return fail(error ?? new Error('the broker refused a subscription'))
        vigil.welcome()
        looking = lookForStrays(client, isShared ? [...SHARED] : [])
        granted()
      })
    },
    hush: async () => {
      await client.unsubscribeAsync(HEARD.map(filterOf))
      await emptied()
    },
    publish: async (message) => {
      // A client that is ending would keep it, and never say what became of it.
      if (vigil.isEnding) throw new Error('the connection is ending')
      await client.publishAsync(message.topic, message.payload, how(message))
    },
    leave: async () => {
      if (client.connected) await atMost(GOODBYE_MS, client.endAsync())
      vigil.end({ reason: 'left' })
    },
  }
}

/** Resolves at the answer to a ping; never, if the connection ends first. */
const pong = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => {
    const heard = ({ cmd }: { cmd: string }): void => {
      if (cmd !== 'pingresp') return
      client.off('packetreceive', heard)
      resolve()
    }
    client.on('packetreceive', heard)
    client.sendPing()
  })

const isHeard = (channel: Channel): channel is Heard =>
  HEARD.some((heard) => heard === channel)

const optionsOf = ({
  username,
  password,
  keepaliveSeconds = KEEPALIVE_SECONDS,
}: ConnectionOptions): IClientOptions => ({
  protocolVersion: 5,
  clientId: username,
  username,
  ...(password !== undefined && { password }),
  clean: true,
  keepalive: keepaliveSeconds,
  connectTimeout: CONNECT_LIMIT_MS,
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  properties: { maximumPacketSize: MAX_PACKET_BYTES },
})

const how = ({ retain, expirySeconds }: Message): IClientPublishOptions => ({
  qos: 1,
  retain,
  ...(expirySeconds !== undefined && {
    properties: { messageExpiryInterval: expirySeconds },
  }),
})
