// `events`: rows taken in durably, each committed (FULL) before its ack, from fifty kiosks at once
// through Mosquitto (TLS) and hub, each a process of its own; against bare QoS 1 fan-in on that Mosquitto.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { topicOf } from '../../hub/protocol/topics.ts'
import { openStore } from '../../hub/store/store.ts'
import { type Beside, openBeside } from '../support/beside.ts'
import { launch, type Program } from '../support/program.ts'
import { connectBare, launchBareHub } from './bare-line.ts'
import { costOf } from './cost.ts'
import { type Metric, progress } from './report.ts'
import {
  addressOf,
  BATCHES,
  BRANCH,
  ROWS,
  sealedBatch,
  type Teller,
  tellAll,
  tellerOf,
} from './tellers.ts'

const KIOSKS = 50
const MESSAGES = 40_000
const IN_FLIGHT = 20

/** Counted when the broker has confirmed them; a client beside it hears them as the hub would. */
const bareMessages = async (beside: Beside, folder: string): Promise<number> => {
  await using _hub = await launchBareHub(beside.url, folder)
  const payload = await sealedBatch({ kiosk: 'k', secret: new Uint8Array(32) }, 1, 1)
  const clients = await Promise.all(
    Array.from({ length: KIOSKS }, (_, n) => connectBare(beside, addressOf(`k-${n}`))),
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

const hubFor = async (
  folder: string,
  { mqtt }: Beside,
  tellers: readonly Teller[],
): Promise<Program> => {
  const config = join(folder, 'hub.json')
  const kiosks = tellers.map(({ kiosk, secret }) => ({
    ...{ branch: BRANCH, kiosk, secret: Buffer.from(secret).toString('base64url') },
  }))
  const about = { consortium: 'dalarna', http: { port: 0 }, mqtt }
  const log = { level: 'error' }
  await writeFile(config, JSON.stringify({ ...about, var: folder, kiosks, log }))
  return launch({
    script: 'hub/main.ts',
    args: ['--config', config],
    log: join(folder, 'hub.log'),
  })
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

const durableRows = async (beside: Beside, folder: string) => {
  const tellers = await Promise.all(Array.from({ length: KIOSKS }, (_, n) => tellerOf(n)))
  await using hub = await hubFor(folder, beside, tellers)
  const lines = await Promise.all(
    tellers.map(async (teller) => {
      const at = addressOf(teller.kiosk)
      const client = await connectBare(beside, at)
      await client.subscribeAsync(topicOf(at, 'ack'), { qos: 1 })
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
}

export const events = async (): Promise<readonly Metric[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-events-'))
  try {
    await using beside = await openBeside(folder)
    progress(`events: ${MESSAGES} bare messages from ${KIOSKS} clients`)
    const bare = await bareMessages(beside, folder)
    progress(`events: ${KIOSKS * BATCHES * ROWS} rows from ${KIOSKS} kiosks`)
    return metricsOf(bare, await durableRows(beside, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Taken = Awaited<ReturnType<typeof durableRows>>

const metricsOf = (
  bare: number,
  { perSecond, megabytes, share }: Taken,
): readonly Metric[] => {
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
