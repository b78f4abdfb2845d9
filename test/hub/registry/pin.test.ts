import { parseOptions } from '@node-rs/argon2'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { PIN_COST, pinMatches, pinVerifier } from '../../../hub/registry/pin.ts'

test('a verifier knows its own PIN, at the configured cost', async () => {
  const verifier = await pinVerifier('2468')
  assert.is(await pinMatches(verifier, '2468'), true)
  assert.is(await pinMatches(verifier, '2469'), false)
  const { memoryCost, timeCost, parallelism } = parseOptions(verifier)
  assert.equal({ memoryCost, timeCost, parallelism }, PIN_COST)
})

test('the same PIN has another verifier each time', async () => {
  assert.is.not(await pinVerifier('2468'), await pinVerifier('2468'))
})

test('who has no PIN has none that matches', async () => {
  for (const pin of ['0000', '2468', '00000000'])
    assert.is(await pinMatches(null, pin), false)
})

test.run()
