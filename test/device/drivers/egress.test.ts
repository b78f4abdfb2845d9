// Nothing that is said to the entrance's board can hold the way out: shown at the pins, with the real
// driver on a simulated board, and by where the drivers' sources name the lines.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DOOR_PINS } from '../../../device/drivers/board-pins.ts'
import { openDoorBoard } from '../../../device/drivers/door-board.ts'
import { inputsOf, outputsOf } from '../../../device/drivers/gpio-lines.ts'
import { silent as log } from '../../../device/log.ts'
import type { DoorLineEvent, DoorLines } from '../../../device/ports.ts'
import { createDoor } from '../../../device/simulator/door.ts'
import { PIN_MODE } from '../../../device/simulator/firmata-protocol.ts'
import { listening } from '../../support/listening.ts'
import { inProcess } from '../../support/wires.ts'

const OBSERVED = {
  contact: DOOR_PINS.contact,
  'exit button': DOOR_PINS.exit,
  'fire panel': DOOR_PINS.fire,
  bolt: DOOR_PINS.bolt,
  key: DOOR_PINS.key,
  'beam a': DOOR_PINS.beams.a,
  'beam b': DOOR_PINS.beams.b,
}

const COMMANDS: readonly ((lines: DoorLines) => void)[] = [
  (lines) => lines.release(),
  (lines) => lines.secure(),
  (lines) => lines.light('ready'),
  (lines) => lines.light('no'),
  (lines) => lines.sound('close-door'),
  (lines) => lines.sound('quiet'),
]

const enter = async () => {
  const rig = inProcess()
  const door = createDoor(() => {})
  const path = rig.path('door')
  await rig.wires.plug(path, door.board)
  const events = listening<DoorLineEvent>()
  const fitted = ['bolt', 'beams', 'buzzer', 'key'] as const
  const lines = openDoorBoard({ path, binding: rig.binding, log, fitted })
  lines.listen(events.tell)
  await events.next((event) => event.kind === 'beam' && event.beam === 'b')
  return {
    door,
    lines,
    [Symbol.asyncDispose]: async () => {
      await lines.close()
      door.stop()
      await rig[Symbol.asyncDispose]()
    },
  }
}

test('whatever is commanded, what the software may only see stays an input', async () => {
  await using entrance = await enter()
  const { door, lines } = entrance
  const never = new Map<string, number>()
  door.board.onPin(() => {
    for (const [name, pin] of Object.entries(OBSERVED))
      if (door.board.mode(pin) === PIN_MODE.output) never.set(name, pin)
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...COMMANDS), { maxLength: 30 }),
      async (all) => {
        for (const command of all) command(lines)
        await new Promise(setImmediate)
        assert.equal([...never.keys()], [])
      },
    ),
    { numRuns: 30 },
  )
  for (const pin of Object.values(OBSERVED))
    assert.is(door.board.mode(pin), PIN_MODE.pullup)
})

test('whatever is commanded, fire and the exit button release the door, and the handle opens it (threat 15)', async () => {
  await using entrance = await enter()
  const { door, lines } = entrance
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...COMMANDS), { maxLength: 10 }),
      async (all) => {
        for (const command of all) command(lines)
        door.fire(true)
        assert.is(door.state().lock, 'released')
        assert.ok(door.pull())
        door.shut()
        door.fire(false)
        door.button(true)
        assert.is(door.state().lock, 'released')
        door.button(false)
      },
    ),
    { numRuns: 30 },
  )
})

const source = (file: string): string =>
  readFileSync(new URL(`../../../device/drivers/${file}`, import.meta.url), 'utf8')

/** Each use of a line's name, and what stands before it in its call. */
const usesOf = (name: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`(\\w+)\\(\\s*(?:DOOR_PINS\\.)?${name}\\b`, 'g'))].map(
    ([, called]) => called ?? '',
  )

test('in the drivers the lines of exit, fire and contact are given to an input, and to nothing else', () => {
  for (const line of ['contact', 'exit', 'fire'])
    assert.equal(usesOf(line, source('door-board.ts')), ['input'], line)
})

test('on GPIO only lock, lamps and buzzer are ever driven, whatever is fitted', () => {
  const lights = { ready: 4, go: 5, no: 6 }
  const wiring = {
    ...{ lock: 0, contact: 1, exit: 2, fire: 3, lights, bolt: 7 },
    ...{ beams: { a: 8, b: 9 }, buzzer: 10, key: 11 },
  }
  assert.equal(
    outputsOf(wiring).map(({ line }) => line),
    [0, 4, 5, 6, 10],
  )
  assert.equal(
    inputsOf(wiring).map(({ line }) => line),
    [1, 2, 3, 7, 8, 9, 11],
  )
})

test('such a use is found where there is one', () => {
  assert.equal(usesOf('exit', 'relay(DOOR_PINS.exit); lines.output(exit)'), [
    'relay',
    'output',
  ])
})

test.run()
