import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openCardReader } from '../../../device/drivers/barcode-reader.ts'
import { silent as log } from '../../../device/log.ts'
import type { CardReader, CardReaderEvent } from '../../../device/ports.ts'
import {
  type BarcodeDevice,
  createBarcodeDevice,
} from '../../../device/simulator/barcode-device.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { inProcess, RIGS, type Rig } from '../../support/wires.ts'

type Desk = AsyncDisposable & {
  scanner: BarcodeDevice
  reader: CardReader
  events: Told<CardReaderEvent>
  plug(): Promise<void>
  unplug(): Promise<void>
}

const furnish = async (rig: Rig, steady?: () => number): Promise<Desk> => {
  const scanner = createBarcodeDevice({ prefix: ']F0' })
  const path = rig.path('card')
  await rig.wires.plug(path, scanner)
  const reader = openCardReader({
    path,
    binding: rig.binding,
    log,
    ...(steady && { steady }),
  })
  const events = listening<CardReaderEvent>()
  reader.listen(events.tell)
  return {
    scanner,
    reader,
    events,
    plug: () => rig.wires.plug(path, scanner),
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => reader.close(),
  }
}

const connected = (is: boolean) => (event: CardReaderEvent) =>
  event.kind === 'card-reader' && event.connected === is
const isCard = (event: CardReaderEvent) => event.kind === 'card'

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: reads a card, normalised`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    await desk.events.next(connected(true))
    desk.scanner.scan('A21080000000015B')
    assert.equal(await desk.events.next(isCard), { kind: 'card', number: '21080000000015' })
  })

  on(`${name}: reads on after replug`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    await desk.events.next(connected(true))
    await desk.unplug()
    await desk.events.next(connected(false))
    desk.scanner.scan('21080000000015')
    await desk.plug()
    await desk.events.next(connected(true))
    desk.scanner.scan('21080000000023')
    assert.equal(await desk.events.next(isCard), { kind: 'card', number: '21080000000023' })
  })
}

test('a card held still is one card, and one held again later another', async () => {
  await using rig = inProcess()
  let now = 0
  await using desk = await furnish(rig, () => now)
  await desk.events.next(connected(true))
  const hold = (number: string, at: number): void => {
    now = at
    desk.scanner.scan(number)
  }
  const held: [string, number][] = [
    ['21080000000015', 0],
    ['21080000000015', 0],
    ['???', 0],
    ['21080000000023', 0],
  ]
  for (const [number, at] of held) hold(number, at)
  await desk.events.next((event) => event.kind === 'card' && event.number.endsWith('23'))
  hold('21080000000023', 1_600)
  await desk.events.next(isCard)
  const numbers = desk.events.all.flatMap((event) =>
    event.kind === 'card' ? event.number : [],
  )
  assert.equal(numbers, ['21080000000015', '21080000000023', '21080000000023'])
})

test.run()
