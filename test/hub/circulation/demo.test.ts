import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loadDemo } from '../../../hub/circulation/demo.ts'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { EVENING, KEY, openLibrary } from '../../support/library.ts'

const FILE = {
  patrons: [
    {
      ...{ name: 'Aino Lindkvist', born: '1992-03-14', member: 'falun', language: 'sv' },
      ...{ card: '21080000000015', pin: '246813', agreement: '2026-01-10' },
    },
    {
      ...{ name: 'Bo Månsson', born: '1980-07-01', member: 'mora', language: 'en' },
      ...{ card: '21080000000023', pin: '975312', agreement: null, blocked: true },
    },
  ],
  titles: [
    { title: 't1', name: 'Skogens tystnad', author: 'Test Författare' },
    { title: 't2', name: 'Älven', author: 'Test Författare' },
  ],
  items: [
    { item: '31080000000013', title: 't1', owner: 'svardsjo', parts: 3 },
    { item: '31080000000021', title: 't2', owner: 'svardsjo', parts: 1, forLoan: false },
  ],
  holds: [{ title: 't1', card: '21080000000023', pickup: 'svardsjo' }],
}

const opened = async (content: unknown = FILE) => {
  const library = await openLibrary()
  const path = join(library.folder, 'demo.json')
  await writeFile(path, JSON.stringify(content))
  return { ...library, load: () => loadDemo(library.store, KEY, { path, now: EVENING }) }
}

test('loads patrons, items and holds once, into an empty store', async () => {
  await using hub = await opened()
  assert.is(await hub.load(), 'loaded')
  assert.is(await hub.load(), 'not-empty')
  const at = hub.at('svardsjo')
  const registry = createRegistry({
    store: hub.store,
    key: KEY,
    alarms: { raise: () => {} },
  })
  const entered = await registry.enter(
    { card: '21080000000015', pin: '246813', at: at.now },
    at,
  )
  assert.is(entered.ok, true)
})

test('what is held at its own branch stands on the hold shelf', async () => {
  await using hub = await opened()
  await hub.load()
  assert.is(await hub.placeOf('31080000000013'), 'hold-shelf svardsjo')
  assert.is(await hub.placeOf('31080000000021'), 'shelf svardsjo')
})

test('tells every problem of the file at once', async () => {
  const [aino, bo] = FILE.patrons
  await using hub = await opened({
    ...FILE,
    patrons: [
      { ...aino, pin: '12' },
      { ...bo, born: '1980-02-30' },
    ],
    items: [{ ...FILE.items[0], parts: 0 }],
  })
  try {
    await hub.load()
    assert.unreachable('a broken file was loaded')
  } catch (error) {
    for (const where of [/patrons\.0\.pin: /, /patrons\.1\.born: /, /items\.0\.parts: /])
      assert.match(String(error), where)
  }
})

test('a file that names what is not there leaves nothing behind', async () => {
  await using hub = await opened({
    ...FILE,
    holds: [{ title: 't1', card: '21080000000999', pickup: 'svardsjo' }],
  })
  try {
    await hub.load()
    assert.unreachable('a hold of nobody was loaded')
  } catch (error) {
    assert.match(String(error), /must name a demo card/)
  }
  assert.equal(await hub.store.db.selectFrom('patron').selectAll().execute(), [])
})

test('no card number, PIN or surname stands in the files of the store', async () => {
  await using hub = await opened()
  await hub.load()
  const at = hub.at('svardsjo')
  const registry = createRegistry({
    store: hub.store,
    key: KEY,
    alarms: { raise: () => {} },
  })
  await registry.enter({ card: '21080000000015', pin: '111111', at: at.now }, at)
  await registry.identify({ card: '21080000000015', pin: '246813' }, at)
  const files = ['hub.sqlite', 'hub.sqlite-wal']
  const bytes = Buffer.concat(
    await Promise.all(files.map((name) => readFile(join(hub.folder, name)))),
  )
  assert.ok(bytes.includes('Skogens tystnad'), 'the search must be able to find')
  for (const { card, pin, name } of FILE.patrons)
    for (const secret of [card, pin, name, name.split(' ')[1] ?? name])
      assert.not.ok(bytes.includes(secret))
})

test.run()
