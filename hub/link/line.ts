// The hub as an ordinary MQTT client, so that the broker may be any broker.
import type { Duplex } from 'node:stream'
import { type IClientPublishOptions, MqttClient } from 'mqtt'
import type { Logger } from '../log.ts'
import { MAX_PACKET_BYTES } from '../protocol/envelope.ts'
import {
  type Channel,
  everyKiosk,
  type KioskAddress,
  parseTopic,
  topicOf,
} from '../protocol/topics.ts'
import { HEARD, type Heard } from './decode.ts'
import { dialPlain } from './dial.ts'

/** One message as it came; `expirySeconds` is what its sender still gives it. */
export type Arrival = {
  at: KioskAddress
  channel: Heard
  payload: Uint8Array
  /** Kept by the broker from earlier: it says nothing of now. */
  isRetained: boolean
  expirySeconds: number | undefined
}

type Sending = { retain?: true; expirySeconds?: number }

export type Line = AsyncDisposable & {
  readonly connected: boolean
  /** Subscribes; resolves when the broker has granted every channel. */
  listen(onArrival: (arrival: Arrival) => void): Promise<void>
  /** Resolves when the broker has it. */
  publish(
    at: KioskAddress,
    channel: Channel,
    body: unknown,
    sending?: Sending,
  ): Promise<void>
}

export type LineOptions = {
  url: string
  username: string
  /** None where a certificate speaks for the hub. */
  password?: string
  log: Logger
  /** Opens a stream of bytes to the broker; TCP unless told. */
  dial?: (broker: URL) => Duplex
}

const isHeard = (channel: Channel): channel is Heard =>
  HEARD.some((heard) => heard === channel)

/** Connects, and connects again for ever. Resolves at the first connection. */
export const openLine = async ({
  url,
  username,
  password,
  log,
  dial = dialPlain,
}: LineOptions): Promise<Line> => {
  const broker = new URL(url)
  const client = new MqttClient(() => dial(broker), {
    protocolVersion: 5,
    clientId: username,
    username,
    ...(password !== undefined && { password }),
    clean: true,
    keepalive: 20,
    reconnectPeriod: 250,
    // Without this one refusal of an overloaded broker would be the last attempt.
    reconnectOnConnackError: true,
    queueQoSZero: false,
    properties: { maximumPacketSize: MAX_PACKET_BYTES },
  })
  client.on('error', ({ message }) => log.error({ reason: message }, 'broker not reached'))
  await new Promise<void>((resolve) => client.once('connect', () => resolve()))
  return {
    get connected() {
      return client.connected
    },
    listen: async (onArrival) => {
      client.on('message', (topic, payload, { properties, retain }) => {
        const parsed = parseTopic(topic)
        if (!parsed.ok) return
        const expirySeconds = properties?.messageExpiryInterval
        const { at, channel } = parsed
        if (!isHeard(channel)) return
        onArrival({ at, channel, payload, isRetained: retain, expirySeconds })
      })
      await client.subscribeAsync(HEARD.map(everyKiosk), { qos: 1 })
    },
    publish: async (at, channel, body, sending = {}) => {
      await client.publishAsync(topicOf(at, channel), JSON.stringify(body), how(sending))
    },
    [Symbol.asyncDispose]: () => client.endAsync(),
  }
}

const how = ({ retain, expirySeconds }: Sending): IClientPublishOptions => ({
  qos: 1,
  retain: retain === true,
  ...(expirySeconds !== undefined && {
    properties: { messageExpiryInterval: expirySeconds },
  }),
})
