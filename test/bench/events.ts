// `events`: rows taken in durably, each committed (FULL) before its ack, from fifty kiosks at once
// through broker and hub in a process of their own; against bare QoS 1 fan-in on the same broker.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { bootKeys, deriveKeys, seal } from '../../hub/protocol/seal.ts'
import { topicOf } from '../../hub/protocol/topics.ts'
import { openStore } from '../../hub/store/store.ts'
import { launch, type Program } from '../support/program.ts'
import { type Metric, progress } from './report.ts'

const KIOSKS = 50
const BATCHES = 30
const ROWS = 100
const MESSAGES = 40_000
const IN_FLIGHT = 20
const EPOCH = 1_795_000_000
const BRANCH = 'svardsjo'

type Teller = { kiosk: string; secret: Uint8Array; batches: readonly string[] }

const addressOf = (kiosk: string) => ({ consortium: 'dalarna', branch: BRANCH, kiosk })

/** An evening's mix: the door, those who come, those who may not, a reader that blinks. */
const eventAt = (n: number, at: number): KioskEvent => {
  if (n % 10 < 3) return { kind: 'door', at, what: 'opened' }
  if (n % 10 < 6) return { kind: 'door', at, what: 'closed' }
  if (n % 10 < 8) return { kind: 'visit', at, patron: 'patron-key-0001' }
  return n % 10 === 8
    ? { kind: 'entry-refused', at, reason: 'wrong-pin' }
    : { kind: 'device', at, device: 'desk-pad', connected: n % 20 === 9 }
}

const sealedBatch = async (
  { kiosk, secret }: Pick<Teller, 'kiosk' | 'secret'>,
  first: number,
  count: number,
): Promise<string> => {
  const last = first + count - 1
  const rows = Array.from({ length: count }, (_, n) => ({
    seq: first + n,
    event: eventAt(first + n, Date.now()),
  }))
  const place = { kiosk, channel: 'event', id: `${EPOCH}.${first}.${last}` }
  const sealed = await seal(await bootKeys(secret)(EPOCH), place, rows)
  return JSON.stringify({ v: 1, epoch: EPOCH, first, last, sealed })
}

const tellerOf = async (n: number): Promise<Teller> => {
  const [kiosk, secret] = [`svardsjo-${n + 1}`, new Uint8Array(randomBytes(32))]
  const batches: string[] = []
  for (let batch = 0; batch < BATCHES; batch += 1)
    batches.push(await sealedBatch({ kiosk, secret }, batch * ROWS + 1, ROWS))
  return { kiosk, secret, batches }
}

const connect = async (url: string, clientId: string, password?: string) => {
  const client = await connectAsync(url, {
    protocolVersion: 5,
    clientId,
    username: clientId,
    ...(password !== undefined && { password }),
  })
  if (client.stream instanceof Socket) client.stream.setNoDelay(true)
  return client
}

/** One batch at a time, the next one when the hub has said that it has the last. */
const tellAll = (client: MqttClient, { kiosk, batches }: Teller): Promise<void> =>
  new Promise((resolve) => {
    let next = 0
    const tell = (): void => {
      const batch = batches[next]
      next += 1
      if (batch === undefined) resolve()
      else client.publish(topicOf(addressOf(kiosk), 'event'), batch, { qos: 1 })
    }
    client.on('message', tell)
    tell()
  })

const bareMessages = async (): Promise<number> => {
  await using broker = await launch({
    script: 'test/bench/bare-broker.ts',
    args: ['hears'],
    log: '/dev/null',
  })
  const payload = await sealedBatch({ kiosk: 'k', secret: new Uint8Array(32) }, 1, 1)
  const clients = await Promise.all(
    Array.from({ length: KIOSKS }, (_, n) => connect(broker.ready.mqtt ?? '', `k-${n}`)),
  )
  let left = MESSAGES
  const send = async (client: MqttClient, topic: string): Promise<void> => {
    while (left > 0) {
      left -= 1
      await client.publishAsync(topic, payload, { qos: 1 })
    }
  }
  const began = performance.now()
  await Promise.all(
    clients.flatMap((client, n) => {
      const topic = topicOf(addressOf(`k-${n}`), 'event')
      return Array.from({ length: IN_FLIGHT }, () => send(client, topic))
    }),
  )
  const seconds = (performance.now() - began) / 1000
  await Promise.all(clients.map((client) => client.endAsync(true)))
  return MESSAGES / seconds
}

