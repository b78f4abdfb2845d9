import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readSettings } from '../../device/settings.ts'

test('without a word the file is kiosk.json here', () => {
  const nothing = { settings: [], install: false, problems: [] }
  assert.equal(readSettings([], {}), { file: 'kiosk.json', ...nothing })
})

test('flags come after variables, so that they go before them', () => {
  const env = {
    B24_CONFIG: '/etc/b24/kiosk.json',
    B24_SCREENS_PORT: '2500',
    B24_HUB_URL: '',
  }
  assert.equal(readSettings(['--screens-port', '2600', '--config=here.json'], env), {
    file: 'here.json',
    settings: [
      { from: 'B24_SCREENS_PORT', at: 'screens.port', value: 2500 },
      { from: '--screens-port', at: 'screens.port', value: 2600 },
    ],
    install: false,
    problems: [],
  })
  assert.is(readSettings([], env).file, '/etc/b24/kiosk.json')
})

test('a number that is none stays text, for the schema to refuse', () => {
  const { settings } = readSettings(['--screens-port', '0x10'], {})
  assert.equal(settings, [{ from: '--screens-port', at: 'screens.port', value: '0x10' }])
})

test('what is no flag, or has no value, is told', () => {
  const { problems } = readSettings(['--ports', '1', '--var'], {})
  assert.equal(problems, [
    {
      at: '--ports',
      expected: 'expected one of --config --screens-port --hub-url --var --install-readers',
    },
    { at: '1', expected: 'expected flags only' },
    { at: '--var', expected: 'expected a value after it' },
  ])
})

test('readers are installed by a flag alone, without a value (threat 9)', () => {
  assert.ok(readSettings(['--install-readers'], {}).install)
  assert.not(readSettings([], { B24_INSTALL_READERS: '1' }).install)
  const { install, problems } = readSettings(['--install-readers=yes'], {})
  assert.not(install)
  assert.equal(problems, [
    { at: '--install-readers', expected: 'expected no value after it' },
  ])
})

test.run()
