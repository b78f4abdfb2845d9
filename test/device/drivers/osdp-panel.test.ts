import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/drivers/osdp-panel.ts'
import { initial, type PanelState } from '../../../device/drivers/osdp-state.ts'
import {
  createOsdpDevice,
  type OsdpDevice,
  type OsdpTrouble,
} from '../../../device/simulator/osdp-device.ts'
import type { OsdpCommand } from '../../../device/wire/osdp-command.ts'
import { encodeOsdpFrame, type OsdpFrame } from '../../../device/wire/osdp-frame.ts'
import { cryptogram, DEFAULT_KEY, sessionKeys } from '../../../device/wire/osdp-keys.ts'
import { encodeOsdpReply, type OsdpReply } from '../../../device/wire/osdp-reply.ts'
import { type LineSettings, layOsdpLine, type OsdpLine } from '../../support/osdp-line.ts'
import { bytes, hex } from '../wire/hex.ts'

const KEY = bytes('00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF')
const OTHER_KEY = bytes('FF EE DD CC BB AA 99 88 77 66 55 44 33 22 11 00')
const ADDRESS = 3
const BADGE = { hasParity: true, count: 26, bytes: bytes('2D 00 A2 00') }
const NUMBER = 'wiegand:26:2d00a200'

type Table = { line: OsdpLine; device: OsdpDevice; commands: [OsdpCommand, boolean][] }

type Laid = Partial<LineSettings> & { trouble?: OsdpTrouble; isTelling?: boolean }

const lay = (
  key: Uint8Array | null = KEY,
  { trouble, isTelling = true, ...settings }: Laid = {},
): Table => {
  const device = createOsdpDevice({ address: ADDRESS, key, isTelling })
  device.trouble = trouble
  const commands: [OsdpCommand, boolean][] = []
  device.onCommand = (command, isSecure) => commands.push([command, isSecure])
  const line = layOsdpLine({ device, key: KEY, address: ADDRESS, ...settings })
  line.post({ kind: 'open' })
  return { line, device, commands }
}

const isHere = ({ line }: Table) => line.state.isTrusted
const trusted = (table: Table): Table => {
  assert.ok(table.line.until(() => isHere(table)))
  return table
}
const told = ({ line }: Table, kind: string) =>
  line.told.filter((event) => event.kind === kind)

test('it asks who, what and for proof, and says no more before that', () => {
  const { line, commands } = trusted(lay())
  assert.equal(
    commands.slice(0, 5).map(([{ kind }, isSecure]) => `${kind} ${isSecure}`),
    [
      'id false',
      'capabilities false',
      'challenge false',
      'proof false',
      'local-status true',
    ],
  )
  assert.equal(line.told, [
    { kind: 'card-reader', connected: true },
    { kind: 'tamper', on: false },
  ])
})

test('a badge is a card, keys are keys, and an opened case is told until it is shut (threat 8)', () => {
  const table = trusted(lay())
  const { line, device } = table
  device.hold(BADGE)
  device.type(['2', '4', '6', '8', '#'])
  device.tamper(true)
  line.run(1000)
  device.tamper(false)
  line.run(1000)
  assert.equal(line.numbers, [NUMBER])
  assert.equal(
    told(table, 'key').map((event) => (event.kind === 'key' ? event.key : '')),
    ['2', '4', '6', '8', '#'],
  )
  assert.equal(told(table, 'tamper'), [
    { kind: 'tamper', on: false },
    { kind: 'tamper', on: true },
    { kind: 'tamper', on: false },
  ])
})

test('a reader that does not tell by itself that it was opened is asked, within 8 s (threat 8)', () => {
  const table = trusted(lay(KEY, { isTelling: false }))
  table.device.tamper(true)
  assert.ok(table.line.until(() => told(table, 'tamper').length === 2, 8000))
  assert.equal(table.line.told.at(-1), { kind: 'tamper', on: true })
})

test('the LED and the buzzer are what was said last, and the LED again after a new session', () => {
  const table = trusted(lay())
  const { line, device } = table
  for (const colour of ['red', 'green'] as const) line.post({ kind: 'light', colour })
  line.post({ kind: 'sound', tones: 3 })
  line.run(500)
  assert.equal([device.led, device.tones], ['green', 3])
  device.trouble = 'bad-mac'
  line.until(() => !isHere(table))
  table.commands.length = 0
  trusted(table).line.run(500)
  const shown = table.commands.filter(([{ kind }]) => kind === 'led')
  assert.equal(shown, [[{ kind: 'led', colour: 'green' }, true]])
})

