import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  bootKeys,
  deriveKeys,
  open,
  type SealedAt,
  seal,
} from '../../../hub/protocol/seal.ts'

const secret = new Uint8Array(32).fill(7)
const at: SealedAt = { kiosk: 'svardsjo-1', channel: 'ask', id: 'ask-0001' }
const body = { card: '21080000000015', pin: '2468' }

const flipped = (compact: string, part: number): string => {
  const parts = compact.split('.')
  const text = parts[part] ?? ''
  parts[part] = (text[0] === 'A' ? 'B' : 'A') + text.slice(1)
  return parts.join('.')
}

test('what is sealed opens at its place with its key', () => {
  const keys = deriveKeys(secret)
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const sealed = seal(keys.seal, at, value)
      // JSON knows no -0.
      const expected = JSON.parse(JSON.stringify(value))
      assert.equal(open(keys.seal, at, sealed), { ok: true, body: expected })
    }),
    { numRuns: 50 },
  )
})

test('a sealed body shows nothing of its content', () => {
  const keys = deriveKeys(secret)
  const sealed = seal(keys.seal, at, body)
  for (const part of sealed.split('.')) {
    const bytes = Buffer.from(part, 'base64url').toString('latin1')
    assert.not.match(bytes, /21080000000015|2468/)
  }
})

test('the same body is never sealed to the same text', () => {
  const keys = deriveKeys(secret)
  assert.is.not(seal(keys.seal, at, body), seal(keys.seal, at, body))
})

for (const elsewhere of [
  { ...at, kiosk: 'mora-1' },
  { ...at, channel: 'answer' },
  { ...at, id: 'ask-0002' },
])
  test(`a sealed body does not open as ${Object.values(elsewhere).join('/')}`, () => {
    const keys = deriveKeys(secret)
    const sealed = seal(keys.seal, at, body)
    assert.equal(open(keys.seal, elsewhere, sealed), {
      ok: false,
      reason: 'sealed-for-another-place',
    })
  })

test('the key of another kiosk opens nothing', () => {
  const keys = deriveKeys(secret)
  const others = deriveKeys(new Uint8Array(32).fill(8))
  const sealed = seal(keys.seal, at, body)
  assert.equal(open(others.seal, at, sealed), {
    ok: false,
    reason: 'not-sealed-with-this-key',
  })
})

test('one changed character in any part is noticed', () => {
  const keys = deriveKeys(secret)
  const sealed = seal(keys.seal, at, body)
  for (const part of [0, 2, 3, 4]) {
    const opened = open(keys.seal, at, flipped(sealed, part))
    assert.is(opened.ok, false, `part ${part}`)
  }
})

test('garbage is answered with a reason, never thrown', () => {
  const keys = deriveKeys(secret)
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.is(open(keys.seal, at, text).ok, false)
    }),
    { numRuns: 50 },
  )
})

test('the password depends on every bit of the secret, and so does the key', () => {
  const keys = deriveKeys(secret)
  const nearly = secret.slice()
  nearly[31] = 6
  const others = deriveKeys(nearly)
  assert.is.not(keys.password, others.password)
  assert.is(open(others.seal, at, seal(keys.seal, at, body)).ok, false)
})

test('what was sealed in one boot opens in no other, and not with the lasting key', () => {
  const keyOf = bootKeys(secret)
  const sealed = seal(keyOf(7), at, body)
  assert.equal(open(bootKeys(secret)(7), at, sealed), { ok: true, body })
  for (const key of [keyOf(6), keyOf(8), deriveKeys(secret).seal])
    assert.is(open(key, at, sealed).ok, false)
})

test('few keys are kept of those that strangers name', () => {
  const keyOf = bootKeys(secret)
  const first = keyOf(1)
  assert.is(keyOf(1), first)
  for (let epoch = 2; epoch < 10; epoch++) keyOf(epoch)
  assert.is.not(keyOf(1), first)
})

test.run()
