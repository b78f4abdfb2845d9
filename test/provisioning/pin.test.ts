// Staff set a person's PIN: over HTTP with a token, by the command, at a terminal or from a pipe.
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openTokens } from '../../hub/identity/tokens.ts'
import { b24Told, b24Typed } from '../support/commands.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { openVoice } from '../support/voice.ts'

const CARD = '21080000000015'
let epoch = 1_763_500_000

const tokenFor = async ({ folder }: TestHub, ...may: string[]): Promise<string> => {
  const tokens = openTokens(join(folder, 'identity', 'tokens.jsonl'))
  const times = { now: Date.now(), until: Date.now() + 60_000 }
  const name = may.join('-') || 'nothing'
  const secret = await tokens.add(name, { branches: ['*'], may }, times)
  assert.ok(secret)
  return secret
}

const post = ({ http }: TestHub, body: object, token?: string): Promise<Response> =>
  fetch(`${http}/api/pin`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })

const isIn = async (hub: TestHub, pin: string): Promise<boolean> => {
  epoch += 1
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', epoch)
  const at = hub.clock.now()
  return (await kiosk.ask('entry', { card: CARD, pin, at }, `entry-${pin}`)).ok
}

test('a PIN is set over HTTP by whoever has a token for it, and by nobody else', async () => {
  await using hub = await startTestHub()
  const wish = { card: '2108 0000 0000 15', pin: '97531', duress: '2046' }
  assert.is((await post(hub, wish)).status, 401)
  assert.is((await post(hub, wish, await tokenFor(hub, 'audit'))).status, 403)
  const token = await tokenFor(hub, 'pin')
  assert.is((await post(hub, wish, token)).status, 204)
  assert.is(await isIn(hub, '97531'), true)
  assert.is(await isIn(hub, '2468'), false)
  assert.is((await post(hub, { ...wish, card: '21080000000999' }, token)).status, 404)
  const weak = await post(hub, { ...wish, pin: '1234', duress: '1243' }, token)
  assert.is(weak.status, 422)
  assert.equal((await weak.json()).errors, [
    { at: 'pin', expected: 'none of the twenty commonest' },
    { at: 'pin', expected: 'no digits in a row' },
    { at: 'duress', expected: 'more than one slip away from the usual one' },
  ])
  const odd = await post(hub, { card: 'x', pin: 12 }, token)
  assert.equal(
    (await odd.json()).errors.map(({ at }: { at: string }) => at),
    ['card', 'pin'],
  )
  for (const secret of ['97531', '2046', wish.card, CARD, '1234', token])
    assert.is(hub.log().includes(secret), false, 'the log bears none of it')
})

test('the command reads card and PINs from its input, and says what is wrong with them', async () => {
  await using hub = await startTestHub()
  const env = { B24_TOKEN: await tokenFor(hub, 'pin') }
  const words = ['pin', 'set', '--hub', hub.http]
  const set = await b24Told(words, { input: `${CARD}\n97531\n`, env })
  assert.equal([set.code, set.out, set.err], [0, 'The PIN is set.\n', ''])
  assert.is(await isIn(hub, '97531'), true)
  const weak = await b24Told(words, { input: `${CARD}\n0000\n`, env })
  assert.is(weak.code, 64)
  assert.match(weak.err, 'none of the twenty commonest')
  const without = await b24Told(words, { input: '', env: { B24_TOKEN: '' } })
  assert.is(without.code, 66)
  assert.match(without.err, 'B24_TOKEN')
})

test('at a terminal nothing of what is typed is shown, and a slip is noticed', async () => {
  await using hub = await startTestHub()
  const env = { B24_TOKEN: await tokenFor(hub, 'pin') }
  const words = ['pin', 'set', '--hub', hub.http]
  const typed = (...lines: string[]) =>
    b24Typed(words, {
      env,
      after: 'Card',
      input: lines.map((line) => `${line}\r`).join(''),
    })
  const slip = await typed(CARD, '97531', '97530', '')
  assert.is(slip.code, 64)
  assert.match(slip.out, 'not the same')
  const set = await typed(CARD, '97531', '97531', '204680', '204680')
  assert.match(set.out, 'The PIN is set.')
  for (const secret of [CARD, '97531', '204680'])
    assert.is(set.out.includes(secret), false, 'nothing is shown')
  assert.is(await isIn(hub, '97531'), true)
})

test.run()
