// A journal that ran out of room is told to the hub: fault 5, from the kiosk's disk to the hub's store.
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openJournal } from '../../device/journal/journal.ts'
import { BOUNDS } from '../../device/journal/room.ts'
import { openOutbox } from '../../device/link/outbox.ts'
import { silent } from '../../device/log.ts'
import type { Aside } from '../../hub/inbox/dead-letters.ts'
import { createGroupCommit } from '../../hub/inbox/group-commit.ts'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { EVENING, openLibrary, temporaryFolder } from '../support/library.ts'

const ROWS = 3000
const bounds = { ...BOUNDS, reserve: 65_536, most: 192 * 1024, lookMs: 20 }
const AT = { branch: 'svardsjo', kiosk: 'svardsjo-1', now: EVENING }

/** One in ten must be accounted for. */
const eventAt = (n: number): KioskEvent =>
  n % 10 === 0
    ? { kind: 'visit', at: EVENING + n, patron: 'patron-key-0001' }
    : { kind: 'paper', at: EVENING + n, state: 'near-end' }

/** The hub's letters, with nothing of them sealed. */
const letterOf = async ({ reason, place = '' }: Aside) => ({
  ...{ kiosk: AT.kiosk, channel: 'event', place, reason, form: null },
  bytes: new Uint8Array(),
})

/** `rows 4–6 of epoch 7 are nowhere`: 4, 5 and 6. */
const rowsIn = (reason: string): number[] => {
  const [, first = 0, last = 0] = (/^rows (\d+)–(\d+) of/.exec(reason) ?? []).map(Number)
  return Array.from({ length: last - first + 1 }, (_, n) => first + n)
}

test('of a journal that was thinned the hub gets all that must be accounted for, knows what is missing, and asks no more (fault 5)', async () => {
  await using library = await openLibrary()
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'journal.sqlite')
  await using journal = await openJournal(path, silent, { bounds })
  const written: number[] = []
  for (let n = 0; n < ROWS; n += 1) written.push(await journal.append(eventAt(n)))
  assert.ok((await journal.unsent()) < ROWS, 'rows have gone')

  const inbox = createGroupCommit(library.store)
  let now = 0
  await using outbox = openOutbox({
    journal,
    log: silent,
    // So late each time that nothing is held back.
    now: () => {
      now += 60_000
      return now
    },
    seal: async () => 'sealed',
    send: ({ epoch, first, oldest = false }, rows) => {
      const told = rows.map(({ seq, event }) => ({ ok: true, seq, event }) as const)
      const batch = { epoch, first, oldest, rows: told, seal: letterOf }
      void inbox.take(AT, batch).then(({ upTo }) => outbox.acknowledged({ epoch, upTo }))
      return true
    },
  })
  assert.ok(await outbox.drained(20_000), 'nothing waits')

  const { db } = library.store
  const taken = await db.selectFrom('inbox').select(['seq', 'kind']).execute()
  assert.is(taken.filter(({ kind }) => kind === 'visit').length, ROWS / 10)
  const letters = await db.selectFrom('dead_letter').select('reason').execute()
  const nowhere = letters.flatMap(({ reason }) => rowsIn(reason))
  assert.ok(nowhere.length > 0)
  const known = [...taken.map(({ seq }) => seq), ...nowhere].sort((a, b) => a - b)
  assert.equal(known, written, 'each number is here, or known to be nowhere, once')
})

test.run()
