// What could not be taken is kept, sealed and bounded, and taken once when it can be (fault 29).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type DeadLetter,
  deadLetter,
  openLetter,
  setAside,
} from '../../../hub/inbox/dead-letters.ts'
import { createGroupCommit } from '../../../hub/inbox/group-commit.ts'
import type { Batch } from '../../../hub/inbox/inbox.ts'
import { listLetters } from '../../../hub/inbox/letter-list.ts'
import { replayRow } from '../../../hub/inbox/replay.ts'
import { readRows } from '../../../hub/inbox/rows.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { deriveKeys, likenessOf } from '../../../hub/protocol/seal.ts'
import { findBranch } from '../../../hub/registry/branches.ts'
import type { Store } from '../../../hub/store/store.ts'
import { secretOf } from '../../support/hub.ts'
import { EVENING, openLibrary } from '../../support/library.ts'

const { seal: key } = deriveKeys(secretOf('svardsjo-1'))
const likeness = likenessOf(secretOf('svardsjo-1'))
const PATRON = 'patron-key-0001'
const EPOCH = 7

const letter = (place: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
  kiosk: 'svardsjo-1',
  channel: 'event',
  place,
  reason: `reason ${place}`,
  form: 'message',
  bytes: Buffer.from('x'),
  ...more,
})

const keepAll = (store: Store, letters: readonly DeadLetter[]) =>
  store.transaction(async (tx) => {
    for (const one of letters) await setAside(tx, one)
  })

const numbered = (from: number, to: number, more: Partial<DeadLetter> = {}) =>
  Array.from({ length: to - from + 1 }, (_, n) => letter(`place ${from + n}`, more))

test('what stood aside is bounded, the newest stay, and what went is counted', async () => {
  await using library = await openLibrary()
  const { store } = library
  await keepAll(store, numbered(1, 1003))
  await keepAll(store, [letter('one', { kiosk: 'svardsjo-2' })])
  const { letters, gone } = await listLetters(store, { kiosk: 'svardsjo-1', limit: 2000 })
  assert.is(letters.length, 1000)
  assert.is(letters.at(-1)?.reason, 'reason place 4')
  assert.is(gone, 3)
  const other = await listLetters(store, { kiosk: 'svardsjo-2', limit: 1 })
  assert.is(other.letters.length, 1, 'one kiosk’s flood takes nothing of another')
  assert.is(other.gone, 0)
})

test('large ones are bounded by their size', async () => {
  await using library = await openLibrary()
  const { store } = library
  await keepAll(store, numbered(1, 7, { bytes: Buffer.alloc(1024 * 1024) }))
  const { letters, gone } = await listLetters(store, { limit: 50 })
  assert.equal(
    letters.map(({ reason }) => reason),
    [7, 6, 5, 4].map((n) => `reason place ${n}`),
  )
  assert.is(gone, 3)
})

test('all kiosks together are bounded, whoever it is', async () => {
  await using library = await openLibrary()
  const { store } = library
  for (let kiosk = 0; kiosk < 21; kiosk += 1)
    await keepAll(store, numbered(1, 1000, { kiosk: `k-${kiosk}` }))
  const { count } = await store.db
    .selectFrom('dead_letter')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.is(count, 20_000)
  assert.is((await listLetters(store, { kiosk: 'k-0', limit: 1 })).gone, 1000)
})

test('the same thing again is one letter with a count, and is as it was last', async () => {
  await using library = await openLibrary()
  const { store } = library
  await keepAll(store, [
    letter('7.1.2'),
    letter('7.1.2', { reason: 'newer-protocol', bytes: Buffer.from('longer') }),
  ])
  const { letters } = await listLetters(store, { limit: 50 })
  assert.equal(
    letters.map(({ reason, count, size }) => [reason, count, size]),
    [['newer-protocol', 2, 6]],
  )
})

test('a letter is sealed, opens with its kiosk’s key at its own place, and is whole', async () => {
  const from = { kiosk: 'svardsjo-1', key, likeness, channel: 'event' }
  const text = `{"patron":"${PATRON}"}`.padEnd(60_000)
  const kept = await deadLetter(from, { reason: 'r', text, form: 'row', place: '7.1' })
  assert.not.match(Buffer.from(kept.bytes).toString(), PATRON)
  assert.equal(await openLetter(kept, key), { ok: true, body: text })
  assert.is((await openLetter({ ...kept, place: '7.2' }, key)).ok, false)
  const { seal: other } = deriveKeys(secretOf('svardsjo-2'))
  assert.is((await openLetter(kept, other)).ok, false)
})

test('what is too large to be kept whole is kept by its beginning, and not tried again', async () => {
  const from = { kiosk: 'svardsjo-1', key, likeness, channel: 'event' }
  const text = 'x'.repeat(65_537)
  const kept = await deadLetter(from, { reason: 'too-large', text, form: 'message' })
  assert.is(kept.form, null)
  assert.equal(await openLetter(kept, key), { ok: true, body: 'x'.repeat(2000) })
})

