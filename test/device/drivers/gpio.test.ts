import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openGpioDoor } from '../../../device/drivers/gpio.ts'
import { lineNumber } from '../../../device/drivers/gpio-number.ts'
import { silent as log } from '../../../device/log.ts'

/** A made-up /sys/class/gpio as Linux 6.12 shows two chips. */
const sysfs = (): Disposable & { root: string } => {
  const root = mkdtempSync(join(tmpdir(), 'b24-gpio-'))
  const chip = (name: string, label: string, base: number, ngpio: number): void => {
    mkdirSync(join(root, name))
    for (const [file, value] of Object.entries({ label, base, ngpio }))
      writeFileSync(join(root, name, file), `${value}\n`)
  }
  chip('gpiochip512', 'pinctrl-bcm2711', 512, 58)
  chip('gpiochip570', 'raspberrypi-exp-gpio', 570, 8)
  writeFileSync(join(root, 'export'), '')
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}

test('a line is known by the base of its labelled chip', () => {
  using tree = sysfs()
  const bcm = lineNumber(tree.root, 'pinctrl-bcm2711', 17)
  assert.equal(bcm, { ok: true, number: 529 })
  const expander = lineNumber(tree.root, 'raspberrypi-exp-gpio', 7)
  assert.equal(expander, { ok: true, number: 577 })
})

test('a chip or line that is not there is named so', () => {
  using tree = sysfs()
  const reason = (chip: string, line: number, root = tree.root): unknown => {
    const found = lineNumber(root, chip, line)
    return found.ok ? found.number : found.reason
  }
  assert.is(reason('pinctrl-bcm2835', 17), 'no-such-chip')
  assert.is(reason('raspberrypi-exp-gpio', 8), 'no-such-line')
  assert.is(reason('raspberrypi-exp-gpio', -1), 'no-such-line')
  assert.is(reason('pinctrl-bcm2711', 17, join(tree.root, 'nowhere')), 'no-gpio')
})

test('without GPIO the lines stay unconnected, commands do nothing, and it closes', async () => {
  using tree = sysfs()
  const lines = openGpioDoor({
    chip: 'none',
    root: tree.root,
    lock: 17,
    contact: 27,
    exit: 22,
    fire: 23,
    log,
  })
  lines.release()
  lines.light('go')
  lines.secure()
  assert.not(lines.connected)
  await lines.close()
})

test.run()