test('a reply that was lost is asked for again, and nothing is done twice', () => {
  let lose = 0
  const table = lay(KEY, {
    carry: (said) => {
      lose -= 1
      return lose === 0 ? undefined : said
    },
  })
  const { line, device, commands } = trusted(table)
  device.hold(BADGE)
  lose = 1
  commands.length = 0
  line.run(2000)
  assert.equal(line.numbers, [NUMBER])
  assert.ok(isHere(table))
})

test('a reader with another key is refused (threat 9)', () => {
  const table = lay(OTHER_KEY)
  table.device.hold(BADGE)
  table.line.run(60_000)
  assert.equal(table.line.told, [])
  assert.equal(table.line.warned, ['wrong-key'])
})

test('a reader as it left its factory is refused outside install mode (threat 9)', () => {
  const table = lay(null)
  table.line.run(60_000)
  assert.equal([table.line.told, table.device.key], [[], null])
  assert.equal(table.line.warned, ['refused'])
  for (const [command] of table.commands) assert.is.not(command.kind, 'set-key')
})

test('in install mode it gets its own key, proves it, and the mode is over (threat 9)', () => {
  const table = lay(null, { install: true })
  trusted(table)
  assert.equal(table.device.key, KEY)
  assert.not(table.line.state.install)
  const keys = table.commands.filter(([{ kind }]) => kind === 'set-key')
  assert.equal(keys, [[{ kind: 'set-key', key: KEY }, true]])
  const wire = table.line.sent.map(hex).join('\n')
  assert.not.match(wire, hex(KEY))
})

test('a reader that has its key ends the mode too (threat 9)', () => {
  assert.not(trusted(lay(KEY, { install: true })).line.state.install)
})

test('while the key of the factory is in use no card counts, however it is held', () => {
  const table = lay(null, { install: true })
  table.device.hold(BADGE)
  const { commands } = table
  assert.ok(table.line.until(() => commands.some(([{ kind }]) => kind === 'set-key')))
  assert.equal(table.line.numbers, [])
})

test('in install mode too a reader with another key of its own is refused (threat 9)', () => {
  const table = lay(OTHER_KEY, { install: true })
  table.line.run(60_000)
  assert.equal([table.line.told, table.device.key], [[], OTHER_KEY])
})

test('a reader that says it cannot keep a secret is refused (threat 9)', () => {
  const table = lay(KEY, { trouble: 'no-crypto' })
  table.line.run(60_000)
  assert.equal([table.line.told, table.line.warned], [[], ['no-crypto']])
  assert.not(table.commands.some(([{ kind }]) => kind === 'challenge'))
})

const ONCE = [
  ['bad-mac', 'mac'],
  ['replay', 'mac'],
  ['clear', 'clear'],
] as const

for (const [trouble, why] of ONCE)
  test(`${trouble}: the session is over, told, and another is begun (threats 8, 9)`, () => {
    const table = trusted(lay())
    const { line, device } = table
    line.run(1000)
    device.hold(BADGE)
    line.run(200)
    device.trouble = trouble
    assert.ok(line.until(() => !isHere(table)))
    assert.is(line.now < 2000, true)
    trusted(table)
    assert.equal(line.warned, [why])
    assert.equal(line.numbers, [NUMBER])
    assert.equal(
      told(table, 'card-reader').map((event) =>
        event.kind === 'card-reader' ? event.connected : null,
      ),
      [true, false, true],
    )
  })

test('garbage on the line costs nothing but the packet it hits (fault 37)', () => {
  const table = trusted(lay())
  for (let n = 0; n < 20; n++) {
    table.device.trouble = 'garbage'
    table.line.run(700)
  }
  table.device.hold(BADGE)
  table.line.run(2000)
  assert.equal(table.line.numbers, [NUMBER])
})

