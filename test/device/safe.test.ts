import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const GPIO = { kind: 'gpio', chip: 'no-such', lock: 17, contact: 27, exit: 22, fire: 23 }

const madeSafe = (lines: object): { code: number | null; said: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'b24-safe-'))
  const file = join(folder, 'kiosk.json')
  const config = {
    version: 1,
    consortium: 'dalarna',
    branch: 'mora',
    kiosk: 'mora-1',
    hub: { url: 'mqtt://127.0.0.1:1', secret: Buffer.alloc(32, 9).toString('base64url') },
    door: { card: { path: '/dev/ttyS1' }, lines },
  }
  writeFileSync(file, JSON.stringify(config))
  const words = ['--import', 'tsx', 'device/safe.ts', '--config', file]
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return { code: status, said: stdout }
}

test('a pass that could not make the lines safe says so and why, and exits 69', () => {
  const { code, said } = madeSafe(GPIO)
  assert.is(code, 69)
  assert.match(said, 'Not everything was made safe. line 17 of GPIO chip no-such: ')
})

test('a configuration that says nothing of the lines is told, and exits 78', () => {
  const { code, said } = madeSafe({ ...GPIO, fire: 17 })
  assert.is(code, 78)
  assert.match(said, '  door.lines.fire: expected another line than lock has')
})

test('boards make themselves safe', () => {
  assert.is(madeSafe({ kind: 'firmata', path: '/dev/ttyUSB0' }).code, 0)
})

test.run()