const hubFor = async (folder: string, tellers: readonly Teller[]): Promise<Program> => {
  const config = join(folder, 'hub.json')
  const kiosks = tellers.map(({ kiosk, secret }) => ({
    ...{ branch: BRANCH, kiosk, secret: Buffer.from(secret).toString('base64url') },
  }))
  const anywhere = { port: 0 }
  const about = { consortium: 'dalarna', http: anywhere, mqtt: anywhere }
  const log = { level: 'error' }
  await writeFile(config, JSON.stringify({ ...about, var: folder, kiosks, log }))
  return launch({
    script: 'hub/main.ts',
    args: ['--config', config],
    log: join(folder, 'hub.log'),
  })
}

const MB = 1024

/** Resident megabytes, and seconds of processor time, by Linux's own count. */
const costOf = async (pid: number): Promise<{ megabytes: number; seconds: number }> => {
  const [status, stat] = await Promise.all(
    ['status', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
  )
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status ?? '')?.[1])
  // proc(5): after the name in brackets comes field 3; utime and stime are fields 14 and 15.
  const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  return { megabytes: kilobytes / MB, seconds: (user + system) / 100 }
}

const takenRows = async (folder: string): Promise<number> => {
  const store = await openStore(join(folder, 'hub.sqlite'))
  try {
    const { rows } = await store.db
      .selectFrom('inbox')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    return rows
  } finally {
    await store.close()
  }
}

const durableRows = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-events-'))
  try {
    const tellers = await Promise.all(Array.from({ length: KIOSKS }, (_, n) => tellerOf(n)))
    await using hub = await hubFor(folder, tellers)
    const lines = await Promise.all(
      tellers.map(async (teller) => {
        const { kiosk, secret } = teller
        const { password } = await deriveKeys(secret)
        const client = await connect(hub.ready.mqtt ?? '', kiosk, password)
        await client.subscribeAsync(topicOf(addressOf(kiosk), 'ack'), { qos: 1 })
        return { client, teller }
      }),
    )
    const [before, began] = [await costOf(hub.pid), performance.now()]
    await Promise.all(lines.map(({ client, teller }) => tellAll(client, teller)))
    const seconds = (performance.now() - began) / 1000
    const after = await costOf(hub.pid)
    await Promise.all(lines.map(({ client }) => client.endAsync(true)))
    await hub.end()
    const rows = KIOSKS * BATCHES * ROWS
    const taken = await takenRows(folder)
    if (taken !== rows) throw new Error(`the hub has ${taken} rows, not ${rows}`)
    const share = (after.seconds - before.seconds) / seconds
    return { perSecond: rows / seconds, megabytes: after.megabytes, share }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const events = async (): Promise<readonly Metric[]> => {
  progress(`events: ${MESSAGES} bare messages from ${KIOSKS} clients`)
  const bare = await bareMessages()
  progress(`events: ${KIOSKS * BATCHES * ROWS} rows from ${KIOSKS} kiosks`)
  const { perSecond, megabytes, share } = await durableRows()
  const row = 'events'
  return [
    { row, metric: 'bare-messages', value: bare, unit: '1/s' },
    {
      row,
      metric: 'rows',
      value: perSecond,
      unit: '1/s',
      ratio: bare / perSecond,
      goal: 1,
    },
    { row, metric: 'hub-processor', value: share, unit: 'cores' },
    { row, metric: 'hub-memory', value: megabytes, unit: 'MB' },
  ]
}
