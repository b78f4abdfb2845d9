import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openPrinter } from '../../../device/drivers/printer.ts'
import { silent as log } from '../../../device/log.ts'
import type { PrinterEvent, Receipt, ReceiptPrinter } from '../../../device/ports.ts'
import {
  createPrinterDevice,
  type PrinterDevice,
} from '../../../device/simulator/printer-device.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { RIGS, type Rig } from '../../support/wires.ts'

const RECEIPT: Receipt = {
  branch: 'Svärdsjö bibliotek',
  when: '19 nov 2026 17.42',
  heading: 'Lånat',
  lines: [{ text: 'Å, ä och ö', right: '17 dec' }],
  closing: ['Välkommen åter'],
}

type Desk = AsyncDisposable & {
  device: PrinterDevice
  printer: ReceiptPrinter
  events: Told<PrinterEvent>
  /** One telling for each change of the device. */
  changes: Told<'change'>
  plug(): Promise<void>
  unplug(): Promise<void>
}

const furnish = async (rig: Rig, msPerLine = 0): Promise<Desk> => {
  const device = createPrinterDevice({ msPerLine })
  const changes = listening<'change'>()
  device.onChange(() => changes.tell('change'))
  const path = rig.path('printer')
  await rig.wires.plug(path, device)
  const printer = openPrinter({ path, binding: rig.binding, log })
  const events = listening<PrinterEvent>()
  printer.listen(events.tell)
  return {
    device,
    printer,
    events,
    changes,
    plug: () => rig.wires.plug(path, device),
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => printer.close(),
  }
}

const connected = (is: boolean) => (event: PrinterEvent) =>
  event.kind === 'printer' && event.connected === is
const paper = (is: string) => (event: PrinterEvent) =>
  event.kind === 'paper' && event.state === is

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: prints a receipt with its own letters`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    await desk.events.next(paper('ok'))
    assert.equal(await desk.printer.print(RECEIPT), { ok: true })
    const text = desk.device.receipt?.map((line) => line.text).join('\n') ?? ''
    assert.match(text, 'Svärdsjö bibliotek')
    assert.match(text, /Å, ä och ö +17 dec/)
    assert.match(text, 'Välkommen åter')
  })

  on(`${name}: says that paper or cover is missing, and prints nothing later`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    await desk.events.next(connected(true))
    desk.device.paper = 'out'
    assert.equal(await desk.printer.print(RECEIPT), { ok: false, reason: 'paper-out' })
    assert.is(desk.printer.paper, 'out')
    desk.device.paper = 'ok'
    desk.device.coverOpen = true
    assert.equal(await desk.printer.print(RECEIPT), { ok: false, reason: 'cover-open' })
    desk.device.coverOpen = false
    assert.is(desk.device.receipt, null)
    assert.equal(await desk.printer.print(RECEIPT), { ok: true })
  })

  on(`${name}: a receipt cut short by the paper's end is not finished later`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig, 5)
    await desk.events.next(paper('ok'))
    const printed = desk.printer.print(RECEIPT)
    while ((desk.device.receipt?.length ?? 0) < 2) await desk.changes.next()
    desk.device.paper = 'out'
    assert.equal(await printed, { ok: false, reason: 'paper-out' })
    const length = desk.device.receipt?.length
    // The order to forget the rest goes out behind the answer, before the next question.
    desk.device.paper = 'near-end'
    assert.equal(await desk.printer.print({ ...RECEIPT, heading: 'Nytt' }), { ok: true })
    assert.is(desk.printer.paper, 'near-end')
    assert.ok(length !== undefined && length < 9)
    while (desk.device.printing) await desk.changes.next()
    assert.not(desk.device.receipt?.some((line) => line.text.includes('Lånat')))
  })

  on(
    `${name}: is disconnected while unplugged, and prints again after replug`,
    async () => {
      await using rig = lay()
      await using desk = await furnish(rig)
      await desk.events.next(paper('ok'))
      await desk.unplug()
      await desk.events.next(connected(false))
      assert.is(desk.printer.paper, 'unknown')
      assert.equal(await desk.printer.print(RECEIPT), { ok: false, reason: 'disconnected' })
      await desk.plug()
      await desk.events.next(connected(true))
      assert.is(desk.device.receipt, null)
      assert.equal(await desk.printer.print(RECEIPT), { ok: true })
    },
  )
}

test.run()
