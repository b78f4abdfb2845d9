// What a broker keeps that it should not (fault 30): on a channel where nothing is kept, or of a kiosk
// that nobody knows. An administrator's tool may have left it, or an earlier broker.
import type { IPublishPacket, MqttClient } from 'mqtt'
import type { Alarms } from '../alarms/alarms.ts'
import { HUB_NAMES } from '../identity/authority.ts'
import type { Logger } from '../log.ts'
import { CHANNELS, type Channel, everyKiosk, parseTopic } from '../protocol/topics.ts'
import { HEARD } from './decode.ts'
import type { Kiosks } from './kiosks.ts'

/** `bytes` of its payload, which nobody reads. */
export type Stray = { topic: string; bytes: number }

const KEPT: readonly Channel[] = ['state', 'reported', 'config']

export const isKept = (channel: Channel): boolean => KEPT.includes(channel)

/** True of what nothing may ever be kept on, whoever's it is. */
export const keepsNothing = (topic: string): boolean => {
  const parsed = parseTopic(topic)
  return !parsed.ok || !isKept(parsed.channel)
}

/** Where the hub does not listen anyway, so that it must look. */
const LOOKED_AT = CHANNELS.filter(
  (channel) => !isKept(channel) && !HEARD.some((heard) => heard === channel),
).map(everyKiosk)

const LOOK_EACH_MS = 10 * 60_000

/** MQTT 5 §3.8.2.1.2: marks what only comes because the hub looks. */
const LOOKING = 1

/** Of what comes so, all but what was kept is somebody else's to hear. */
export const isOnlyLooked = (
  properties: IPublishPacket['properties'] | undefined,
): boolean => [properties?.subscriptionIdentifier].flat().includes(LOOKING)

/**
 * Has the broker bring what it keeps there, now and every ten minutes. It does not go on listening:
 * of several hubs each would hear every other's answers. Who shares a channel is not brought what is
 * kept on it, and must look there too.
 */
export const lookForStrays = (
  client: MqttClient,
  shared: readonly Channel[],
): Disposable => {
  const filters = [...LOOKED_AT, ...shared.map(everyKiosk)]
  const properties = { subscriptionIdentifier: LOOKING }
  const look = (): void => {
    if (!client.connected) return
    client.subscribe(filters, { qos: 0, nl: true, properties }, (error) => {
      if (error === null && client.connected) client.unsubscribe(filters)
    })
  }
  look()
  const timer = setInterval(look, LOOK_EACH_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** More at once wait for the next look. */
const MOST_CLEARING = 1000

type Clearing = {
  kiosks: Pick<Kiosks, 'find'>
  /** Has the broker keep nothing there; rejects when it is not told. */
  clear(topic: string): Promise<void>
  alarms: Pick<Alarms, 'raise'>
  log: Logger
}

/** Answers what to do with each stray: it is told, and cleared; whatever it says is not read. */
export const clearStrays = ({
  kiosks,
  clear,
  alarms,
  log,
}: Clearing): ((stray: Stray) => void) => {
  const clearing = new Set<string>()
  /** One after the other: a broker bounds what is on its way. */
  let last: Promise<void> = Promise.resolve()

  return ({ topic, bytes }) => {
    const parsed = parseTopic(topic)
    const isOurs = parsed.ok && kiosks.find(parsed.at) !== undefined
    const kiosk = isOurs ? parsed.at.kiosk : HUB_NAMES.a
    const channel = parsed.ok ? parsed.channel : 'no channel'
    const detail = `${channel}, ${bytes} bytes`
    alarms.raise({ kiosk, kind: 'retained-garbage', detail })
    if (clearing.has(topic) || clearing.size >= MOST_CLEARING) return
    clearing.add(topic)
    last = last.then(async () => {
      try {
        await clear(topic)
        log.info({ kiosk, channel, bytes }, 'cleared what the broker kept')
      } catch (error) {
        log.warn({ kiosk, channel, reason: String(error) }, 'what the broker keeps stays')
      } finally {
        clearing.delete(topic)
      }
    })
  }
}
