// A kiosk as the hub hears it: the real mqtt client with a kiosk's password and key, and nothing
// behind it. It can say what no kiosk of ours would.
import mqtt, { type MqttClient } from 'mqtt'
import type { AnswerOf, AskKind, RequestOf } from '../../hub/protocol/asks.ts'
import type { Acked, StateMessage } from '../../hub/protocol/envelope.ts'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { bootKeys, deriveKeys, open, seal } from '../../hub/protocol/seal.ts'
import { type Channel, parseTopic, topicOf } from '../../hub/protocol/topics.ts'
import { addressOf, type KioskName, secretOf } from './hub.ts'
import { until } from './until.ts'

type Heard = { channel: Channel; body: Record<string, unknown>; bytes: string }

export type Voice = AsyncDisposable & {
  readonly client: MqttClient
  /** Everything this kiosk was sent, oldest first. */
  readonly heard: readonly Heard[]
  /** Says anything at all. */
  say(channel: Channel, payload: string | Buffer, retain?: boolean): Promise<void>
  state(status: StateMessage['status'], epoch: number): Promise<void>
  ask<K extends AskKind>(kind: K, request: RequestOf<K>, id: string): Promise<AnswerOf<K>>
  /** The bytes of the next question. `kind` and `request` may be anything. */
  asking(kind: string, request: unknown, id: string): Promise<string>
  /** Rows from `first` on, answered by the ack. `rows` may be anything. */
  batch(epoch: number, first: number, rows: readonly unknown[]): Promise<Acked>
  /** The same, saying that nothing older is left. */
  oldestBatch(epoch: number, first: number, rows: readonly unknown[]): Promise<Acked>
  /** In the voice's own epoch, unless told another. */
  sealed(channel: Channel, id: string, body: unknown, epoch?: number): Promise<string>
  opened(channel: Channel, id: string, sealed: unknown, epoch?: number): Promise<unknown>
  next(channel: Channel, fits?: (heard: Heard) => boolean): Promise<Heard>
  /** Breaks the connection without a word, so that the will is told. */
  vanish(): Promise<void>
}

export const rows = (first: number, ...events: KioskEvent[]) =>
  events.map((event, index) => ({ seq: first + index, event }))

const connected = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('error', reject)
  })

/** PEM, of a kiosk that comes by TLS. */
export type Papers = { ca: string; cert: string; key: string }

/** Every answer also bears what time it is, which is another each time. */
const withoutTime = (body: unknown): unknown => {
  const { hubTime: _, ...answer } = body as { hubTime?: unknown }
  return answer
}

export const openVoice = async (
  url: string,
  kiosk: KioskName,
  epoch = 1,
  papers?: Papers,
): Promise<Voice> => {
  const at = addressOf(kiosk)
  const { seal: lasting, password } = deriveKeys(secretOf(kiosk))
  const keyOf = bootKeys(secretOf(kiosk))
  let asks = 0
  const lost: StateMessage = { v: 1, status: 'lost', epoch }
  const client = mqtt.connect(url, {
    protocolVersion: 5,
    clientId: kiosk,
    username: kiosk,
    password,
    reconnectPeriod: 0,
    ...papers,
    will: {
      topic: topicOf(at, 'state'),
      payload: Buffer.from(JSON.stringify(lost)),
      qos: 1,
      retain: true,
    },
  })
  await connected(client)
  client.on('error', () => {})

  const heard: Heard[] = []
  const listeners = new Set<() => void>()
  client.on('message', (topic, payload) => {
    const parsed = parseTopic(topic)
    if (!parsed.ok) return
    const bytes = payload.toString()
    heard.push({ channel: parsed.channel, body: JSON.parse(bytes), bytes })
    for (const listener of listeners) listener()
  })
  const topics = (['ack', 'answer', 'config'] as const).map((name) => topicOf(at, name))
  await client.subscribeAsync(topics, { qos: 1 })

  const next: Voice['next'] = (channel, fits = () => true) => {
    const from = heard.length
    const find = () => heard.slice(from).find((one) => one.channel === channel && fits(one))
    const onChange = (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
    const found = (one: Heard | undefined): one is Heard => one !== undefined
    return until({ now: find, onChange }, `${kiosk} hears ${channel}`, found)
  }
  const say: Voice['say'] = async (channel, payload, retain = false) => {
    await client.publishAsync(topicOf(at, channel), payload, { qos: 1, retain })
  }
  const sealed: Voice['sealed'] = async (channel, id, body, of = epoch) =>
    seal(keyOf(of), { kiosk, channel, id }, body)
  const opened: Voice['opened'] = async (channel, id, text, of = epoch) => {
    const key = channel === 'config' ? lasting : keyOf(of)
    const result = open(key, { kiosk, channel, id }, String(text))
    if (!result.ok) throw new Error(result.reason)
    return channel === 'answer' ? withoutTime(result.body) : result.body
  }
  const asking: Voice['asking'] = async (kind, request, id) => {
    asks += 1
    const n = asks
    const body = await sealed('ask', `${n}.${id}`, request)
    return JSON.stringify({ v: 1, id, epoch, n, kind, sealed: body })
  }
  const send = async (
    of: number,
    first: number,
    { bodies, oldest }: { bodies: readonly unknown[]; oldest?: true },
  ): Promise<Acked> => {
    const last = first + bodies.length - 1
    const body = await sealed('event', `${of}.${first}.${last}`, bodies, of)
    const ack = next('ack')
    const outside = { v: 1, epoch: of, first, last, oldest }
    await say('event', JSON.stringify({ ...outside, sealed: body }))
    return (await opened('ack', String(of), (await ack).body.sealed, of)) as Acked
  }
  return {
    client,
    heard,
    say,
    state: (status, epoch) => say('state', JSON.stringify({ v: 1, status, epoch }), true),
    ask: async <K extends AskKind>(kind: K, request: RequestOf<K>, id: string) => {
      const answer = next('answer', ({ body }) => body.id === id)
      await say('ask', await asking(kind, request, id))
      return (await opened('answer', id, (await answer).body.sealed)) as AnswerOf<K>
    },
    asking,
    batch: (of, first, bodies) => send(of, first, { bodies }),
    oldestBatch: (of, first, bodies) => send(of, first, { bodies, oldest: true }),
    sealed,
    opened,
    next,
    vanish: async () => {
      if (!client.connected) return
      const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
      client.stream.destroy()
      await closed
    },
    [Symbol.asyncDispose]: () => client.endAsync(true),
  }
}
