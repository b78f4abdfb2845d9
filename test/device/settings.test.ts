import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readSettings } from '../../device/settings.ts'

test('without a word the file is kiosk.json here', () => {
  assert.equal(readSettings([], {}), { file: 'kiosk.json', settings: [], problems: [] })
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
      expected: 'expected one of --config --screens-port --hub-url --var',
    },
    { at: '1', expected: 'expected flags only' },
    { at: '--var', expected: 'expected a value after it' },
  ])
})

test.run()
