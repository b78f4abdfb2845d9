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

test('what is sealed opens at its place with its key', async () => {
  const keys = await deriveKeys(secret)
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const sealed = await seal(keys.seal, at, value)
      // JSON knows no -0.
      const expected = JSON.parse(JSON.stringify(value))
      assert.equal(await open(keys.seal, at, sealed), { ok: true, body: expected })
    }),
    { numRuns: 50 },
  )
})

test('a sealed body shows nothing of its content', async () => {
  const keys = await deriveKeys(secret)
  const sealed = await seal(keys.seal, at, body)
  for (const part of sealed.split('.')) {
    const bytes = Buffer.from(part, 'base64url').toString('latin1')
    assert.not.match(bytes, /21080000000015|2468/)
  }
})

test('the same body is never sealed to the same text', async () => {
  const keys = await deriveKeys(secret)
  assert.is.not(await seal(keys.seal, at, body), await seal(keys.seal, at, body))
})

for (const elsewhere of [
  { ...at, kiosk: 'mora-1' },
  { ...at, channel: 'answer' },
  { ...at, id: 'ask-0002' },
])
  test(`a sealed body does not open as ${Object.values(elsewhere).join('/')}`, async () => {
    const keys = await deriveKeys(secret)
    const sealed = await seal(keys.seal, at, body)
    assert.equal(await open(keys.seal, elsewhere, sealed), {
      ok: false,
      reason: 'sealed-for-another-place',
    })
  })

test('the key of another kiosk opens nothing', async () => {
  const keys = await deriveKeys(secret)
  const others = await deriveKeys(new Uint8Array(32).fill(8))
  const sealed = await seal(keys.seal, at, body)
  assert.equal(await open(others.seal, at, sealed), {
    ok: false,
    reason: 'not-sealed-with-this-key',
  })
})

test('one changed character in any part is noticed', async () => {
  const keys = await deriveKeys(secret)
  const sealed = await seal(keys.seal, at, body)
  for (const part of [0, 2, 3, 4]) {
    const opened = await open(keys.seal, at, flipped(sealed, part))
    assert.is(opened.ok, false, `part ${part}`)
  }
})

test('garbage is answered with a reason, never thrown', async () => {
  const keys = await deriveKeys(secret)
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      assert.is((await open(keys.seal, at, text)).ok, false)
    }),
    { numRuns: 50 },
  )
})

test('the password depends on every bit of the secret, and so does the key', async () => {
  const keys = await deriveKeys(secret)
  const nearly = secret.slice()
  nearly[31] = 6
  const others = await deriveKeys(nearly)
  assert.is.not(keys.password, others.password)
  assert.is((await open(others.seal, at, await seal(keys.seal, at, body))).ok, false)
})

test('what was sealed in one boot opens in no other, and not with the lasting key', async () => {
  const keyOf = bootKeys(secret)
  const sealed = await seal(await keyOf(7), at, body)
  assert.equal(await open(await bootKeys(secret)(7), at, sealed), { ok: true, body })
  for (const key of [await keyOf(6), await keyOf(8), (await deriveKeys(secret)).seal])
    assert.is((await open(key, at, sealed)).ok, false)
})

test('a key cannot be read out again, and few are kept of those that strangers name', async () => {
  const keyOf = bootKeys(secret)
  const [first, again] = [await keyOf(1), await keyOf(1)]
  assert.is(first, again)
  assert.is(first.extractable, false)
  for (let epoch = 2; epoch < 10; epoch++) await keyOf(epoch)
  assert.is.not(await keyOf(1), first)
})

test.run()
