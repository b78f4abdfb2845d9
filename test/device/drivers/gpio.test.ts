import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openGpioDoor } from '../../../device/drivers/gpio-door.ts'
import { inputsOf, outputsOf, sharedLines } from '../../../device/drivers/gpio-lines.ts'
import { lineNumber, numberOf } from '../../../device/drivers/gpio-number.ts'
import { makeOutputsLow } from '../../../device/drivers/gpio-safe.ts'
import { openLog, silent } from '../../../device/log.ts'

type Tree = Disposable & {
  root: string
  chip(name: string, label: string, base: number, ngpio: number): void
  /** As a process that died left it: exported, and high. */
  exported(number: number): void
  has(file: string): string
}

/** A made-up /sys/class/gpio as Linux 6.12 shows two chips. */
const sysfs = (): Tree => {
  const root = mkdtempSync(join(tmpdir(), 'b24-gpio-'))
  const tree: Tree = {
    root,
    chip: (name, label, base, ngpio) => {
      mkdirSync(join(root, name))
      for (const [file, value] of Object.entries({ label, base, ngpio }))
        writeFileSync(join(root, name, file), `${value}\n`)
    },
    exported: (number) => {
      mkdirSync(join(root, `gpio${number}`))
      writeFileSync(join(root, `gpio${number}`, 'direction'), 'high')
    },
    has: (file) => readFileSync(join(root, file), 'utf8'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  }
  tree.chip('gpiochip512', 'pinctrl-bcm2711', 512, 58)
  tree.chip('gpiochip570', 'raspberrypi-exp-gpio', 570, 8)
  for (const file of ['export', 'unexport']) writeFileSync(join(root, file), '')
  return tree
}

const WIRING = { lock: 17, contact: 27, exit: 22, fire: 23 }

test('a line is known by the base of its labelled chip (fault 45)', () => {
  using tree = sysfs()
  const bcm = lineNumber(tree.root, 'pinctrl-bcm2711', 17)
  assert.equal(bcm, { ok: true, number: 529 })
  const expander = lineNumber(tree.root, 'raspberrypi-exp-gpio', 7)
  assert.equal(expander, { ok: true, number: 577 })
})

test('a chip or line that is not there, or a label twice, is named so', () => {
  using tree = sysfs()
  tree.chip('gpiochip600', 'raspberrypi-exp-gpio', 600, 8)
  const reason = (chip: string, line: number, root = tree.root): unknown => {
    const found = lineNumber(root, chip, line)
    return found.ok ? found.number : found.reason
  }
  assert.is(reason('pinctrl-bcm2835', 17), 'no-such-chip')
  assert.is(reason('raspberrypi-exp-gpio', 7), 'two-such-chips')
  assert.is(reason('pinctrl-bcm2711', 58), 'no-such-line')
  assert.is(reason('pinctrl-bcm2711', -1), 'no-such-line')
  assert.is(reason('pinctrl-bcm2711', 17, join(tree.root, 'nowhere')), 'no-gpio')
})

test('a technician with the wrong label is told which chips there are', () => {
  using tree = sysfs()
  assert.throws(
    () => numberOf(tree.root, 'pinctrl-rp1', 17),
    'line 17 of GPIO chip pinctrl-rp1: no chip here has that label; there are: pinctrl-bcm2711 (lines 0–57), raspberrypi-exp-gpio (lines 0–7)',
  )
})

test('no line may serve two uses, and an output least of all an input', () => {
  assert.equal(sharedLines(WIRING), [])
  assert.equal(sharedLines({ ...WIRING, fire: 17, lights: { go: 22 } }), [
    {
      at: 'exit',
      expected:
        'expected another line than lights.go has: an output may not drive an input',
    },
    {
      at: 'fire',
      expected: 'expected another line than lock has: an output may not drive an input',
    },
  ])
  const line = fc.nat(12)
  const lights = fc.record({ ready: line, go: line, no: line })
  const beams = fc.option(fc.record({ a: line, b: line }), { nil: undefined })
  const maybe = fc.option(line, { nil: undefined })
  const wiring = fc.record({
    ...{ lock: line, contact: line, exit: line, fire: line, lights },
    ...{ bolt: maybe, beams, buzzer: maybe, key: maybe },
  })
  fc.assert(
    fc.property(wiring, (wired) => {
      const lines = [...outputsOf(wired), ...inputsOf(wired)].map((use) => use.line)
      assert.is(sharedLines(wired).length, lines.length - new Set(lines).size)
    }),
  )
})

test('every line of kiosk.json is either driven or heard, and the lock comes first', () => {
  const lights = { ready: 1, go: 2, no: 3 }
  const all = { ...WIRING, lights, bolt: 4, beams: { a: 5, b: 6 }, buzzer: 7, key: 8 }
  assert.equal(
    outputsOf(all).map(({ at }) => at),
    ['lock', 'lights.ready', 'lights.go', 'lights.no', 'buzzer'],
  )
  assert.equal(
    inputsOf(all).map(({ at }) => at),
    ['contact', 'exit', 'fire', 'bolt', 'beams.a', 'beams.b', 'key'],
  )
})

test('the driver refuses a wiring in which two uses share a line', () => {
  const shared = { ...WIRING, exit: WIRING.lock }
  assert.throws(
    () => openGpioDoor({ chip: 'x', lockBy: 'sysfs', log: silent, ...shared }),
    'exit: expected another line than lock has: an output may not drive an input',
  )
})

test('what a dead process left high is made low and let go of; inputs are left alone', async () => {
  using tree = sysfs()
  for (const number of [512 + 17, 512 + 5, 512 + 23]) tree.exported(number)
  const lights = { go: 5 }
  await makeOutputsLow({ chip: 'pinctrl-bcm2711', root: tree.root, ...WIRING, lights })
  assert.is(tree.has('gpio529/direction'), 'low')
  assert.is(tree.has('gpio517/direction'), 'low')
  assert.is(tree.has('gpio535/direction'), 'high')
  assert.is(tree.has('unexport'), '517')
})

test('one output that cannot be made low keeps no other from it', async () => {
  using tree = sysfs()
  tree.exported(512 + 17)
  const wired = { chip: 'pinctrl-bcm2711', root: tree.root, ...WIRING, lights: { go: 99 } }
  const failed = await makeOutputsLow(wired).catch((error: Error) => error.message)
  assert.match(
    failed ?? '',
    'line 99 of GPIO chip pinctrl-bcm2711: the chip has no such line',
  )
  assert.is(tree.has('gpio529/direction'), 'low')
})

test('without GPIO the lines stay unconnected, commands do nothing, and it closes', async () => {
  using tree = sysfs()
  const said: string[] = []
  const log = openLog({ level: 'info', to: { write: (line) => said.push(line) } })
  const lines = openGpioDoor({
    ...WIRING,
    chip: 'none',
    root: tree.root,
    lockBy: 'gpioset',
    log,
  })
  lines.release()
  lines.light('go')
  lines.secure()
  assert.not(lines.connected)
  await lines.close()
  assert.match(said.join(), 'there are: pinctrl-bcm2711 (lines 0–57)')
  assert.not(existsSync(join(tree.root, 'gpio529')))
})

test.run()