for (const trouble of ['silent', 'busy'] as const)
  test(`${trouble} for good: told within 8 s, and found again (fault 34)`, () => {
    const table = trusted(lay())
    const { line, device } = table
    device.trouble = trouble
    assert.ok(line.until(() => !isHere(table), 8000))
    assert.equal(line.told.at(-1), { kind: 'card-reader', connected: false })
    device.trouble = undefined
    const since = line.now
    trusted(table)
    assert.ok(line.now - since <= 5000)
  })

test('busy for a moment is waited for, in the same session', () => {
  const table = trusted(lay())
  table.device.trouble = 'busy'
  table.line.run(1000)
  table.device.trouble = undefined
  table.device.hold(BADGE)
  table.line.run(1000)
  assert.equal([table.line.numbers, table.line.warned], [[NUMBER], []])
})

test('without a key file nothing is said at all', () => {
  const table = lay(KEY, { key: null })
  table.line.run(10_000)
  assert.equal([table.line.sent, table.line.warned], [[], ['no-key-file']])
})

const reply = (
  sequence: number,
  said: OsdpReply,
  security: OsdpFrame['security'] = null,
): OsdpFrame => ({
  ...{ address: ADDRESS, sequence, isReply: true, check: 'crc', security },
  ...{ ...encodeOsdpReply(said), mac: new Uint8Array(0) },
})

/** A false reader that says whatever it likes, until the panel has asked so much. */
const falseReader = (answer: (asked: number) => OsdpFrame | undefined) => {
  let send: ((of: Uint8Array) => void) | undefined
  let asked = -1
  return {
    plugged: (to: (of: Uint8Array) => void) => {
      send = to
    },
    receive: () => {
      asked += 1
      const said = answer(asked % 4)
      if (said !== undefined) send?.(encodeOsdpFrame(said))
    },
    unplugged: () => {},
  }
}

const ID = reply(0, { kind: 'id', vendor: '000000', model: 1, version: 1, serial: 1 })
const ABLE = reply(1, {
  ...{ kind: 'capabilities', capabilities: [{ code: 9, compliance: 1, count: 1 }] },
})

test('one that proves the key that everybody knows, though asked for its own, is refused (threat 9)', () => {
  const random = new Uint8Array(8).fill(9)
  let drawn = 0
  const device = falseReader((asked) => {
    if (asked === 0) drawn += 1
    const ours = new Uint8Array(8).fill(drawn)
    const proof = cryptogram(sessionKeys(DEFAULT_KEY, ours), ours, random)
    const said = { kind: 'challenged', uid: random, random, cryptogram: proof } as const
    const block = { type: 0x12, body: Uint8Array.of(0) }
    return [ID, ABLE, reply(2, said, block)][asked]
  })
  const line = layOsdpLine({ device, key: KEY, address: ADDRESS })
  line.post({ kind: 'open' })
  line.run(1000)
  assert.equal([line.told, line.warned], [[], ['default-key']])
})

test('one that skips the proof and sends badges in clear is never heard (threats 8, 9)', () => {
  const badge = (sequence: number) => reply(sequence, { kind: 'badge', ...BADGE })
  for (let told = 0; told < 4; told++) {
    const device = falseReader((asked) => (asked < told ? [ID, ABLE][asked] : badge(asked)))
    const line = layOsdpLine({ device, key: KEY, address: ADDRESS })
    line.post({ kind: 'open' })
    line.run(20_000)
    assert.equal(line.told, [])
  }
})

test('whatever befalls the line, only badges held to the reader are cards, in their order', () => {
  const happening = fc.oneof(
    fc.constantFrom<OsdpTrouble>('bad-mac', 'replay', 'clear', 'garbage', 'busy', 'silent'),
    fc.nat(255).map((n) => ({ hold: n })),
    fc.uint8Array({ maxLength: 60 }).map((noise) => ({ noise })),
    fc.nat(3000).map((ms) => ({ ms })),
  )
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 25 }), (happenings) => {
      const { line, device } = lay()
      const held: string[] = []
      for (const one of happenings) {
        if (typeof one === 'string') device.trouble = one
        else if ('noise' in one) line.slip(one.noise)
        else if ('ms' in one) line.run(one.ms)
        else {
          const badge = {
            hasParity: false,
            count: 24,
            bytes: Uint8Array.of(1, 2, one.hold),
          }
          device.hold(badge)
          held.push(`wiegand:24:${Buffer.from(badge.bytes).toString('hex')}`)
        }
      }
      device.trouble = undefined
      assert.ok(line.until(() => line.state.isTrusted))
      line.run(2000)
      let from = 0
      for (const number of line.numbers) {
        const at = held.indexOf(number, from)
        assert.ok(at >= 0, number)
        from = at + 1
      }
    }),
    { numRuns: 40 },
  )
})

