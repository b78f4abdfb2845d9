// Short work of many at once: one commit serves them all, and each is as alone as in its own transaction.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Store, Tx } from '../../../hub/store/store.ts'
import { createTogether } from '../../../hub/store/together.ts'
import { openLibrary } from '../../support/library.ts'

const write = (tx: Tx, part: string) =>
  tx.insertInto('kiosk_part').values({ kiosk: 'k', part, state: 'ok', at: 1 }).execute()

const parts = async ({ db }: Pick<Store, 'db'>): Promise<string[]> => {
  const rows = await db.selectFrom('kiosk_part').select('part').orderBy('part').execute()
  return rows.map(({ part }) => part)
}

/** Its transactions are counted; `fail` is thrown where each would be committed. */
const counted = (store: Store) => {
  const seen = { commits: 0, fail: undefined as Error | undefined }
  const together = createTogether((work) =>
    store.transaction(async (tx) => {
      const value = await work(tx)
      if (seen.fail !== undefined) throw seen.fail
      seen.commits += 1
      return value
    }),
  )
  return { seen, together }
}

test('what waits while one is committed is committed with one more', async () => {
  await using library = await openLibrary()
  const { seen, together } = counted(library.store)
  const names = Array.from({ length: 20 }, (_, n) => `part-${String(n).padStart(2, '0')}`)
  const answers = await Promise.all(
    names.map((name) => together((tx) => write(tx, name).then(() => name))),
  )
  assert.equal(answers, names)
  assert.is(seen.commits, 2)
  assert.equal(await parts(library.store), names)
})

test('nobody is told before the commit', async () => {
  await using library = await openLibrary()
  const { seen, together } = counted(library.store)
  const told: number[] = []
  const one = (name: string) =>
    together((tx) => write(tx, name)).then(() => told.push(seen.commits))
  await Promise.all(['a', 'b', 'c'].map(one))
  assert.equal(told, [1, 2, 2])
})

test('one that fails leaves nothing of its own, and the others stand', async () => {
  await using library = await openLibrary()
  const { together } = counted(library.store)
  const fails = async (tx: Tx): Promise<never> => {
    await write(tx, 'half')
    throw new Error('its own fault')
  }
  const [first, second, third] = await Promise.allSettled([
    together((tx) => write(tx, 'before')),
    together(fails),
    together((tx) => write(tx, 'after')),
  ])
  assert.equal(
    [first?.status, second?.status, third?.status],
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.equal(await parts(library.store), ['after', 'before'])
  assert.match(String(second?.status === 'rejected' && second.reason), 'its own fault')
  // Alone, too.
  await together(fails).then(assert.unreachable, () => {})
  assert.equal(await parts(library.store), ['after', 'before'])
})

test('a commit that fails is everybody’s, and the next one is tried', async () => {
  await using library = await openLibrary()
  const { seen, together } = counted(library.store)
  seen.fail = Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
  const all = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) => together((tx) => write(tx, name))),
  )
  assert.ok(all.every(({ status }) => status === 'rejected'))
  assert.equal(await parts(library.store), [])
  seen.fail = undefined
  await together((tx) => write(tx, 'd'))
  assert.equal(await parts(library.store), ['d'])
})

test('whoever comes next waits for 64 at most', async () => {
  await using library = await openLibrary()
  const { seen, together } = counted(library.store)
  const all = Array.from({ length: 130 }, (_, n) => together((tx) => write(tx, `p-${n}`)))
  await Promise.all(all)
  // The first alone, then 64, 64 and the last.
  assert.is(seen.commits, 4)
})

test.run()
