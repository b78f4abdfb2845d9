// Batches of many kiosks at once: one commit for all that wait, and no kiosk pays for another's fault.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createGroupCommit } from '../../../hub/inbox/group-commit.ts'
import type { Batch } from '../../../hub/inbox/inbox.ts'
import type { IntakeRow } from '../../../hub/inbox/rows.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import type { Store } from '../../../hub/store/store.ts'
import { EVENING, type Library, openLibrary } from '../../support/library.ts'

const visit: KioskEvent = { kind: 'visit', at: EVENING, patron: 'patron-key-0001' }
const door = (what: 'opened' | 'closed', at = EVENING): KioskEvent => ({
  kind: 'door',
  at,
  what,
})

const batchOf = (first: number, ...events: KioskEvent[]): Batch => ({
  epoch: 7,
  first,
  oldest: false,
  rows: events.map((event, n): IntakeRow => ({ ok: true, seq: first + n, event })),
  seal: async ({ reason, form, place = 'none' }) => ({
    kiosk: 'k-1',
    channel: 'event',
    place,
    reason,
    form,
    bytes: Buffer.from('x'),
  }),
})

/** The same store, with its transactions counted, and made to fail when the test says so. */
const counted = (store: Store) => {
  const counts = { transactions: 0, failing: false }
  const watched: Store = {
    ...store,
    get db() {
      return store.db
    },
    transaction: (work) => {
      counts.transactions += 1
      return store.transaction(async (tx) => {
        const value = await work(tx)
        if (counts.failing) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
        return value
      })
    },
  }
  return { watched, counts }
}

const at = (kiosk: string, branch = 'svardsjo') => ({ branch, kiosk, now: EVENING })

const visitsIn = async ({ store }: Library): Promise<number> => {
  const { sum } = await store.db
    .selectFrom('visit_count')
    .select((eb) => eb.fn.sum<number | null>('count').as('sum'))
    .executeTakeFirstOrThrow()
  return sum ?? 0
}

test('what many kiosks tell at once is one or two commits, and every row is there', async () => {
  await using library = await openLibrary()
  const { watched, counts } = counted(library.store)
  const inbox = createGroupCommit(watched)
  const kiosks = Array.from({ length: 60 }, (_, n) => `k-${n}`)
  const taken = await Promise.all(
    kiosks.map((kiosk) => inbox.take(at(kiosk), batchOf(1, visit, visit))),
  )
  assert.equal([...new Set(taken.map(({ upTo, rows }) => `${upTo} ${rows}`))], ['2 2'])
  assert.is(counts.transactions, 2)
  assert.is(await visitsIn(library), 120)
})

test('two batches of one kiosk are taken one after the other', async () => {
  await using library = await openLibrary()
  const inbox = createGroupCommit(library.store)
  const first = inbox.take(at('k-0'), batchOf(1, visit))
  const taken = await Promise.all([
    first,
    inbox.take(at('k-1'), batchOf(1, visit, visit)),
    inbox.take(at('k-1'), batchOf(3, visit)),
    inbox.take(at('k-1'), batchOf(2, visit, visit, visit)),
  ])
  assert.equal(
    taken.map(({ upTo }) => upTo),
    [1, 2, 3, 4],
  )
  assert.is(await visitsIn(library), 5)
})

test('more than fits into one transaction is taken in several', async () => {
  await using library = await openLibrary()
  const { watched, counts } = counted(library.store)
  const inbox = createGroupCommit(watched)
  const many = Array.from({ length: 400 }, () => visit)
  const kiosks = Array.from({ length: 9 }, (_, n) => `k-${n}`)
  await Promise.all(kiosks.map((kiosk) => inbox.take(at(kiosk), batchOf(1, ...many))))
  assert.ok(counts.transactions >= 4)
  assert.is(await visitsIn(library), 3600)
})

test('a row that can never be applied is set aside, and nobody else is held up', async () => {
  await using library = await openLibrary()
  const inbox = createGroupCommit(library.store)
  const blocker = inbox.take(at('k-0'), batchOf(1, visit))
  const [, good, bad, alsoGood] = await Promise.all([
    blocker,
    inbox.take(at('k-1'), batchOf(1, visit, door('opened'))),
    inbox.take(at('k-2', 'nowhere'), batchOf(1, door('opened'), visit)),
    inbox.take(at('k-3'), batchOf(1, visit)),
  ])
  assert.equal(
    [good, bad, alsoGood].map(({ upTo, bad }) => [upTo, bad]),
    [
      [2, 0],
      [2, 1],
      [1, 0],
    ],
  )
  assert.is(await visitsIn(library), 3)
  const aside = await library.store.db.selectFrom('dead_letter').select('reason').execute()
  assert.equal(aside, [{ reason: 'visit could not be applied: Error' }])
})

test('a commit that fails acknowledges nobody, and all of it is taken when told again', async () => {
  await using library = await openLibrary()
  const { watched, counts } = counted(library.store)
  const inbox = createGroupCommit(watched)
  const tell = () =>
    Promise.allSettled(
      ['k-1', 'k-2', 'k-3'].map((kiosk) => inbox.take(at(kiosk), batchOf(1, visit))),
    )
  counts.failing = true
  assert.equal([...new Set((await tell()).map(({ status }) => status))], ['rejected'])
  assert.is(await visitsIn(library), 0)
  counts.failing = false
  assert.equal([...new Set((await tell()).map(({ status }) => status))], ['fulfilled'])
  assert.is(await visitsIn(library), 3)
})

test('a part that changed and changed back within a batch has changed', async () => {
  await using library = await openLibrary()
  const inbox = createGroupCommit(library.store)
  const sinceOf = async () => {
    const rows = await library.store.db.selectFrom('kiosk_part').selectAll().execute()
    return rows.map(({ state, at }) => [state, at - EVENING])
  }
  await inbox.take(at('k-1'), batchOf(1, door('closed', EVENING)))
  await inbox.take(at('k-1'), batchOf(2, door('closed', EVENING + 10)))
  assert.equal(await sinceOf(), [['closed', 0]])
  const moves = batchOf(3, door('opened', EVENING + 20), door('closed', EVENING + 30))
  await inbox.take(at('k-1'), moves)
  assert.equal(await sinceOf(), [['closed', 30]])
})

test.run()