test('one that cannot make the first MAC is refused, though its proof was right (threat 9)', () => {
  const theirs = new Uint8Array(8).fill(9)
  const device = falseReader((asked) => {
    const ours = new Uint8Array(8).fill(1)
    const proof = cryptogram(sessionKeys(KEY, ours), ours, theirs)
    const said = {
      kind: 'challenged',
      uid: theirs,
      random: theirs,
      cryptogram: proof,
    } as const
    const block = (type: number) => ({ type, body: Uint8Array.of(1) })
    const proved = { kind: 'proved', mac: new Uint8Array(16) } as const
    return [ID, ABLE, reply(2, said, block(0x12)), reply(3, proved, block(0x14))][asked]
  })
  const line = layOsdpLine({ device, key: KEY, address: ADDRESS })
  line.post({ kind: 'open' })
  assert.equal([line.told, line.warned, line.state.phase.at], [[], ['wrong-key'], 'idle'])
})

/** What the panel knew each time a reply was on its way, from the factory's key to the own. */
const momentsOfInstalling = (): PanelState[] => {
  const moments: PanelState[] = [initial(ADDRESS, true)]
  const device = createOsdpDevice({ address: ADDRESS, key: null })
  const carry = (said: Uint8Array): Uint8Array => {
    moments.push(line.state)
    return said
  }
  const line: OsdpLine = layOsdpLine({ device, key: KEY, install: true, carry })
  line.post({ kind: 'open' })
  line.run(200)
  return moments
}

test('once the key was set the mode is over, though it is not proved yet (threat 9)', () => {
  const installing = momentsOfInstalling().find(({ phase }) => phase.at === 'install')
  assert.ok(installing)
  if (installing === undefined) return
  const ack = reply(installing.sequence, { kind: 'ack' })
  const { state, effects } = next(installing, { kind: 'frame', frame: ack })
  assert.equal([state.install, state.isTrusted, state.phase.at], [false, false, 'idle'])
  assert.equal(effects.at(-1), { kind: 'begin' })
})

test('a reply of an older number, late or played again, leaves the session as it is', () => {
  const waiting = momentsOfInstalling().filter(({ phase }) => phase.at === 'secure')
  assert.ok(waiting.length > 1)
  for (const state of waiting)
    for (const sequence of [0, 1, 2, 3].filter((one) => one !== state.sequence)) {
      const frame = reply(sequence, { kind: 'badge', ...BADGE })
      assert.equal(next(state, { kind: 'frame', frame }), { state, effects: [] })
    }
})

const anyFrame: fc.Arbitrary<OsdpFrame> = fc.record({
  address: fc.constantFrom(ADDRESS, 5),
  isReply: fc.constantFrom(true, true, false),
  sequence: fc.nat(3),
  check: fc.constant('crc' as const),
  security: fc.option(
    fc.record({
      type: fc.integer({ min: 0x11, max: 0x18 }),
      body: fc.uint8Array({ maxLength: 2 }),
    }),
  ),
  code: fc.constantFrom(0x40, 0x41, 0x45, 0x46, 0x48, 0x50, 0x53, 0x76, 0x78, 0x79),
  payload: fc.uint8Array({ maxLength: 40 }),
  mac: fc.uint8Array({ maxLength: 4 }),
})

test('whatever packets come at whatever moment, none that is not sealed is heard', () => {
  const moments = momentsOfInstalling()
  assert.is(new Set(moments.map(({ phase }) => phase.at)).size, 7)
  fc.assert(
    fc.property(
      fc.constantFrom(...moments),
      fc.array(anyFrame, { maxLength: 6 }),
      (moment, frames) => {
        let state = moment
        for (const frame of frames) {
          const step = next(state, { kind: 'frame', frame })
          for (const effect of step.effects)
            if (effect.kind === 'tell')
              assert.equal(effect.event, { kind: 'card-reader', connected: false })
          state = step.state
        }
      },
    ),
  )
})

test.run()
