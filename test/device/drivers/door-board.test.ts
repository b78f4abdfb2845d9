import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DOOR_PINS } from '../../../device/drivers/board-pins.ts'
import { openDoorBoard } from '../../../device/drivers/door-board.ts'
import { silent as log } from '../../../device/log.ts'
import type { DoorLineEvent, DoorLines } from '../../../device/ports.ts'
import {
  createFirmataDevice,
  type FirmataDevice,
} from '../../../device/simulator/firmata-device.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { inProcess, RIGS, type Rig } from '../../support/wires.ts'

type Entrance = AsyncDisposable & {
  board: FirmataDevice
  lines: DoorLines
  events: Told<DoorLineEvent>
  /** Levels of the lock's relay, one for each change. */
  lock: Told<number>
  lit: Told<'go'>
  plug(): Promise<void>
  unplug(): Promise<void>
}

const enter = async (rig: Rig, limitMs = 10_000): Promise<Entrance> => {
  const limits = [{ pin: DOOR_PINS.lock, safe: 0, ms: limitMs }]
  const board = createFirmataDevice({ limits })
  board.drive(DOOR_PINS.contact, 0)
  board.drive(DOOR_PINS.fire, 0)
  const events = listening<DoorLineEvent>()
  const lock = listening<number>()
  const lit = listening<'go'>()
  let last = 0
  board.onPin((pin) => {
    if (pin === DOOR_PINS.lights.go && board.output(pin) === 1) lit.tell('go')
    const level = board.output(DOOR_PINS.lock)
    if (pin !== DOOR_PINS.lock || level === last) return
    last = level
    lock.tell(level)
  })
  const path = rig.path('door')
  await rig.wires.plug(path, board)
  const lines = openDoorBoard({ path, binding: rig.binding, log })
  lines.listen(events.tell)
  return {
    board,
    lines,
    events,
    lock,
    lit,
    plug: () => rig.wires.plug(path, board),
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => lines.close(),
  }
}

const connected = (is: boolean) => (event: DoorLineEvent) =>
  event.kind === 'lines' && event.connected === is

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: releases and secures the lock`, async () => {
    await using rig = lay()
    await using door = await enter(rig)
    await door.events.next(connected(true))
    door.lines.release()
    assert.is(await door.lock.next(), 1)
    door.lines.secure()
    assert.is(await door.lock.next(), 0)
  })

  on(`${name}: a release while unplugged never reaches the lock after replug`, async () => {
    await using rig = lay()
    await using door = await enter(rig)
    await door.events.next(connected(true))
    await door.unplug()
    await door.events.next(connected(false))
    assert.not(door.lines.connected)
    door.lines.release()
    await door.plug()
    await door.events.next(connected(true))
    door.lines.light('ready')
    await door.events.next((event) => event.kind === 'contact')
    assert.is(door.board.output(DOOR_PINS.lock), 0)
    assert.equal(door.lock.all, [])
  })

  on(`${name}: secures a lock that stayed released while unplugged`, async () => {
    await using rig = lay()
    await using door = await enter(rig)
    await door.events.next(connected(true))
    door.lines.release()
    assert.is(await door.lock.next(), 1)
    await door.unplug()
    await door.events.next(connected(false))
    assert.is(door.board.output(DOOR_PINS.lock), 1)
    await door.plug()
    assert.is(await door.lock.next(), 0)
    await door.events.next(connected(true))
  })

  on(`${name}: tells contact, fire and exit button`, async () => {
    await using rig = lay()
    await using door = await enter(rig)
    const is = (wanted: DoorLineEvent) => (event: DoorLineEvent) =>
      JSON.stringify(event) === JSON.stringify(wanted)
    await door.events.next(connected(true))
    await door.events.next(is({ kind: 'contact', open: false }))
    door.board.drive(DOOR_PINS.contact, 1)
    await door.events.next(is({ kind: 'contact', open: true }))
    door.board.drive(DOOR_PINS.exit, 0)
    await door.events.next(is({ kind: 'exit-button', pressed: true }))
    door.board.drive(DOOR_PINS.fire, null)
    await door.events.next(is({ kind: 'fire', on: true }))
  })

  on(`${name}: a board that was reset is fitted out anew`, async () => {
    await using rig = lay()
    await using door = await enter(rig)
    await door.events.next(connected(true))
    door.lines.light('go')
    await door.lit.next()
    door.lines.release()
    assert.is(await door.lock.next(), 1)
    door.board.reset()
    assert.is(await door.lock.next(), 0)
    await door.events.next(connected(false))
    await door.events.next(connected(true))
    await door.lit.next()
    assert.is(door.board.output(DOOR_PINS.lock), 0)
  })

  on(`${name}: noise from the board ends in a new connection`, async () => {
    await using rig = lay()
    let say: ((bytes: Uint8Array) => void) | undefined
    await using door = await enter({
      ...rig,
      wires: {
        ...rig.wires,
        plug: (path, device) =>
          rig.wires.plug(path, {
            ...device,
            plugged: (send) => {
              say = send
              device.plugged(send)
            },
          }),
      },
    })
    await door.events.next(connected(true))
    // The state of a pin that no board has.
    say?.(Uint8Array.of(0xf0, 0x6e, 0x7e, 1, 1, 0xf7))
    await door.events.next(connected(false))
    await door.events.next(connected(true))
  })

  on(`${name}: secures the lock when it closes`, async () => {
    await using rig = lay()
    const door = await enter(rig)
    await door.events.next(connected(true))
    door.lines.release()
    assert.is(await door.lock.next(), 1)
    await door.lines.close()
    assert.is(await door.lock.next(), 0)
  })
}

test('a board that falls silent is given up, and taken up again when it answers', async () => {
  await using rig = inProcess()
  let isSilent = false
  const { wires } = rig
  const deaf: Rig['wires'] = {
    ...wires,
    plug: (path, device) =>
      wires.plug(path, {
        ...device,
        receive: (bytes) => {
          if (!isSilent) device.receive(bytes)
        },
      }),
  }
  await using door = await enter({ ...rig, wires: deaf })
  await door.events.next(connected(true))
  isSilent = true
  await door.events.next(connected(false))
  isSilent = false
  await door.events.next(connected(true))
})

test('the board secures a lock that nobody secures', async () => {
  await using rig = inProcess()
  await using door = await enter(rig, 30)
  await door.events.next(connected(true))
  door.lines.release()
  assert.is(await door.lock.next(), 1)
  assert.is(await door.lock.next(), 0)
})

test('leaves no listener on the process', async () => {
  const before = process.eventNames().map((event) => [event, process.listenerCount(event)])
  await using rig = inProcess()
  await using door = await enter(rig)
  await door.events.next(connected(true))
  const after = process.eventNames().map((event) => [event, process.listenerCount(event)])
  assert.equal(after, before)
})

test.run()
