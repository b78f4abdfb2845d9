// What the hub carries out is wanted still when it gets to it (fault 25; issue 3, point 4).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { beginning, TooLate } from '../../../hub/link/asks.ts'
import { createDuties } from '../../../hub/link/duties.ts'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { KEY, openLibrary } from '../../support/library.ts'

const GOSTA = '31080000000013'

test('a loan that waited for the store past its time is not made, and may be asked for again', async () => {
  await using library = await openLibrary()
  const { store } = library
  const place = library.at('svardsjo')
  const patron = await library.patron('21080000000015')
  await library.item(GOSTA)
  const session = await library.session(patron, place)
  const duties = createDuties(
    store,
    createRegistry({ store, key: KEY, alarms: { raise: () => {} } }),
  )
  const request = { session, item: { id: GOSTA, owner: null }, parts: 1 }
  const ask = (deadline: number) => {
    const begin = beginning(place.kiosk, { epoch: 1, n: 1 }, deadline)
    return duties.checkout(request, { ...place, id: 'checkout-1', begin })
  }
  const loans = () => store.db.selectFrom('loan').selectAll().execute()

  const late = await ask(performance.now() - 1).catch((error: unknown) => error)
  assert.instance(late, TooLate)
  assert.equal(await loans(), [])
  assert.is((await ask(performance.now() + 60_000)).ok, true)
  assert.is((await loans()).length, 1)
})

test.run()
