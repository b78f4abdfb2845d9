// Staff change a patron's standing over HTTP, with a token for it.
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openTokens } from '../../../hub/identity/tokens.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'

const CARD = '21080000000015'

type Scope = { branches: string[]; may: string[] }

const tokenFor = async ({ folder }: TestHub, scope: Scope): Promise<string> => {
  const tokens = openTokens(join(folder, 'identity', 'tokens.jsonl'))
  const times = { now: Date.now(), until: Date.now() + 60_000 }
  const secret = await tokens.add(`for.${scope.may.join('.')}`, scope, times)
  assert.ok(secret)
  return secret
}

const post = async ({ http }: TestHub, body: object, token = '') => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${http}/api/standing`, request)
  return { status: response.status, body: await response.json() }
}

test('a block is set by whoever has a token for it there, is told back, and is in no log', async () => {
  await using hub = await startTestHub()
  const note = 'Threw a chair'
  const wish = { do: 'block', card: CARD, branch: 'svardsjo', ends: '2099-01-01', note }
  assert.is((await post(hub, wish)).status, 401)
  const audit = await tokenFor(hub, { branches: ['*'], may: ['audit'] })
  assert.is((await post(hub, wish, audit)).status, 403)
  const falun = await tokenFor(hub, { branches: ['svardsjo'], may: ['standing'] })
  assert.is((await post(hub, { ...wish, branch: 'mora' }, falun)).status, 403)
  assert.is((await post(hub, { ...wish, branch: null }, falun)).status, 403)
  const told = await post(hub, wish, falun)
  assert.is(told.status, 200)
  assert.equal(
    told.body.blocks.map((one: { branch: string; note: string }) => [one.branch, one.note]),
    [['svardsjo', note]],
  )
  assert.is((await post(hub, { do: 'show', card: '21080000000999' }, falun)).status, 404)
  for (const secret of [CARD, note, falun])
    assert.is(hub.log().includes(secret), false, 'the log bears none of it')
})

test('what is no such change is said, place by place', async () => {
  await using hub = await startTestHub()
  const token = await tokenFor(hub, { branches: ['*'], may: ['standing'] })
  const told = await post(hub, { do: 'block', card: CARD, ends: 'soon', notes: 1 }, token)
  assert.is(told.status, 422)
  assert.ok(told.body.errors.some(({ at }: { at: string }) => at === 'ends'))
  assert.is((await post(hub, { do: 'praise', card: CARD }, token)).status, 422)
})

test.run()
