import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CHUTE_PINS, FLAP, pulseFor, SORTER } from '../../../device/drivers/board-pins.ts'
import { openChuteBoard } from '../../../device/drivers/chute-board.ts'
import { silent as log } from '../../../device/log.ts'
import type { ChuteBoard, ChuteBoardEvent } from '../../../device/ports.ts'
import {
  createFirmataDevice,
  type FirmataDevice,
} from '../../../device/simulator/firmata-device.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { RIGS, type Rig } from '../../support/wires.ts'

type Chute = AsyncDisposable & {
  device: FirmataDevice
  board: ChuteBoard
  events: Told<ChuteBoardEvent>
  /** Outputs as they change. */
  pins: Told<{ pin: number; out: number }>
  plug(): Promise<void>
  unplug(): Promise<void>
}

const build = async (rig: Rig): Promise<Chute> => {
  const device = createFirmataDevice()
  device.drive(CHUTE_PINS.beam, 0)
  const events = listening<ChuteBoardEvent>()
  const pins = listening<{ pin: number; out: number }>()
  device.onPin((pin) => pins.tell({ pin, out: device.output(pin) }))
  const path = rig.path('chute')
  await rig.wires.plug(path, device)
  const board = openChuteBoard({ path, binding: rig.binding, bins: 2, log })
  board.listen(events.tell)
  return {
    device,
    board,
    events,
    pins,
    plug: () => rig.wires.plug(path, device),
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => board.close(),
  }
}

const connected = (is: boolean) => (event: ChuteBoardEvent) =>
  event.kind === 'board' && event.connected === is
const at = (pin: number, out: number) => (change: { pin: number; out: number }) =>
  change.pin === pin && change.out === out

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: moves flap, sorter and lights`, async () => {
    await using rig = lay()
    await using chute = await build(rig)
    await chute.events.next(connected(true))
    chute.board.openFlap()
    await chute.pins.next(at(CHUTE_PINS.flap, pulseFor(FLAP.open)))
    chute.board.closeFlap()
    await chute.pins.next(at(CHUTE_PINS.flap, pulseFor(FLAP.closed)))
    chute.board.sortTo(2)
    await chute.pins.next(at(CHUTE_PINS.sorter, pulseFor(2 * SORTER.perBin)))
    // The tray has swung back by itself: the same bin must be told again.
    chute.board.sortTo(2)
    await chute.pins.next(at(CHUTE_PINS.sorter, pulseFor(2 * SORTER.perBin)))
    // A tray that got nothing is still tilted: it is levelled before the next book comes.
    chute.board.openFlap()
    await chute.pins.next(at(CHUTE_PINS.sorter, pulseFor(SORTER.rest)))
    chute.board.light('thanks')
    await chute.pins.next(at(CHUTE_PINS.lights.thanks, 1))
    assert.throws(() => chute.board.sortTo(3), /bins 1…2/)
  })

  on(`${name}: tells beam and bins`, async () => {
    await using rig = lay()
    await using chute = await build(rig)
    await chute.events.next((event) => event.kind === 'beam' && !event.broken)
    chute.device.drive(CHUTE_PINS.beam, 1)
    await chute.events.next((event) => event.kind === 'beam' && event.broken)
    await chute.events.next((event) => event.kind === 'bin' && event.bin === 2)
    chute.device.driveAnalog(1, 1023)
    await chute.events.next(
      (event) => event.kind === 'bin' && event.bin === 2 && event.level === 1,
    )
  })

  on(`${name}: a flap left open at unplug is closed before anything else`, async () => {
    await using rig = lay()
    await using chute = await build(rig)
    await chute.events.next(connected(true))
    chute.board.openFlap()
    await chute.pins.next(at(CHUTE_PINS.flap, pulseFor(FLAP.open)))
    await chute.unplug()
    await chute.events.next(connected(false))
    chute.board.openFlap()
    await chute.plug()
    await chute.events.next(connected(true))
    assert.ok(chute.device.output(CHUTE_PINS.flap) <= pulseFor(FLAP.closed))
  })
}

test.run()
