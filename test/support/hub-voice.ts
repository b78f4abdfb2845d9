// A hub as a kiosk hears it: a client with the hub's rights on a real broker, and nothing behind it.
// It can say what no hub of ours would.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import mqtt, { type MqttClient } from 'mqtt'
import pino from 'pino'
import { suite } from 'uvu'
import { createAccounts } from '../../hub/broker/accounts.ts'
import { openBroker } from '../../hub/broker/broker.ts'
import { writeMosquittoFiles } from '../../hub/broker/mosquitto-files.ts'
import { type Authority, HUB_NAMES } from '../../hub/identity/authority.ts'
import type { AskMessage } from '../../hub/protocol/envelope.ts'
import { bootKeys, deriveKeys, seal } from '../../hub/protocol/seal.ts'
import { type Channel, topicOf } from '../../hub/protocol/topics.ts'
import {
  authorityIn,
  BROKERS,
  type BrokerName,
  type Kiosk,
  type KioskWays,
  NAMES,
  openKiosk,
  written,
} from './brokers.ts'
import { requestOf } from './certificates.ts'
import { freePorts } from './free-port.ts'
import { addressOf, type KioskName, secretOf } from './hub.ts'
import { listening, type Told } from './listening.ts'
import { startMosquitto } from './mosquitto.ts'
import { type Declare, has, needing } from './packages.ts'
import type { Papers } from './voice.ts'

type How = { retain?: boolean; expirySeconds?: number; dup?: boolean }

export type HubVoice = AsyncDisposable & {
  /** What the kiosk said, by its channel. */
  readonly heard: Told<{ channel: Channel; payload: string }>
  /** Says anything at all; rejects when the broker refuses it. */
  say(channel: Channel, payload: string | Buffer, how?: How): Promise<void>
  sealed(channel: Channel, id: string, body: unknown, epoch: number): Promise<string>
  /** Answers every question that is not one of these ids. */
  answersAllBut(...ids: readonly string[]): void
  /** The kiosk's real link and journal. */
  kiosk(ways?: KioskWays): Promise<Omit<Kiosk, 'files'>>
  /** Resolves when what expires after so many seconds has: what is waited for is time itself. */
  outlives(seconds: number): Promise<void>
  /** A client of the kiosk's that keeps its session over a break. */
  keeping(): Promise<MqttClient>
}

type Broker = AsyncDisposable & { url: string; dialHub(): Promise<MqttClient> }

const NAME: KioskName = 'svardsjo-1'
const AT = addressOf(NAME)
const V5 = { protocolVersion: 5, reconnectPeriod: 0 } as const

const inside = async (authority: Authority): Promise<Broker> => {
  const party = { role: 'hub' } as const
  const kiosk = {
    username: NAME,
    password: 'none',
    party: { role: 'kiosk', at: AT },
  } as const
  const at = { host: '127.0.0.1', port: 0, flag: 'none' }
  const broker = await openBroker({
    at,
    secure: { at, credentials: await authority.forServer(NAMES) },
    accounts: createAccounts([{ username: HUB_NAMES.a, password: 'hub', party }, kiosk]),
    alarms: { raise: () => {} },
    log: pino({ enabled: false }),
    isWithdrawn: () => false,
  })
  const who = { clientId: HUB_NAMES.a, username: HUB_NAMES.a, password: 'hub' }
  return {
    url: broker.secureUrl ?? '',
    dialHub: () => mqtt.connectAsync(broker.url, { ...V5, ...who }),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  }
}

const beside = async (authority: Authority, folder: string): Promise<Broker> => {
  const [port = 0] = await freePorts(1)
  const files = { folder, port, host: '127.0.0.1', names: NAMES, consortium: 'dalarna' }
  await writeMosquittoFiles(authority, files)
  const mosquitto = await startMosquitto(folder)
  const url = `mqtts://127.0.0.1:${port}`
  const { ca, certificate: cert, key } = await authority.forHub()
  return {
    url,
    dialHub: () => mqtt.connectAsync(url, { ...V5, clientId: HUB_NAMES.a, ca, cert, key }),
    [Symbol.asyncDispose]: () => mosquitto[Symbol.asyncDispose](),
  }
}

