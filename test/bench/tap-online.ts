// `tap-online`: card bytes on a PTY to the release bytes on another, kiosk, Mosquitto (TLS) and hub each
// a process of its own; against a bare question and answer on that Mosquitto, and one argon2id.
import { topicOf } from '../../hub/protocol/topics.ts'
import { comparePin } from '../../hub/registry/pin.ts'
import type { Beside } from '../support/beside.ts'
import { AINO, OMAR, PIN } from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import { connectBare, launchBareHub } from './bare-line.ts'
import { type Metric, progress, quantile, timeEach } from './report.ts'
import { tap } from './tap.ts'

const WARM = 20
const TAPS = 100
const ASKS = 300
/** What the whole may cost beyond one argon2id: so many bare answers, and so much at the worst. */
const ANSWERS = 5
const TAIL_MS = 25
const BARE_KIOSK = { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'bare' }

/**
 * In it: both serial hops (socat carries them), the screen told to ask for the PIN, the PIN typed into
 * its WebSocket, all that kiosk and hub do. Not in it: the patron's own time, and the first taps, on code
 * that is still cold. The argon2id is taken before each tap, from rest as the hub's own is.
 */
export const tapOnline = async (): Promise<readonly Metric[]> => {
  let answers: readonly number[] = []
  await using house = await openHouse({
    beside: true,
    before: async (beside, hubFolder) => {
      progress('tap-online: bare questions and answers')
      answers = await bareAnswers(beside, hubFolder)
    },
  })
  const bare = quantile(answers, 0.5)
  const { hashes, taps } = await manyTaps(house)
  const hash = quantile(hashes, 0.5)
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

const bareAnswers = async (beside: Beside, hubFolder: string): Promise<number[]> => {
  await using _hub = await launchBareHub(beside.url, hubFolder)
  const client = await connectBare(beside, BARE_KIOSK)
  await client.subscribeAsync(topicOf(BARE_KIOSK, 'answer'), { qos: 1 })
  const payload = 'x'.repeat(400)
  const samples = await timeEach(
    WARM + ASKS,
    () =>
      new Promise<void>((resolve) => {
        client.once('message', () => resolve())
        client.publish(topicOf(BARE_KIOSK, 'ask'), payload, { qos: 1 })
      }),
  )
  await client.endAsync()
  return samples.slice(WARM)
}

const manyTaps = async (house: House) => {
  const screen = await house.screen('door')
  const records = hubRecords(house)
  const [hashes, taps]: [number[], number[]] = [[], []]
  for (let n = 1; n <= WARM + TAPS; n++) {
    if (n % 20 === 0) progress(`tap-online: ${n} of ${WARM + TAPS} taps`)
    await screen.shows('door.ready')
    hashes.push(...(await timeEach(1, () => comparePin(null, PIN))))
    taps.push(await tap(house, screen, n % 2 === 0 ? AINO : OMAR))
    await house.branch.hand({ do: 'open-door' })
    await records.has('the door opened', opened(n))
    await house.branch.hand({ do: 'close-door' })
  }
  await screen.close()
  return { hashes: hashes.slice(WARM), taps: taps.slice(WARM) }
}

const opened = (times: number) => (rows: readonly InboxRow[]) =>
  rows.filter(({ kind, body }) => kind === 'door' && body?.includes('"opened"')).length >=
  times
