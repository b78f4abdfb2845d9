// RFC 7516: what is sealed here another maker's library opens, and the other way round.
import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { decrypt, encrypt } from '../../../hub/protocol/jwe.ts'

const jwe = suite('JWE')

const key = createSecretKey(randomBytes(32))
const joseOf = (text: string, header: object): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
    .encrypt(key)

jwe('is opened by jose, and opens what jose has sealed', async () => {
  const any = fc.asyncProperty(fc.string(), fc.string(), async (kid, text) => {
    const { plaintext, protectedHeader } = await compactDecrypt(
      encrypt(key, { kid, text }),
      key,
    )
    assert.is(new TextDecoder().decode(plaintext), text)
    assert.equal(protectedHeader, { alg: 'dir', enc: 'A256GCM', kid })
    assert.equal(decrypt(key, await joseOf(text, { kid })), { kid, text })
  })
  await fc.assert(any, { numRuns: 100 })
})

jwe('of another form is not opened, though the key is right', async () => {
  const { alg, kid, text } = { alg: 'A256GCMKW', kid: 'place', text: 'words' }
  for (const header of [{}, { kid, typ: 'JWT' }, { kid: 7 }, { kid, alg }])
    assert.is(decrypt(key, await joseOf(text, header)), undefined)
})

jwe('opens with no bit of any part changed, and not cut short', () => {
  const parts = encrypt(key, { kid: 'place', text: 'words' }).split('.')
  for (const [part, was] of parts.entries())
    for (let at = 0; at < was.length; at += 1) {
      const changed = Buffer.from(was, 'base64url')
      const byte = at % changed.length
      changed[byte] = (changed[byte] ?? 0) ^ (1 << (at % 8))
      for (const other of [changed, changed.subarray(0, byte)])
        assert.is(
          decrypt(key, parts.with(part, other.toString('base64url')).join('.')),
          undefined,
        )
    }
  assert.is(decrypt(key, [...parts, 'x'].join('.')), undefined)
})

jwe.run()
