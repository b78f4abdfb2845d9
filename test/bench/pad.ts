// `pad`: ten items laid on the pad at 38 400 baud 8E1, every block read, AFI written and read back,
// against the time those bytes need on the wire.
import { openItemReader } from '../../device/drivers/feig-reader.ts'
import { silent as log } from '../../device/log.ts'
import type { ItemReaderEvent } from '../../device/ports.ts'
import { createFeigDevice } from '../../device/simulator/feig-device.ts'
import { type LineSpeed, paced } from '../../device/simulator/pace.ts'
import type { ByteDevice } from '../../device/simulator/wires.ts'
import { listening } from '../support/listening.ts'
import { itemTag, uidOf } from '../support/tags.ts'
import { RIGS, type Rig } from '../support/wires.ts'
import { type Metric, progress, quantile } from './report.ts'

const SPEED: LineSpeed = { baudRate: 38_400, bitsPerByte: 11 }
const ITEMS = Array.from({ length: 10 }, (_, index) => index + 1)
const ROUNDS = 5
const ON_LOAN = 0xc2
const GOAL = 1.15

type Round = { ms: number; bytes: number }

export const pad = async (): Promise<readonly Metric[]> => {
  const rounds: Round[] = []
  for (let n = 1; n <= ROUNDS; n++) {
    progress(`pad: round ${n} of ${ROUNDS}`)
    await using rig = layRig()
    rounds.push(await lendTen(rig))
  }
  const ms = quantile(
    rounds.map((round) => round.ms),
    0.5,
  )
  const wireMs = quantile(
    rounds.map(({ bytes }) => onTheWire(bytes)),
    0.5,
  )
  return [
    { row: 'pad', metric: 'wire', value: wireMs, unit: 'ms' },
    {
      row: 'pad',
      metric: 'ten-items',
      value: ms,
      unit: 'ms',
      ratio: ms / wireMs,
      goal: GOAL,
    },
  ]
}

const layRig = (): Rig => {
  const rig = RIGS.find(({ tools }) => tools.includes('socat'))
  if (rig === undefined) throw new Error('no pseudo terminals to measure over')
  return rig.lay()
}

const onTheWire = (bytes: number): number =>
  (bytes * SPEED.bitsPerByte * 1000) / SPEED.baudRate

const lendTen = async (rig: Rig): Promise<Round> => {
  const device = createFeigDevice()
  const counter = counted(device)
  const path = rig.path('pad')
  await rig.wires.plug(path, paced(counter.device, SPEED))
  const reader = openItemReader({ path, baudRate: SPEED.baudRate, binding: undefined, log })
  const events = listening<ItemReaderEvent>()
  reader.listen(events.tell)
  await events.next((event) => event.kind === 'item-reader' && event.connected)
  const before = counter.bytes()
  const start = performance.now()
  for (const n of ITEMS) device.put(itemTag(n))
  await events.next((event) => event.kind === 'tags' && event.tags.length === ITEMS.length)
  const written = await Promise.all(ITEMS.map((n) => reader.writeAfi(uidOf(n), ON_LOAN)))
  const round = { ms: performance.now() - start, bytes: counter.bytes() - before }
  await reader.close()
  if (!written.every(({ ok }) => ok)) throw new Error('an AFI was not verified')
  return round
}

const counted = (device: ByteDevice): { device: ByteDevice; bytes(): number } => {
  let bytes = 0
  return {
    bytes: () => bytes,
    device: {
      plugged: (send) =>
        device.plugged((out) => {
          bytes += out.length
          send(out)
        }),
      receive: (chunk) => {
        bytes += chunk.length
        device.receive(chunk)
      },
      unplugged: () => device.unplugged(),
    },
  }
}
