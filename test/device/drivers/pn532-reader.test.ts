import { readlinkSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openNfcReader } from '../../../device/drivers/pn532-reader.ts'
import { silent as log } from '../../../device/log.ts'
import type { CardReader, CardReaderEvent } from '../../../device/ports.ts'
import {
  createPn532Device,
  type Pn532Device,
} from '../../../device/simulator/pn532-device.ts'
import type { ByteDevice } from '../../../device/simulator/wires.ts'
import type { CardFound, Pn532Command } from '../../../device/wire/pn532.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { inProcess, RIGS, type Rig } from '../../support/wires.ts'
import { bytes } from '../wire/hex.ts'

type Door = AsyncDisposable & {
  chip: Pn532Device
  reader: CardReader
  events: Told<CardReaderEvent>
  /** Resolves with the next card's number. */
  card(): Promise<string>
  /** All that were read so far. */
  numbers(): string[]
  /** Resolves when it has looked so many times more, whatever it found. */
  looks(times: number): Promise<void>
  plug(): Promise<void>
  unplug(): Promise<void>
}

type Dressed = { dress?: (chip: ByteDevice) => ByteDevice; steady?: () => number }

const furnish = async (rig: Rig, { dress = (chip) => chip, steady }: Dressed = {}) => {
  const chip = createPn532Device()
  const path = rig.path('nfc')
  const plug = () => rig.wires.plug(path, dress(chip))
  await plug()
  const reader = openNfcReader({
    path,
    binding: rig.binding,
    log,
    ...(steady && { steady }),
  })
  const events = listening<CardReaderEvent>()
  reader.listen(events.tell)
  const door: Door = {
    chip,
    reader,
    events,
    card: async () => {
      const told = await events.next(({ kind }) => kind === 'card')
      return told.kind === 'card' ? told.number : ''
    },
    numbers: () => events.all.flatMap((one) => (one.kind === 'card' ? one.number : [])),
    looks: async (times) => {
      const commands = listening<Pn532Command>()
      chip.onCommand = commands.tell
      // It asks anew only when it has read the answer before.
      for (let n = 0; n <= times; n++) await commands.next(({ kind }) => kind === 'cards')
    },
    plug,
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => reader.close(),
  }
  await events.next(connected(true))
  return door
}

const connected = (is: boolean) => (event: CardReaderEvent) =>
  event.kind === 'card-reader' && event.connected === is

const plain = (hex: string): CardFound => ({
  ...{ uid: bytes(hex), atqa: 0x0044, sak: 0x08, ats: null },
})
const AINO = plain('04 A1 B2 C3 D4 E5 F6')
const OMAR = plain('04 11 22 33 44 55 66')
const PHONE: CardFound = { ...plain('08 A1 B2 C3'), sak: 0x20, ats: bytes('78 80 70 02') }
const DESFIRE: CardFound = {
  ...{ uid: bytes('04 A1 B2 C3 D4 E5 F6 A7 B8 C9'), atqa: 0x0344, sak: 0x20 },
  ats: bytes('75 77 81 02 80'),
}

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: reads the UID of a card, of four bytes, seven or ten`, async () => {
    await using rig = lay()
    await using door = await furnish(rig)
    for (const [card, number] of [
      [AINO, 'nfc:04a1b2c3d4e5f6'],
      [plain('A1 B2 C3 D4'), 'nfc:a1b2c3d4'],
      [DESFIRE, 'nfc:04a1b2c3d4e5f6a7b8c9'],
    ] as const) {
      door.chip.put(card)
      assert.is(await door.card(), number)
      door.chip.take(card.uid)
    }
  })

  on(`${name}: unplugged it is lost, and reads on after replug (fault 34)`, async () => {
    await using rig = lay()
    await using door = await furnish(rig)
    await door.unplug()
    await door.events.next(connected(false))
    assert.not(door.reader.connected)
    door.chip.put(AINO)
    await door.plug()
    await door.events.next(connected(true))
    assert.is(await door.card(), 'nfc:04a1b2c3d4e5f6')
  })

  on(`${name}: a chip that hangs is lost, and found on a new port`, async () => {
    await using rig = lay()
    await using door = await furnish(rig)
    door.chip.hung = true
    await door.events.next(connected(false))
    door.chip.hung = false
    await door.events.next(connected(true))
    door.chip.put(AINO)
    await door.card()
  })

  on(`${name}: reads through noise between the frames (fault 37)`, async () => {
    await using rig = lay()
    const dress = (chip: ByteDevice): ByteDevice => ({
      ...chip,
      plugged: (send) =>
        chip.plugged((said) => {
          send(Uint8Array.of(0x11, 0xff, 0x02, 0xd5))
          send(said)
        }),
    })
    await using door = await furnish(rig, { dress })
    door.chip.put(AINO)
    await door.card()
  })
}

needing(test, 'socat')(
  'found again by its link, though its port has another number (fault 35)',
  async () => {
    const [, terminals] = RIGS
    await using rig = (terminals ?? { lay: inProcess }).lay()
    await using door = await furnish(rig)
    const path = rig.path('nfc')
    const before = readlinkSync(path)
    await door.unplug()
    await door.events.next(connected(false))
    await rig.wires.plug(rig.path('another'), createPn532Device())
    await door.plug()
    await door.events.next(connected(true))
    assert.is.not(readlinkSync(path), before)
    door.chip.put(AINO)
    await door.card()
  },
)

test('an answer that comes garbled is asked for again, not lost (fault 40)', async () => {
  await using rig = inProcess()
  await using door = await furnish(rig)
  door.chip.garbled = 1
  door.chip.put(AINO)
  assert.is(await door.card(), 'nfc:04a1b2c3d4e5f6')
  assert.is(door.chip.garbled, 0)
})

test('a phone that draws its UID is no card (threat 1)', async () => {
  await using rig = inProcess()
  await using door = await furnish(rig)
  door.chip.put(PHONE)
  await door.looks(3)
  door.chip.take(PHONE.uid)
  door.chip.put(AINO)
  await door.card()
  assert.equal(door.numbers(), ['nfc:04a1b2c3d4e5f6'])
})

test('two cards at once are none, until one of them is alone (fault 39)', async () => {
  await using rig = inProcess()
  await using door = await furnish(rig)
  door.chip.put(AINO)
  door.chip.put(OMAR)
  await door.looks(3)
  assert.equal(door.numbers(), [])
  door.chip.take(AINO.uid)
  await door.card()
  assert.equal(door.numbers(), ['nfc:04112233445566'])
})

test('a card held still is one card, one taken away and held again another (fault 38)', async () => {
  await using rig = inProcess()
  let now = 0
  await using door = await furnish(rig, { steady: () => now })
  door.chip.put(AINO)
  await door.looks(4)
  assert.equal(door.numbers(), ['nfc:04a1b2c3d4e5f6'])
  door.chip.take(AINO.uid)
  door.chip.put(OMAR)
  await door.looks(3)
  door.chip.take(OMAR.uid)
  await door.looks(2)
  now = 1_600
  door.chip.put(OMAR)
  await door.looks(2)
  const omar = 'nfc:04112233445566'
  assert.equal(door.numbers(), ['nfc:04a1b2c3d4e5f6', omar, omar])
})

test.run()
