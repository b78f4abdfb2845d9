// What only the hub can have said: whichever byte of it differs, nobody has said it.
import fc from 'fast-check'
import { exportJWK, generateKeyPair } from 'jose'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { command, MOST_VALID_MS, signedCommand } from '../../../hub/protocol/command.ts'
import { commandMessage, doneMessage } from '../../../hub/protocol/envelope.ts'
import { type HubTime, hubTime, timed } from '../../../hub/protocol/hub-time.ts'
import { type PublicKey, sign, verify } from '../../../hub/protocol/signature.ts'

const pair = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const { x = '' } = await exportJWK(publicKey)
  const key: PublicKey = { kid, x }
  return { privateKey, key }
}

const hub = await pair('hub-key-1')
const stranger = await pair('hub-key-1')
const body = { order: { do: 'let-in' } }

test('what the hub signed is read as it was', async () => {
  const signed = await sign(hub.privateKey, 'hub-key-1', body)
  assert.equal(await verify([hub.key], signed), { ok: true, body })
})

test('of a key that nobody told of, or by another of its name, nothing counts (threat 21)', async () => {
  const no = { ok: false, reason: 'not-signed' }
  const signed = await sign(hub.privateKey, 'hub-key-1', body)
  assert.equal(await verify([], signed), no)
  assert.equal(await verify([{ ...hub.key, kid: 'hub-key-2' }], signed), no)
  const forged = await sign(stranger.privateKey, 'hub-key-1', body)
  assert.equal(await verify([hub.key], forged), no)
})

test('whichever signed byte differs, it is not signed (threat 21)', async () => {
  const signed = await sign(hub.privateKey, 'hub-key-1', body)
  const end = signed.lastIndexOf('.')
  const other = fc.constantFrom(...'AZaz09-_.=')
  await fc.assert(
    fc.asyncProperty(fc.nat(end - 1), other, async (at, char) => {
      fc.pre(signed[at] !== char)
      const changed = signed.slice(0, at) + char + signed.slice(at + 1)
      assert.is((await verify([hub.key], changed)).ok, false)
    }),
  )
})

test('no bytes whatever make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      assert.is((await verify([hub.key], text)).ok, false)
    }),
  )
})

test('outside a command and its answer say nothing but their id and boot', async () => {
  const signed = await sign(hub.privateKey, 'hub-key-1', body)
  assert.ok(signedCommand.safeParse({ signed }).success)
  const outside = { v: 1, id: 'command-0001', epoch: 7, sealed: 'x'.repeat(40) }
  assert.equal(commandMessage.parse({ ...outside, more: 1 }), outside)
  assert.equal(doneMessage.parse({ ...outside, more: 1 }), outside)
})

test('a time of the hub that cannot be one is no reason to drop its answer', () => {
  const noon: HubTime = { clock: 1, wire: 2 }
  assert.equal(hubTime.parse(noon), noon)
  assert.equal(timed.parse({ ok: true }), {})
  assert.equal(timed.parse({ hubTime: { clock: -1, wire: 5 } }), { hubTime: undefined })
})

test('nothing is a command that is good for longer than ten seconds', () => {
  const given = {
    to: { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'svardsjo-1' },
    epoch: 1,
    id: 'command-0001',
    nonce: 'A'.repeat(22),
    issued: 1_000_000,
    notAfter: 1_000_000 + MOST_VALID_MS,
    order: { do: 'of-tomorrow', how: 'loudly' },
  }
  assert.ok(command.safeParse(given).success, 'also an order nobody knows yet')
  assert.not(command.safeParse({ ...given, notAfter: given.notAfter + 1 }).success)
  assert.not(command.safeParse({ ...given, notAfter: given.issued - 1 }).success)
})

test.run()
