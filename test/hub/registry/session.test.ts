import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { endSession, patronOfSession } from '../../../hub/registry/session.ts'
import { openLibrary } from '../../support/library.ts'

const CARD = '21080000000015'

const opened = async () => {
  const library = await openLibrary()
  const patron = await library.patron(CARD)
  const session = await library.session(patron, library.at('svardsjo'))
  const patronAt = (branch: string, minutes: number) =>
    patronOfSession(library.store.db, session, library.at(branch, minutes))
  return { ...library, key: patron, token: session, patronAt }
}

test('lasts fifteen minutes and no longer', async () => {
  await using hub = await opened()
  assert.is(await hub.patronAt('svardsjo', 0), hub.key)
  assert.is(await hub.patronAt('svardsjo', 14), hub.key)
  assert.is(await hub.patronAt('svardsjo', 15), null)
})

test('ends when the clock is put back', async () => {
  await using hub = await opened()
  assert.is(await hub.patronAt('svardsjo', -1), null)
})

test('is good only at the kiosk where it began', async () => {
  await using hub = await opened()
  assert.is(await hub.patronAt('mora', 0), null)
})

test('is over when it is ended, and may be ended twice', async () => {
  await using hub = await opened()
  const end = () => endSession(hub.store.db, { session: hub.token })
  assert.equal([await end(), await end()], [{ ok: true }, { ok: true }])
  assert.is(await hub.patronAt('svardsjo', 0), null)
})

test('stands nowhere in the store as the kiosk knows it', async () => {
  await using hub = await opened()
  for (const name of ['hub.sqlite', 'hub.sqlite-wal'])
    assert.not.ok((await readFile(join(hub.folder, name))).includes(hub.token))
})

test('a session that is over is cleared away by the next one', async () => {
  await using hub = await opened()
  await hub.session(hub.key, hub.at('svardsjo', 20))
  const rows = await hub.store.db.selectFrom('session').select('expires').execute()
  assert.equal(rows, [{ expires: hub.at('svardsjo', 35).now }])
})

test.run()
