// Two hubs that take turns take in what one kiosk tells, on one store: each row once, whichever of them
// gets it, and neither keeps the other from the store (faults 10, 27, 28).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createGroupCommit, type GroupCommit } from '../../../hub/inbox/group-commit.ts'
import type { Batch } from '../../../hub/inbox/inbox.ts'
import { claimNumber } from '../../../hub/link/marks.ts'
import { loadProfile } from '../../../hub/registry/profile.ts'
import { openStore } from '../../../hub/store/store.ts'
import { EVENING, temporaryFolder } from '../../support/library.ts'

const ROWS = 10
const BATCHES = 5

const visits = (first: number, oldest: boolean): Batch => ({
  epoch: 1,
  first,
  oldest,
  rows: Array.from({ length: ROWS }, (_, n) => ({
    ok: true,
    seq: first + n,
    event: { kind: 'visit', at: EVENING, patron: 'patron-key-0001' },
  })),
  seal: () => Promise.reject(new Error('nothing is bad')),
})

const inStore = async (run: (path: string) => Promise<void>): Promise<void> => {
  await using folder = await temporaryFolder()
  await run(join(folder.path, 'hub.sqlite'))
}

/** To which hub a batch goes, whether the other gets it too, and whether the next one was there first. */
const turn = fc.record({ to: fc.nat(1), both: fc.boolean(), overtaken: fc.boolean() })
const turns = fc.array(turn, { minLength: BATCHES, maxLength: BATCHES })

test('whichever hub gets a batch, and however often, each row is taken once and none is asked for again', () =>
  inStore(async (path) => {
    const stores = [await openStore(path, 'a'), await openStore(path, 'b')] as const
    await loadProfile(stores[0], 'dalarna')
    const hubs: readonly GroupCommit[] = stores.map((store) =>
      createGroupCommit(store, { hasCompany: true }),
    )
    let runs = 0
    const taken = fc.asyncProperty(turns, async (order) => {
      runs += 1
      const at = { branch: 'svardsjo', kiosk: `k-${runs}`, now: EVENING }
      const give = async (to: number, first: number, oldest = true): Promise<number> =>
        (await hubs[to % 2]?.take(at, visits(first, oldest)))?.upTo ?? -1
      let upTo = 0
      for (const { to, both, overtaken } of order) {
        const first = upTo + 1
        if (overtaken) assert.is(await give(to + 1, first + ROWS, false), upTo)
        const given = both ? [give(to, first), give(to + 1, first)] : [give(to, first)]
        upTo += ROWS
        // Each batch gets the kiosk one further: what it sends is bounded by what it has.
        for (const answer of await Promise.all(given)) assert.is(answer, upTo)
        assert.is(await give(to + 1, first), upTo, 'and late once more, it changes nothing')
      }
    })
    await fc.assert(taken, { numRuns: 12 })
    const [{ count } = { count: 0 }] = await stores[1].db
      .selectFrom('visit_count')
      .select('count')
      .execute()
    assert.is(count, runs * BATCHES * ROWS)
    for (const store of stores) await store.close()
  }))

/** Takes in from thirty kiosks whatever it can, and says each time that it has. */
const FLOOD = `
  import { createGroupCommit } from './hub/inbox/group-commit.ts'
  import { openStore } from './hub/store/store.ts'
  const store = await openStore(process.argv.at(-1), 'b')
  const inbox = createGroupCommit(store, { hasCompany: true })
  const event = { kind: 'visit', at: ${EVENING}, patron: 'patron-key-0001' }
  const flood = async (kiosk) => {
    for (let first = 1; ; first += 100) {
      const rows = Array.from({ length: 100 }, (_, n) => ({ ok: true, seq: first + n, event }))
      const batch = { epoch: 1, first, oldest: false, rows }
      await inbox.take({ branch: 'svardsjo', kiosk, now: ${EVENING} }, batch)
      if (kiosk === 'k-0') console.log('taken')
    }
  }
  for (let n = 0; n < 30; n += 1) void flood('k-' + n)
`

const flooding = (path: string) => {
  const flags = ['--import', 'tsx', '--input-type=module', '-e', FLOOD]
  const child = spawn(process.execPath, [...flags, '--', path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'close')
  return {
    said: child.stdout,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

test('a hub that takes in all it can keeps no question from the other', () =>
  inStore(async (path) => {
    const store = await openStore(path, 'a')
    await loadProfile(store, 'dalarna')
    await using other = flooding(path)
    for (let n = 1; n <= 60; n += 1) {
      // Then it has begun the next already.
      await once(other.said, 'data')
      await store.transaction((tx) => claimNumber(tx, 'k-1', { epoch: 1, n }))
    }
    await store.close()
  }))

test.run()
