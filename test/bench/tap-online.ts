// `tap-online`: card and PIN to lock effect, through kiosk, broker and hub as processes of their own,
// against a bare MQTT request and answer and one argon2id at the hub's cost, all in this run.
import { Socket } from 'node:net'
import { connectAsync, type MqttClient } from 'mqtt'
import { pinMatches } from '../../hub/registry/pin.ts'
import { AINO, OMAR, PIN } from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import { launch } from '../support/program.ts'
import type { ScreenClient } from '../support/screen.ts'
import { type Metric, progress, quantile, timeEach } from './report.ts'

const TAPS = 40
const ASKS = 300
const HASHES = 40
/** What the whole may cost beyond one argon2id: so many bare answers, and so much at the worst. */
const ANSWERS = 5
const TAIL_MS = 25

export const tapOnline = async (): Promise<readonly Metric[]> => {
  progress('tap-online: one argon2id at the configured cost')
  const hash = quantile(await timeEach(HASHES, () => pinMatches(null, PIN)), 0.5)
  progress('tap-online: bare request and answer')
  const bare = quantile(await bareAnswers(), 0.5)
  const taps = await manyTaps()
  const [p50, p99] = [quantile(taps, 0.5), quantile(taps, 0.99)]
  const floor = hash + ANSWERS * bare
  const row = 'tap-online'
  return [
    { row, metric: 'argon2id-p50', value: hash, unit: 'ms' },
    { row, metric: 'bare-p50', value: bare, unit: 'ms' },
    { row, metric: 'p50', value: p50, unit: 'ms', ratio: p50 / floor, goal: 1 },
    { row, metric: 'p99', value: p99, unit: 'ms', ratio: p99 / (floor + TAIL_MS), goal: 1 },
  ]
}

const bareAnswers = async (): Promise<number[]> => {
  await using broker = await launch({
    script: 'test/bench/bare-broker.ts',
    args: [],
    log: '/dev/null',
  })
  const [asker, answerer] = await Promise.all([
    connect(broker.ready.mqtt),
    connect(broker.ready.mqtt),
  ])
  await answerer.subscribeAsync('ask', { qos: 1 })
  await asker.subscribeAsync('answer', { qos: 1 })
  answerer.on('message', (_topic, payload) =>
    answerer.publish('answer', payload, { qos: 1 }),
  )
  const samples = await timeEach(ASKS, () => answered(asker))
  await Promise.all([asker.endAsync(), answerer.endAsync()])
  return samples
}

/** Without TCP_NODELAY the bare line would be slow, and every ratio flattering. */
const connect = async (url = ''): Promise<MqttClient> => {
  const client = await connectAsync(url, { protocolVersion: 5 })
  if (client.stream instanceof Socket) client.stream.setNoDelay(true)
  return client
}

const answered = (asker: MqttClient): Promise<void> =>
  new Promise((resolve) => {
    asker.once('message', () => resolve())
    asker.publish('ask', 'x'.repeat(400), { qos: 1 })
  })

const manyTaps = async (): Promise<number[]> => {
  await using house = await openHouse()
  const screen = await house.screen('door')
  const records = hubRecords(house)
  const samples: number[] = []
  for (let n = 1; n <= TAPS; n++) {
    if (n % 10 === 0) progress(`tap-online: ${n} of ${TAPS} taps`)
    await screen.shows('door.ready')
    samples.push(await tap(house, screen, n % 2 === 0 ? AINO : OMAR))
    await house.branch.hand({ do: 'open-door' })
    await records.has('the door opened', opened(n))
    await house.branch.hand({ do: 'close-door' })
  }
  await screen.close()
  return samples
}

const opened = (times: number) => (rows: readonly InboxRow[]) =>
  rows.filter(({ kind, body }) => kind === 'door' && body?.includes('"opened"')).length >=
  times

/** The card's bytes to the question for the PIN, and the PIN to the relay: the patron's own time left out. */
const tap = async (house: House, screen: ScreenClient, card: string): Promise<number> => {
  const held = performance.now()
  await house.branch.hand({ do: 'hold-card', at: 'door', number: card })
  await screen.shows('door.pin')
  const read = performance.now() - held
  const typed = performance.now()
  screen.send({ do: 'pin', digits: PIN })
  await house.branchIs('the lock is released', ({ door }) => door.lock === 'released')
  return read + performance.now() - typed
}