test('where a letter has no place of its own, nothing of what it says can be guessed from it', async () => {
  const from = { kiosk: 'svardsjo-1', key, likeness, channel: 'ask' }
  const { place } = await deadLetter(from, { reason: 'r', text: PATRON, form: null })
  const again = await deadLetter(from, { reason: 'r', text: PATRON, form: null })
  assert.match(place, /^[\w-]{22}$/)
  assert.is(place, again.place)
  const others = { ...from, likeness: likenessOf(secretOf('svardsjo-2')) }
  const other = await deadLetter(others, { reason: 'r', text: PATRON, form: null })
  assert.is.not(place, other.place, 'it takes the secret to compare')
})

/** A batch as the link hands it on. */
const batchOf = (...events: KioskEvent[]): Batch => {
  const bodies = events.map((event, n) => ({ seq: n + 1, event }))
  return {
    epoch: EPOCH,
    first: 1,
    oldest: false,
    rows: readRows(bodies, { first: 1, last: bodies.length }),
    seal: (aside) => deadLetter({ kiosk: 'new-1', key, likeness, channel: 'event' }, aside),
  }
}

const AT = { branch: 'new-branch', kiosk: 'new-1', now: EVENING }
const visit: KioskEvent = { kind: 'visit', at: EVENING, patron: PATRON }

/** The one letter, opened. */
const theLetter = async ({ db }: Store) => {
  const row = await db.selectFrom('dead_letter').selectAll().executeTakeFirstOrThrow()
  const opened = await openLetter(row, key)
  return { id: row.id, place: row.place, text: String(opened.ok && opened.body) }
}

/** The branch that the rows of the kiosk are of, and that the hub did not know. */
const addBranch = async ({ db }: Store): Promise<void> => {
  const known = await findBranch(db, 'svardsjo')
  if (known === undefined) throw new Error('no branch to copy')
  const row = await db
    .selectFrom('branch')
    .selectAll()
    .where('id', '=', 'svardsjo')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('branch')
    .values({ ...row, id: AT.branch })
    .execute()
}

const visitsAt = async ({ db }: Store): Promise<number> => {
  const row = await db
    .selectFrom('visit_count')
    .select('count')
    .where('branch', '=', AT.branch)
    .executeTakeFirst()
  return row?.count ?? 0
}

test('a row that could not be applied is taken once when it can be, however often it is tried', async () => {
  await using library = await openLibrary()
  const { store } = library
  const taken = await createGroupCommit(store).take(AT, batchOf(visit))
  assert.equal([taken.upTo, taken.bad], [1, 1])
  const aside = await theLetter(store)
  const failed = await replayRow(store, AT, aside)
  assert.equal(failed, {
    ok: false,
    why: 'failed-again',
    reason: 'visit could not be applied: Error',
  })
  assert.is((await listLetters(store, { limit: 1 })).letters.length, 1, 'it is kept')

  await addBranch(store)
  const outcomes = await Promise.all([1, 2, 3].map(() => replayRow(store, AT, aside)))
  assert.equal(outcomes, [
    { ok: true, outcome: 'taken' },
    { ok: false, why: 'no-letter' },
    { ok: false, why: 'no-letter' },
  ])
  assert.is(await visitsAt(store), 1)
  const inbox = await store.db.selectFrom('inbox').select(['kind', 'body']).execute()
  assert.equal(
    inbox.map(({ kind }) => kind),
    ['visit'],
  )
  assert.not.match(inbox[0]?.body ?? '', PATRON)
})

test('a row that the hub has had changes nothing when it is tried again', async () => {
  await using library = await openLibrary()
  const { store } = library
  await addBranch(store)
  await createGroupCommit(store).take(AT, batchOf(visit))
  const text = JSON.stringify({ seq: 1, event: visit })
  const from = { kiosk: AT.kiosk, key, likeness, channel: 'event' }
  const aside = { reason: 'r', text, form: 'row' as const, place: `${EPOCH}.1` }
  await keepAll(store, [await deadLetter(from, aside)])
  const outcome = await replayRow(store, AT, await theLetter(store))
  assert.equal(outcome, { ok: true, outcome: 'nothing-new' })
  assert.is(await visitsAt(store), 1)
})

test('a row taken late says nothing of how a part is now', async () => {
  await using library = await openLibrary()
  const { store } = library
  await addBranch(store)
  const paper = (state: 'out' | 'ok', minutes: number): KioskEvent => ({
    kind: 'paper',
    at: EVENING + minutes * 60_000,
    state,
  })
  const batch = batchOf(paper('out', 0), paper('ok', 5))
  const [first, ...rest] = batch.rows
  const bad = { ok: false, seq: 1, reason: 'r', body: { seq: 1, event: paper('out', 0) } }
  assert.ok(first)
  await createGroupCommit(store).take(AT, {
    ...batch,
    rows: [bad as (typeof rest)[number], ...rest],
  })
  const outcome = await replayRow(store, AT, await theLetter(store))
  assert.equal(outcome, { ok: true, outcome: 'taken' })
  const part = await store.db
    .selectFrom('kiosk_part')
    .select('state')
    .executeTakeFirstOrThrow()
  assert.is(part.state, 'ok')
})

test.run()
