// Every kind of card reader at the same door: real drivers, the simulated branch, a hub that says yes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseConfig } from '../../../device/config.ts'
import { startDoor } from '../../../device/door/door.ts'
import { openHardware } from '../../../device/hardware.ts'
import { silent as log } from '../../../device/log.ts'
import type { View } from '../../../device/screen-protocol.ts'
import { createBranch, SIMULATED_PATHS } from '../../../device/simulator/branch.ts'
import { createReader, type ReaderKind } from '../../../device/simulator/card-reader.ts'
import { createClock } from '../../../device/simulator/clock.ts'
import type { SimulatorState } from '../../../device/simulator/protocol.ts'
import { createWires } from '../../../device/simulator/wires.ts'
import type { AskKind, RequestOf } from '../../../hub/protocol/asks.ts'
import { listening } from '../../support/listening.ts'
import { createNotebook, createScreen, silentLink } from '../../support/ports.ts'
import { until } from '../../support/until.ts'

const readers = suite('readers at the door')

const KEY = '00112233445566778899aabbccddeeff'
const folder = mkdtempSync(join(tmpdir(), 'b24-readers-'))
const file = join(folder, 'door.key')
writeFileSync(file, KEY, { mode: 0o600 })
readers.after(() => rmSync(folder, { recursive: true }))

const HUB = { url: 'mqtt://127.0.0.1', secret: Buffer.alloc(32, 9).toString('base64url') }

/** `card` and `door` of a kiosk.json. */
const configured = (card: object) => {
  const parsed = parseConfig({
    ...{ version: 1, consortium: 'dalarna', branch: 'mora', kiosk: 'mora-1', hub: HUB },
    door: { card, lines: { kind: 'firmata', path: SIMULATED_PATHS['door-board'] } },
    simulator: { cards: [], books: [], hubHttp: 'http://127.0.0.1:1' },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.config
}

const path = SIMULATED_PATHS['door-card-reader']
const OSDP: ReaderKind = { kind: 'osdp', address: 5, key: Buffer.from(KEY, 'hex') }

/** A door on its hardware, whose hub lets in whoever asks with the right PIN. */
const open = async (card: object, door: ReaderKind) => {
  const wires = createWires()
  const asked = listening<RequestOf<'entry'>>()
  const typed = listening<string>()
  const branch = await createBranch({
    config: { cards: [], books: [] },
    about: {
      ...{ branch: '', topic: '', zone: 'Europe/Stockholm' },
      screens: { door: '', desk: '', chute: '' },
    },
    ...{ wires, clock: createClock(), readers: { door, desk: { kind: 'barcode' } } },
    onPin: (_at, digits) => typed.tell(digits),
  })
  const hardware = openHardware({
    ...{ config: configured(card), install: false, binding: wires.binding, log },
  })
  const journal = createNotebook()
  const shown = listening<string>()
  const show = (_role: string, view: View) => shown.tell(view.screen)
  const screens = { ...createScreen(), show }
  const ask = async (_role: string, _kind: AskKind, request: RequestOf<AskKind>) => {
    asked.tell(request as RequestOf<'entry'>)
    const answer = { ok: true, patron: 'p-aino-1', language: 'sv' } as const
    return { ok: true, answer } as never
  }
  if (hardware.door === undefined) throw new Error('there is no door')
  const running = startDoor({
    ...hardware.door,
    ...{
      journal,
      screens,
      link: { ...silentLink, online: true, ask },
      clock: { now: () => 1000 },
      log,
    },
  })
  await shown.next((screen) => screen === 'door.ready')
  return {
    ...{ branch, journal, asked, typed },
    sees: (fits: (state: SimulatorState) => boolean) =>
      until({ now: branch.state, onChange: branch.onChange }, String(fits), fits),
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]()
      await hardware[Symbol.asyncDispose]()
      await branch[Symbol.asyncDispose]()
      await wires[Symbol.asyncDispose]()
    },
  }
}

readers('a badge and the PIN from its reader’s own keys open the door', async () => {
  await using door = await open({ kind: 'osdp', path, address: 5, key: file }, OSDP)
  await door.branch.hand({ do: 'hold-card', at: 'door', number: 'wiegand:26:2d00a200' })
  await door.branch.hand({ do: 'type-pin', at: 'door', digits: '2468' })
  assert.equal(await door.asked.next(), {
    ...{ card: 'wiegand:26:2d00a200', pin: '2468', at: 1000 },
  })
  await door.sees(({ door: { lock } }) => lock === 'released')
  assert.equal(door.typed.all, [])
})

readers(
  'a card held to an NFC reader asks for a PIN, and opens nothing before it (threat 1)',
  async () => {
    await using door = await open({ kind: 'pn532', path }, { kind: 'pn532' })
    await door.branch.hand({ do: 'hold-card', at: 'door', number: 'nfc:04a1b2c3d4e5f6' })
    await door.branch.hand({ do: 'type-pin', at: 'door', digits: '2468' })
    assert.is(await door.typed.next(), '2468')
    assert.equal(door.asked.all, [])
    assert.is(door.branch.state().door.lock, 'secured')
  },
)

readers('a reader reads no card of another kind', () => {
  const nfc = createReader({ kind: 'pn532' })
  assert.throws(() => nfc.hold('21080000000015'), /cannot read/)
  assert.throws(() => createReader(OSDP).hold('21080000000015'), /cannot read/)
  nfc.stop()
})

readers.run()
