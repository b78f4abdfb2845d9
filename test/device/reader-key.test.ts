import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readReaderKey } from '../../device/reader-key.ts'

const key = suite('key file of an OSDP reader')

const folder = mkdtempSync(join(tmpdir(), 'b24-key-'))
key.after(() => rmSync(folder, { recursive: true }))

const KEY = '00112233445566778899aabbccddeeff'

const read = (content: string, mode = 0o600) => {
  const file = join(folder, 'door.key')
  writeFileSync(file, content)
  chmodSync(file, mode)
  return readReaderKey(file)
}
const expected = (words: string) => ({ ok: false, expected: `expected ${words}` })

key('32 hex digits that only their owner can read are a key', () => {
  const bytes = Uint8Array.from(Buffer.from(KEY, 'hex'))
  for (const content of [KEY, `${KEY}\n`, KEY.toUpperCase()])
    assert.equal(read(content), { ok: true, key: bytes })
  assert.ok(read(KEY, 0o400).ok)
})

key('a file that others can read or write is refused', () => {
  for (const mode of [0o644, 0o640, 0o604, 0o620, 0o610])
    assert.equal(
      read(KEY, mode),
      expected('a file that only its owner can read (mode 600)'),
    )
})

key('the key of the factory, and what anybody would try, are refused (threat 9)', () => {
  const words = 'a key of its own (openssl rand -hex 16), not one that everybody knows'
  for (const known of [
    '303132333435363738393A3B3C3D3E3F',
    '00'.repeat(16),
    'ff'.repeat(16),
  ])
    assert.equal(read(known), expected(words))
})

key('what is no key is told, and never repeated', () => {
  const words = expected('a file with 16 bytes as 32 hex digits')
  for (const content of [
    '',
    KEY.slice(1),
    `${KEY}0`,
    'g'.repeat(32),
    `${KEY}${' '.repeat(99)}`,
  ])
    assert.equal(read(content), words)
  assert.equal(readReaderKey(join(folder, 'none')), expected('a file that can be read'))
  assert.equal(readReaderKey(folder).ok, false)
})

key.run()
