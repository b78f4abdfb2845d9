import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { devicePaths, loadConfig, parseConfig } from '../../device/config.ts'
import { problemsHere } from '../../device/config-here.ts'

const config = suite('kiosk.json')

const SECRET = Buffer.alloc(32, 9).toString('base64url')

const LEAST = {
  version: 1,
  consortium: 'dalarna',
  branch: 'mora',
  kiosk: 'mora-1',
  hub: {
    url: 'mqtts://hub.example:8883',
    secret: SECRET,
    tls: { ca: '/id/ca.crt', certificate: '/id/kiosk.crt', key: '/id/kiosk.key' },
  },
  chute: {
    reader: { path: '/dev/ttyUSB0' },
    board: { path: '/dev/ttyUSB1' },
    bins: [{ bin: 1, takes: [] }],
  },
}

/** What is wrong, `place: expectation` each. */
const problems = (body: unknown, here?: typeof problemsHere): string[] => {
  const parsed = parseConfig(body, [], here)
  return parsed.ok ? [] : parsed.problems.map(({ at, expected }) => `${at}: ${expected}`)
}

config('the least there can be is complete with what is usual', () => {
  const parsed = parseConfig(LEAST)
  if (!parsed.ok) return assert.unreachable(problems(LEAST).join('\n'))
  const { screens, security, hub, door, simulator } = parsed.config
  assert.equal(screens, { host: '127.0.0.1', port: 2401 })
  assert.equal(security, { secured: 0x07, onLoan: 0xc2 })
  assert.equal(hub.secret, new Uint8Array(32).fill(9))
  assert.equal([door, simulator, parsed.config.var], [undefined, undefined, './var/kiosk'])
  assert.equal(devicePaths(parsed.config), {
    'chute.reader': '/dev/ttyUSB0',
    'chute.board': '/dev/ttyUSB1',
  })
})

config('every problem is told at once, with its place and what is expected there', () => {
  const wrong = problems({
    ...LEAST,
    version: 2,
    consortium: 'Dalarna!',
    branch: undefined,
    hub: { url: 'http://hub.example', secret: 'short' },
    screens: { host: '0.0.0.0', port: 65_536 },
    door: { card: {}, lines: { kind: 'magnet' } },
    desk: null,
    security: { secured: 7, onLoan: 7 },
    hubb: {},
    chute: {
      ...LEAST.chute,
      board: { path: 'ttyUSB1', baud: 9600 },
      bins: [
        { bin: 1, takes: ['shelf', 'bin'] },
        { bin: 1, takes: [] },
      ],
    },
  })
  assert.equal(wrong, [
    'version: expected 1, the only version there is',
    'consortium: expected 1–40 characters of a-z 0-9 -',
    'branch: expected 1–40 characters of a-z 0-9 -',
    'hub.url: expected mqtt://host:port or mqtts://host:port',
    'hub.secret: expected 32 bytes as base64url (43 characters)',
    'screens.host: expected one of 127.0.0.1, ::1, localhost',
    'screens.port: expected a whole number 0–65535',
    'door.card.path: expected a path such as /dev/serial/by-id/usb-… (or sim:… with a simulator)',
    'door.lines.kind: expected kind "firmata" with path, or "gpio" with chip, lock, contact, exit and fire',
    'desk: expected an object',
    'chute.board.path: expected a path such as /dev/serial/by-id/usb-… (or sim:… with a simulator)',
    'chute.board.baud: expected nothing of this name: is it misspelt?',
    'chute.bins.0.takes.1: expected one of shelf, hold-shelf, transit, unsorted',
    'security: expected secured and onLoan to differ',
    'hubb: expected nothing of this name: is it misspelt?',
  ])
})

config('what only the whole can tell is told too', () => {
  const { chute: _, ...rest } = LEAST
  assert.equal(problems(rest), ['the file: expected at least one of door, desk and chute'])
  const simulated = { ...LEAST.chute, reader: { path: 'sim:chute-reader' } }
  assert.equal(problems({ ...LEAST, chute: simulated }), [
    'simulator: expected it, since chute.reader is on a sim: path',
  ])
  const shared = { ...LEAST.chute, board: { path: '/dev/ttyUSB0' } }
  assert.equal(problems({ ...LEAST, chute: shared }), [
    'chute.board.path: expected another path than chute.reader has',
  ])
  const twice = [LEAST.chute.bins[0], LEAST.chute.bins[0]]
  assert.equal(problems({ ...LEAST, chute: { ...LEAST.chute, bins: twice } }), [
    'chute.bins: expected each bin once',
  ])
})

config('lines on GPIO: the lock by gpioset unless told, and no line for two uses', () => {
  const lines = { kind: 'gpio', chip: 'pinctrl-bcm2711', lock: 17, contact: 27, exit: 22 }
  const door = (more: object) => ({
    ...LEAST,
    door: { card: { path: '/dev/ttyUSB2' }, lines: { ...lines, ...more } },
  })
  const parsed = parseConfig(door({ fire: 23 }))
  const found = parsed.ok ? parsed.config.door?.lines : undefined
  assert.is(found?.kind === 'gpio' && found.lockBy, 'gpioset')
  const lights = { ready: 5, go: 17, no: 6 }
  assert.equal(problems(door({ fire: 17, lights })), [
    'door.lines.lights.go: expected another line than lock has',
    'door.lines.fire: expected another line than lock has: an output may not drive an input',
  ])
  assert.equal(problems(door({ fire: 23, lockBy: 'hand' })), [
    'door.lines.lockBy: expected one of gpioset, sysfs',
  ])
})

