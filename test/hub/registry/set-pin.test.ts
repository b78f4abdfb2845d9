import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { setPin } from '../../../hub/registry/set-pin.ts'
import { KEY, openLibrary } from '../../support/library.ts'

const CARD = '21080000000015'
const who = 'desk'

const opened = async () => {
  const library = await openLibrary()
  const key = await library.patron(CARD)
  const { store } = library
  const registry = createRegistry({ store, key: KEY, alarms: { raise: () => {} } })
  const at = library.at('svardsjo')
  return {
    ...library,
    key,
    isIn: async (pin: string) =>
      (await registry.enter({ card: CARD, pin, at: at.now }, at)).ok,
    set: (pin: string, duress?: string, card = CARD) =>
      setPin(store, KEY, { card, pin, duress, who }),
  }
}

test('whoever had no PIN has one, and both open', async () => {
  await using hub = await opened()
  assert.is(await hub.isIn('2468'), false)
  assert.equal(await hub.set('2468', '7531'), { ok: true })
  assert.is(await hub.isIn('2468'), true)
  assert.is(await hub.isIn('7531'), true)
})

test('a new PIN takes the place of both old ones, ends sessions and forgets mistakes', async () => {
  await using hub = await opened()
  await hub.set('2468', '7531')
  await hub.session(hub.key, hub.at('svardsjo'))
  for (let n = 0; n < 5; n += 1) await hub.isIn('1111')
  assert.is(await hub.isIn('2468'), false, 'locked out')
  assert.equal(await hub.set('86420'), { ok: true })
  assert.equal(await hub.store.db.selectFrom('session').selectAll().execute(), [])
  assert.is(await hub.isIn('86420'), true)
  for (const old of ['2468', '7531']) assert.is(await hub.isIn(old), false)
})

test('a weak PIN and an unknown card change nothing', async () => {
  await using hub = await opened()
  await hub.set('2468')
  const objections = [{ at: 'pin', why: 'common' }]
  assert.equal(await hub.set('1004'), { ok: false, why: 'refused', objections })
  const unknown = { ok: false, why: 'unknown-card' }
  assert.equal(await hub.set('97531', undefined, '21080000000999'), unknown)
  assert.is(await hub.isIn('2468'), true)
})

test('who set a PIN is written down, and never whose or which (threat 29)', async () => {
  await using hub = await opened()
  await hub.set('97531', '204680')
  const rows = await hub.store.db.selectFrom('audit').selectAll().execute()
  assert.equal(
    rows.map(({ who, what }) => [who, what]),
    [['desk', '{"do":"set-pin"}']],
  )
  const written = JSON.stringify(rows)
  for (const secret of ['97531', '204680', CARD, hub.key])
    assert.is(written.includes(secret), false)
})

test.run()
