import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openLog } from '../../device/log.ts'

const logged = (fields: object): Record<string, unknown> => {
  let line = ''
  const write = (text: string) => {
    line += text
  }
  openLog({ level: 'trace', to: { write } }).error(fields, 'a fixed sentence')
  return JSON.parse(line)
}

test('a field that bears a person is emptied, however deep it lies', () => {
  const person = { card: '21080000000015', PIN: '2468', name: 'Aino Lind', ok: true }
  const { a, patron, title } = logged({
    patron: 'p-1',
    title: 'Aniara',
    a: [{ b: person }],
  })
  assert.equal([patron, title], ['[personal]', '[personal]'])
  assert.equal(a, [
    { b: { card: '[personal]', PIN: '[personal]', name: '[personal]', ok: true } },
  ])
})

test('a long number is cut out of any text, errors and their causes too', () => {
  const cause = new Error('card 21080000000015 is unknown')
  const line = JSON.stringify(
    logged({ reason: 'item 31080000000013', err: new Error('198001011234', { cause }) }),
  )
  assert.not.match(line, '21080000000015')
  assert.not.match(line, '31080000000013')
  assert.not.match(line, '198001011234')
})

test('a card that was read by radio is cut out as well', () => {
  const line = JSON.stringify(
    logged({ reason: 'no nfc:04a1b2c3, no wiegand:26:2d00a200!' }),
  )
  assert.match(line, 'no [number], no [number]!')
})

test('an error keeps its kind, code and stack; a path is kept whole', () => {
  const err = Object.assign(new TypeError('no such port'), { code: 'ENOENT' })
  const line = logged({ err, path: '/dev/serial/by-id/usb-FTDI_0123456789' })
  const told = line.err as Record<string, unknown>
  assert.equal(
    [told.type, told.message, told.code],
    ['TypeError', 'no such port', 'ENOENT'],
  )
  assert.match(String(told.stack), 'log.test')
  assert.is(line.path, '/dev/serial/by-id/usb-FTDI_0123456789')
})

test('what points at itself ends', () => {
  const loop: Record<string, unknown> = {}
  loop.loop = loop
  assert.match(JSON.stringify(logged({ loop })), 'deep')
})

test.run()