config('a hub on another machine is reached by TLS or not at all (threat 22)', () => {
  const of = (url: string, tls?: object) =>
    problems({ ...LEAST, hub: { url, secret: SECRET, tls } })
  const told = 'hub.url: expected mqtts:// (mqtt:// only reaches a hub on this machine)'
  assert.equal(of('mqtt://hub.example'), [told])
  assert.equal(of('mqtt://127.0.0.1.example'), [told])
  assert.equal(of('mqtts://hub.example'), [
    'hub.tls: expected ca, certificate and key, since the hub is at mqtts://',
  ])
  for (const near of ['mqtt://127.0.0.1:2483', 'mqtt://[::1]', 'mqtt://localhost'])
    assert.equal(of(near), [])
})

const withDoor = (card: object) => ({
  ...LEAST,
  door: { card, lines: { kind: 'firmata', path: '/dev/ttyUSB3' } },
})

config('a card reader of which no kind is told is a barcode reader, as before', () => {
  const parsed = parseConfig(withDoor({ path: '/dev/ttyUSB2' }))
  assert.equal(parsed.ok && parsed.config.door?.card, {
    ...{ kind: 'barcode', path: '/dev/ttyUSB2' },
  })
  assert.equal(problems(withDoor({ kind: 'pn532', path: '/dev/ttyUSB2' })), [])
})

config('every problem of a card reader is told with its place', () => {
  const kinds = 'expected kind "barcode", "pn532", or "osdp" with address and key'
  assert.equal(problems(withDoor({ kind: 'magnet' })), [`door.card.kind: ${kinds}`])
  const wrong = { kind: 'osdp', path: 'COM1', baudRate: 1, address: 127, key: 'door.key' }
  assert.equal(problems(withDoor({ ...wrong, install: true })), [
    'door.card.path: expected a path such as /dev/serial/by-id/usb-… (or sim:… with a simulator)',
    'door.card.baudRate: expected a whole number 300–1000000',
    'door.card.address: expected a whole number 0–126',
    'door.card.key: expected a file such as /data/id/kiosk.crt',
    'door.card.install: expected nothing of this name: is it misspelt?',
  ])
  assert.equal(problems(withDoor({ kind: 'pn532', path: '/dev/ttyUSB2', address: 1 })), [
    'door.card.address: expected nothing of this name: is it misspelt?',
  ])
})

config(
  'a key that cannot be used is told, beside what else is wrong (threat 9)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'b24-config-'))
    const key = join(folder, 'door.key')
    const card = { kind: 'osdp', path: '/dev/ttyUSB2', address: 0, key }
    const told = 'door.card.key: expected'
    assert.equal(problems(withDoor(card), problemsHere), [
      `${told} a file that can be read`,
    ])
    // What makes the outputs safe after a kiosk that died asks for no key.
    assert.equal(problems(withDoor(card)), [])
    await writeFile(key, '00112233445566778899aabbccddeeff', { mode: 0o640 })
    assert.equal(problems(withDoor({ ...card, path: '/dev/ttyUSB3' }), problemsHere), [
      'door.lines.path: expected another path than door.card has',
      `${told} a file that only its owner can read (mode 600)`,
    ])
    await chmod(key, 0o600)
    assert.equal(problems(withDoor(card), problemsHere), [])
    await rm(folder, { recursive: true })
  },
)

config(
  'two names of one port are one: readers of one serial number (fault 36)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'b24-config-'))
    const at = (name: string) => join(folder, name)
    await writeFile(at('ttyUSB0'), '')
    for (const link of ['by-id', 'by-path']) await symlink(at('ttyUSB0'), at(link))
    const reader = { path: at('by-id') }
    const chute = { ...LEAST.chute, reader, board: { path: at('by-path') } }
    assert.equal(problems({ ...LEAST, chute }, problemsHere), [
      'chute.board.path: expected another port than chute.reader leads to',
    ])
    await rm(folder, { recursive: true })
  },
)

config('what is no object at all is one problem', () => {
  for (const body of [null, undefined, 1, 'x', []])
    assert.equal(problems(body), ['the file: expected an object'])
})

config('no problem repeats what stood there', () => {
  const hub = { url: 'mqtt://kiosk:hunter2@hub.example', secret: 'hunter2' }
  assert.not.match(problems({ ...LEAST, hub }).join('\n'), 'hunter2')
})

config('a setting goes before the file, is checked too and named as it came', () => {
  const at = 'screens.port'
  const parsed = parseConfig(LEAST, [{ at, from: '--screens-port', value: 2500 }])
  assert.is(parsed.ok && parsed.config.screens.port, 2500)
  const wrong = parseConfig(LEAST, [{ at, from: '--screens-port', value: 'many' }])
  assert.equal(wrong.ok ? [] : wrong.problems, [
    { at: '--screens-port', expected: 'expected a whole number 0–65535' },
  ])
})

config('a file that is not there or no JSON is named, and never thrown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-config-'))
  const file = join(folder, 'kiosk.json')
  const expected = () => {
    const loaded = loadConfig(file)
    return loaded.ok ? [] : loaded.problems
  }
  assert.equal(expected(), [{ at: file, expected: 'expected a file that can be read' }])
  await writeFile(file, `{ "hub": { "secret": "${SECRET}"`)
  assert.equal(expected(), [{ at: file, expected: 'expected JSON' }])
  await writeFile(file, ' '.repeat(1_000_001))
  assert.equal(expected(), [{ at: file, expected: 'expected at most 1 MB' }])
  await writeFile(file, JSON.stringify(LEAST))
  assert.equal(expected(), [])
  await rm(folder, { recursive: true })
})

config.run()
