import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type OsdpReader, openOsdpReader } from '../../../device/drivers/osdp-reader.ts'
import { openLog } from '../../../device/log.ts'
import type { CardReaderEvent } from '../../../device/ports.ts'
import { createOsdpDevice, type OsdpDevice } from '../../../device/simulator/osdp-device.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { inProcess, RIGS, type Rig } from '../../support/wires.ts'
import { bytes } from '../wire/hex.ts'

const KEY = '00112233445566778899aabbccddeeff'
const OTHER_KEY = bytes('FF EE DD CC BB AA 99 88 77 66 55 44 33 22 11 00')
const BADGE = { hasParity: true, count: 26, bytes: bytes('2D 00 A2 00') }

type Door = AsyncDisposable & {
  device: OsdpDevice
  reader: OsdpReader
  events: Told<CardReaderEvent>
  lines: Told<string>
  plug(): Promise<void>
  unplug(): Promise<void>
}

type Furnished = { key?: Uint8Array | null; install?: boolean; steady?: () => number }

const furnish = async (
  rig: Rig,
  { key = bytes(KEY), install = false, steady }: Furnished = {},
): Promise<Door> => {
  const folder = mkdtempSync(join(tmpdir(), 'b24-osdp-'))
  const file = join(folder, 'door.key')
  writeFileSync(file, KEY, { mode: 0o600 })
  const device = createOsdpDevice({ address: 3, key })
  const path = rig.path('osdp')
  const plug = () => rig.wires.plug(path, device)
  await plug()
  const lines = listening<string>()
  const log = openLog({ level: 'trace', to: { write: lines.tell } })
  const { binding } = rig
  const settings = { path, baudRate: 115_200, address: 3, key: file, install, binding, log }
  const reader = openOsdpReader({ ...settings, ...(steady && { steady }) })
  const events = listening<CardReaderEvent>()
  reader.listen(events.tell)
  return {
    ...{ device, reader, events, lines, plug },
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: async () => {
      await reader.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const connected = (is: boolean) => (event: CardReaderEvent) =>
  event.kind === 'card-reader' && event.connected === is
const isCard = ({ kind }: CardReaderEvent) => kind === 'card'

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: reads a badge and a PIN in a secure session`, async () => {
    await using rig = lay()
    await using door = await furnish(rig)
    await door.events.next(connected(true))
    assert.ok(door.reader.connected)
    door.device.hold(BADGE)
    const card = { kind: 'card', number: 'wiegand:26:2d00a200' }
    assert.equal(await door.events.next(isCard), card)
    door.device.type(['2', '#'])
    assert.equal(await door.events.next(), { kind: 'key', key: '2' })
    assert.equal(await door.events.next(), { kind: 'key', key: '#' })
  })

  on(`${name}: unplugged it is lost, and reads on after replug (fault 34)`, async () => {
    await using rig = lay()
    await using door = await furnish(rig)
    await door.events.next(connected(true))
    await door.unplug()
    await door.events.next(connected(false))
    assert.not(door.reader.connected)
    await door.plug()
    await door.events.next(connected(true))
    door.device.hold(BADGE)
    await door.events.next(isCard)
  })

  on(
    `${name}: an opened case is told, and a false MAC ends the session (threat 8)`,
    async () => {
      await using rig = lay()
      await using door = await furnish(rig)
      await door.events.next(connected(true))
      door.device.tamper(true)
      await door.events.next((event) => event.kind === 'tamper' && event.on)
      door.device.trouble = 'bad-mac'
      await door.events.next(connected(false))
      await door.events.next(connected(true))
    },
  )
}

test('a reader without a key of its own gets it in install mode, and no log has it (threat 9)', async () => {
  await using rig = inProcess()
  await using door = await furnish(rig, { key: null, install: true })
  await door.events.next(connected(true))
  assert.equal(door.device.key, bytes(KEY))
  for (const line of door.lines.all) assert.not.match(line.toLowerCase(), KEY)
})

test('a reader with another key is not trusted, and the log says why (threat 9)', async () => {
  await using rig = inProcess()
  await using door = await furnish(rig, { key: OTHER_KEY })
  const line = await door.lines.next((text) => text.includes('not trusted'))
  assert.match(line, '"why":"wrong-key"')
  assert.equal(door.events.all, [])
})

test('LED and buzzer of the reader follow the lights and sounds of the door', async () => {
  await using rig = inProcess()
  await using door = await furnish(rig)
  const commands = listening<string>()
  door.device.onCommand = ({ kind }) => commands.tell(kind)
  door.reader.light('no')
  door.reader.sound('refused')
  await commands.next((kind) => kind === 'led')
  assert.equal([door.device.led, door.device.tones], ['red', 3])
  door.reader.sound('close-door')
  await commands.next((kind) => kind === 'buzzer')
  assert.is(door.device.tones, 'endless')
  door.reader.sound('quiet')
  await commands.next((kind) => kind === 'buzzer')
  assert.is(door.device.tones, 'none')
})

test('a badge that is held still is one card (fault 38)', async () => {
  await using rig = inProcess()
  let now = 0
  await using door = await furnish(rig, { steady: () => now })
  await door.events.next(connected(true))
  for (let n = 0; n < 3; n++) door.device.hold(BADGE)
  door.device.type(['1'])
  await door.events.next(({ kind }) => kind === 'key')
  assert.is(door.events.all.filter(isCard).length, 1)
  now = 1_600
  door.device.hold(BADGE)
  await door.events.next(isCard)
})

test.run()
