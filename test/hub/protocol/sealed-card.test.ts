import { exportJWK, generateKeyPair } from 'jose'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kioskEvent } from '../../../hub/protocol/events.ts'
import { openCard, sealCard } from '../../../hub/protocol/sealed-card.ts'

const CARD = '21080000000015'

const pair = async () => {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const { x = '', y = '' } = await exportJWK(publicKey)
  return { key: privateKey, to: { x, y } }
}

test('a card number in a row opens with the hub’s key alone, and never looks the same (threats 5, 17)', async () => {
  const [hub, other] = [await pair(), await pair()]
  const sealed = await sealCard(hub.to, CARD)
  assert.is(await openCard(hub.key, sealed), CARD)
  assert.is(await openCard(other.key, sealed), undefined)
  assert.is.not(await sealCard(hub.to, CARD), sealed)
  for (const name of ['ABCDE', `wiegand:128:${'0f'.repeat(16)}`]) {
    const other = await sealCard(hub.to, name)
    assert.is(other.length, sealed.length, 'its length tells nothing')
    assert.is(await openCard(hub.key, other), name)
  }
  const row = { kind: 'pin-failed-offline', at: 1, card: sealed }
  assert.ok(kioskEvent.safeParse(row).success, 'it fits into a row')
})

test('what nobody sealed is no card number', async () => {
  const { key, to } = await pair()
  for (const sealed of ['', 'a.b.c.d.e', await sealCard(to, 'not a card')])
    assert.is(await openCard(key, sealed), undefined)
})

test.run()
