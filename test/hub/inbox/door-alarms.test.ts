// Alarms that rows of an entrance raise and end, with the rows themselves.
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { silent } from '../../../device/log.ts'
import { openAlarms } from '../../../hub/alarms/alarms.ts'
import { applyAll } from '../../../hub/inbox/effects.ts'
import { doorOf, troublesOf } from '../../../hub/inbox/parts.ts'
import { readRows } from '../../../hub/inbox/rows.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import type { Store } from '../../../hub/store/store.ts'
import { EVENING, type Library, openLibrary } from '../../support/library.ts'

const test = suite<{ library: Library }>('alarms of an entrance')

test.before.each(async (context) => {
  context.library = await openLibrary()
})
test.after.each(({ library }) => library[Symbol.asyncDispose]())

const KIOSK = 'svardsjo-1'
const at = EVENING
const door = (what: 'opened' | 'closed' | 'held-open' | 'forced'): KioskEvent => ({
  kind: 'door',
  at,
  what,
})
const trouble = (
  what: Extract<KioskEvent, { kind: 'door-trouble' }>['what'],
  on: boolean,
): KioskEvent => ({ kind: 'door-trouble', at, what, on })
const tailGate: KioskEvent = { kind: 'tail-gate', at, counted: 5, expected: 1, score: 95 }

const tell = (
  { store, at: placeAt }: Library,
  events: readonly KioskEvent[],
  late = false,
) =>
  store.transaction((tx) =>
    applyAll(
      tx,
      events.map((event) => ({ event, at: placeAt('svardsjo') })),
      { late },
    ),
  )

const open = async (store: Store): Promise<string[]> => {
  await using alarms = openAlarms(store, silent)
  return (await alarms.open(KIOSK)).map(({ kind, count }) => `${kind} ${count}`).sort()
}

test('a door that is forced, and people too many, are alarms that stay (threats 12, 38, fault 43)', async ({
  library,
}) => {
  await tell(library, [door('forced'), tailGate, door('closed'), tailGate])
  await tell(library, [{ kind: 'started', at }])
  assert.equal(await open(library.store), ['forced 1', 'tail-gate 2'])
})

test('a door held open is an alarm until it is shut (fault 43)', async ({ library }) => {
  await tell(library, [door('opened'), door('held-open')])
  assert.equal(await open(library.store), ['held-open 1'])
  await tell(library, [door('closed')])
  assert.equal(await open(library.store), [])
})

for (const what of [
  'lock-disagrees',
  'exit-stuck',
  'beam-dirty',
  'held-after-fire',
] as const)
  test(`${what} is an alarm until it is over (faults 41, 44)`, async ({ library }) => {
    await tell(library, [trouble(what, true)])
    assert.equal(await open(library.store), [`${what} 1`])
    await tell(library, [trouble(what, false)])
    assert.equal(await open(library.store), [])
  })

test('a kiosk that starts tells anew what is still so, and what it does not tell is over', async ({
  library,
}) => {
  await tell(library, [trouble('exit-stuck', true), trouble('held-after-fire', true)])
  await tell(library, [{ kind: 'started', at }, trouble('held-after-fire', true)])
  assert.equal(await open(library.store), ['held-after-fire 2'])
})

test('rows that are taken late tell what has happened, and not how it is now', async ({
  library,
}) => {
  await tell(library, [trouble('exit-stuck', true)])
  await tell(library, [trouble('exit-stuck', false), door('held-open'), tailGate], true)
  assert.equal(await open(library.store), ['exit-stuck 1', 'tail-gate 1'])
})

test('however rows are cut into batches, in the end the last word counts', async ({
  library,
}) => {
  const said = fc.constantFrom<'held-open' | 'closed'>('held-open', 'closed')
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 1, maxLength: 12 }),
      fc.nat(12),
      async (words, cut) => {
        await tell(library, [{ kind: 'started', at }])
        await tell(library, words.slice(0, cut).map(door))
        await tell(library, words.slice(cut).map(door))
        const stands = (await open(library.store)).length > 0
        assert.is(stands, words.at(-1) === 'held-open')
      },
    ),
    { numRuns: 25 },
  )
})

test('a row of a kind that this hub does not know holds up none, and waits for one that does (fault 53)', () => {
  const tomorrow = { kind: 'door-mood', at, what: 'cheerful' }
  const bodies = [
    { seq: 1, event: door('opened') },
    { seq: 2, event: tomorrow },
    { seq: 3, event: door('closed') },
  ]
  const read = readRows(bodies, { first: 1, last: 3 })
  assert.equal(
    read.map(({ ok }) => ok),
    [true, false, true],
  )
  // Kept whole: `b24` or the status page can have it tried again.
  const [, aside] = read
  assert.equal(aside?.ok === false && aside.body, bodies[1])
})

test('how many are inside and how the door stands is known as it was last told', async ({
  library,
}) => {
  assert.equal(await doorOf(library.store, KIOSK), { door: undefined, inside: undefined })
  const counted = (inside: number): KioskEvent => ({
    ...{ kind: 'counted', at, in: 1, out: 0, inside, why: 'passage' },
  })
  await tell(library, [door('opened'), counted(1), counted(2), door('closed')])
  assert.equal(await doorOf(library.store, KIOSK), { door: 'closed', inside: 2 })
  assert.equal(await troublesOf(library.store, KIOSK), [])
})

test.run()