const openHubVoice = async (name: BrokerName): Promise<HubVoice> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-hub-voice-'))
  const authority = await authorityIn(join(folder, 'identity'))
  const broker = await (name === 'Mosquitto'
    ? beside(authority, join(folder, 'mosquitto'))
    : inside(authority))
  const client = await broker.dialHub()
  client.on('error', () => {})
  const heard = listening<{ channel: Channel; payload: string }>()
  const keyOf = bootKeys(secretOf(NAME))
  const { seal: lasting } = deriveKeys(secretOf(NAME))
  let ignored: readonly string[] = []
  const sealed: HubVoice['sealed'] = async (channel, id, body, epoch) =>
    seal(channel === 'config' ? lasting : keyOf(epoch), { kiosk: NAME, channel, id }, body)
  const say: HubVoice['say'] = async (channel, payload, how = {}) => {
    const { expirySeconds: messageExpiryInterval, ...flags } = how
    const properties = messageExpiryInterval === undefined ? {} : { messageExpiryInterval }
    await client.publishAsync(topicOf(AT, channel), payload, {
      qos: 1,
      ...flags,
      properties,
    })
  }
  const answer = async ({ id, epoch }: AskMessage): Promise<void> => {
    if (ignored.includes(id)) return
    const hubTime = { clock: Date.now(), wire: Date.now() }
    const told = { ok: true, hubTime }
    const body = { v: 1, id, sealed: await sealed('answer', id, told, epoch) }
    await say('answer', JSON.stringify(body))
  }
  client.on('message', (topic, bytes) => {
    const [channel, payload] = [topic.split('/').at(-1) as Channel, bytes.toString()]
    heard.tell({ channel, payload })
    if (channel === 'ask') void answer(JSON.parse(payload))
  })
  for (const channel of ['ask', 'event', 'reported', 'done'] as const)
    await client.subscribeAsync(`b24/v1/+/+/+/${channel}`, { qos: 1 })

  const papers = async (): Promise<Papers> => {
    const { key, request } = await requestOf('CN=whatever')
    const signed = await authority.forKiosk(AT, request)
    if (!signed.ok) throw new Error(signed.reason)
    return { ca: authority.certificate, cert: signed.certificate, key }
  }
  return {
    heard,
    say,
    sealed,
    answersAllBut: (...ids) => {
      ignored = ids
    },
    kiosk: async (ways) => {
      const files = await written(join(folder, NAME), await papers())
      return openKiosk(NAME, { url: broker.url, folder, files, ...ways })
    },
    // Brokers count in whole seconds, so it may be one more.
    outlives: (seconds) => pause((seconds + 1) * 1000 + 100),
    keeping: async () => {
      const properties = { sessionExpiryInterval: 60 }
      const session = { clean: false, properties, clientId: NAME }
      return mqtt.connectAsync(broker.url, { ...V5, ...session, ...(await papers()) })
    },
    [Symbol.asyncDispose]: async () => {
      await client.endAsync(true)
      await broker[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Stage = { hub: HubVoice }

/** A suite for each broker, with one hub's voice for all its tests; skipped loudly where there is none. */
export const onEachBroker = (
  title: string,
  declare: (on: Declare<Stage>, broker: BrokerName) => void,
): void => {
  for (const broker of BROKERS) {
    const test = suite<Stage>(`${title}, on ${broker}`)
    const isThere = broker !== 'Mosquitto' || has('mosquitto')
    test.before(async (context) => {
      if (isThere) context.hub = await openHubVoice(broker)
    })
    test.after(async ({ hub }) => {
      if (isThere) await hub[Symbol.asyncDispose]()
    })
    declare(broker === 'Mosquitto' ? needing(test, 'mosquitto') : test, broker)
    test.run()
  }
}
