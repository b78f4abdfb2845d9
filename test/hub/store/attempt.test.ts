import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { attempt } from '../../../hub/store/attempt.ts'
import { openStore, type Store, type Tx } from '../../../hub/store/store.ts'

const inStore = async (run: (store: Store) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-attempt-'))
  const store = await openStore(join(folder, 'hub.sqlite'))
  try {
    await run(store)
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

const write = (tx: Tx, part: string) =>
  tx.insertInto('kiosk_part').values({ kiosk: 'k', part, state: 'ok', at: 1 }).execute()

const parts = async ({ db }: Store): Promise<string[]> => {
  const rows = await db.selectFrom('kiosk_part').select('part').orderBy('part').execute()
  return rows.map(({ part }) => part)
}

test('what fails leaves nothing, and what stands round it stays', () =>
  inStore(async (store) => {
    const failed = await store.transaction(async (tx) => {
      await write(tx, 'before')
      const tried = await attempt(tx, async () => {
        await write(tx, 'half')
        // The same key again: a constraint fails.
        await write(tx, 'before')
      })
      await write(tx, 'after')
      return tried
    })
    assert.is(failed.ok, false)
    assert.equal(await parts(store), ['after', 'before'])
  }))

test('what succeeds answers its value', () =>
  inStore(async (store) => {
    const tried = await store.transaction((tx) =>
      attempt(tx, async () => {
        await write(tx, 'one')
        return 24
      }),
    )
    assert.equal(tried, { ok: true, value: 24 })
    assert.equal(await parts(store), ['one'])
  }))

test('a fault of the disk ends the whole transaction', () =>
  inStore(async (store) => {
    const full = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' })
    const whole = store.transaction(async (tx) => {
      await write(tx, 'before')
      await attempt(tx, () => Promise.reject(full))
    })
    assert.is(await whole.catch((error: unknown) => error), full)
    assert.equal(await parts(store), [])
  }))

test.run()
