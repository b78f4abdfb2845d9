import { parseOptions } from '@node-rs/argon2'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { comparePin, holdPin, PIN_COST } from '../../../hub/registry/pin.ts'

test('a PIN is known by its verifier, at the configured cost', async () => {
  const held = await holdPin('2468')
  assert.is(await comparePin(held, '2468'), 'right')
  assert.is(await comparePin(held, '2469'), 'wrong')
  const { memoryCost, timeCost, parallelism } = parseOptions(held.verifier)
  assert.equal({ memoryCost, timeCost, parallelism }, PIN_COST)
})

test('the PIN for duress is told from the usual one, by the same argon2 (threat 14)', async () => {
  const held = await holdPin('2468', '7531')
  assert.is(await comparePin(held, '2468'), 'right')
  assert.is(await comparePin(held, '7531'), 'under-duress')
  assert.is(await comparePin(held, '1357'), 'wrong')
})

test('what is kept does not tell who has a PIN for duress', async () => {
  const [without, with_] = [await holdPin('2468'), await holdPin('2468', '7531')]
  assert.is(without.duress?.length, with_.duress?.length)
})

test('the same PIN is kept in another way each time', async () => {
  const [one, other] = [await holdPin('2468', '7531'), await holdPin('2468', '7531')]
  assert.is.not(one.verifier, other.verifier)
  assert.is.not(
    Buffer.from(one.duress ?? []).toString('hex'),
    Buffer.from(other.duress ?? []).toString('hex'),
  )
})

test('no PIN matches where nobody has one, or where a verifier cannot be read', async () => {
  const unread = { verifier: 'spoilt', duress: null }
  for (const pin of ['0000', '1234', '00000000', ''])
    for (const known of [null, { verifier: null, duress: null }, unread])
      assert.is(await comparePin(known, pin), 'wrong')
})

test.run()
