// A stop in every state of a loan and of a return, and what the next start makes of it.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DESK_NOTES, type Note } from '../../../device/desk/notes.ts'
import { recover } from '../../../device/desk/recovery.ts'
import { readNotes } from '../../../device/own-notes.ts'
import type { TagSeen } from '../../../device/ports.ts'
import { factsIn } from '../../support/play.ts'

const SECURITY = { secured: 0x07, onLoan: 0xc2 }
const ITEM = { id: '31080000000021', owner: 'SE-Falun' }
const KEY = 'desk-7-3'
const UIDS = ['E0B1', 'E0B2']

const lending = (phase: 'asked' | 'unlocking', loan: string | null): Note => ({
  ...{ kind: 'lending', phase, loan, session: 'session-0123456789', patron: 'patron-aino' },
  ...{ item: ITEM, count: 2, tags: UIDS.map((uid) => ({ uid, afi: SECURITY.secured })) },
})
const returning: Note = { kind: 'returning', item: ITEM, uids: UIDS }

const onPad = (...values: (number | null)[]): TagSeen[] =>
  values.flatMap((afi, n) =>
    afi === null
      ? []
      : [
          {
            ...{ uid: UIDS[n] ?? '', afi },
            content: { kind: 'item', ...ITEM, part: n + 1, parts: 2 } as const,
          },
        ],
  )

const stands = (loan: string | null) => ({
  ...{ kind: 'checkout', loan, item: ITEM, patron: 'patron-aino', parts: 2 },
})
const undone = {
  ...{ kind: 'checkout-undone', loan: 'loan-1', item: ITEM, reason: 'restarted' },
}
const given = { kind: 'given-back', where: 'desk', why: 'tag-failed' }

type Row = {
  name: string
  note: Note
  pad: TagSeen[]
  facts: unknown[]
  goesOn?: string
}

const rows: Row[] = [
  {
    name: 'asked, the book still there: the same question tells',
    note: lending('asked', null),
    ...{ pad: onPad(7, 7), facts: [], goesOn: 'learning' },
  },
  {
    name: 'asked, the book gone: no tag was touched, the same question tells',
    note: lending('asked', null),
    ...{ pad: [], facts: [], goesOn: 'learning' },
  },
  {
    name: 'unlocking, no tag written yet: undone',
    note: lending('unlocking', 'loan-1'),
    ...{ pad: onPad(7, 7), facts: [undone] },
  },
  {
    name: 'unlocking, one tag written: it stands',
    note: lending('unlocking', 'loan-1'),
    ...{ pad: onPad(0xc2, 7), facts: [stands('loan-1')] },
  },
  {
    name: 'unlocking, every tag written: it stands',
    note: lending('unlocking', 'loan-1'),
    ...{ pad: onPad(0xc2, 0xc2), facts: [stands('loan-1')] },
  },
  {
    name: 'unlocking, one part gone: it stands',
    note: lending('unlocking', 'loan-1'),
    ...{ pad: onPad(7, null), facts: [stands('loan-1')] },
  },
  {
    name: 'unlocking, the book gone: it stands',
    note: lending('unlocking', 'loan-1'),
    ...{ pad: [], facts: [stands('loan-1')] },
  },
  {
    name: 'unlocking without the hub, no tag written: the same question tells',
    note: lending('unlocking', null),
    ...{ pad: onPad(7, 7), facts: [], goesOn: 'learning' },
  },
  {
    name: 'unlocking without the hub, a tag written: lent',
    note: lending('unlocking', null),
    ...{ pad: onPad(7, 0xc2), facts: [stands(null)] },
  },
  {
    name: 'returning, the book still there: secured to the end',
    note: returning,
    ...{ pad: onPad(7, 0xc2), facts: [], goesOn: 'securing' },
  },
  {
    name: 'returning, the book gone: it stays on loan, and staff are told',
    note: returning,
    ...{ pad: [], facts: [given] },
  },
  {
    name: 'returning, one part gone: it stays on loan, and staff are told',
    note: returning,
    ...{ pad: onPad(7, null), facts: [given] },
  },
]

for (const { name, note, pad, facts, goesOn } of rows)
  test(name, () => {
    const { work, effects } = recover({ key: KEY, note }, pad, SECURITY)
    assert.equal(factsIn(effects), facts)
    assert.is(work?.phase.at, goesOn)
    for (const effect of effects)
      if (effect.kind === 'record') assert.is(effect.finish, KEY)
      else if (effect.kind === 'ask') assert.is(effect.id, KEY)
  })

test('a note goes through the journal unchanged', () => {
  for (const note of [lending('asked', null), lending('unlocking', 'loan-1'), returning]) {
    const kept: unknown = JSON.parse(JSON.stringify(note))
    assert.equal(readNotes(DESK_NOTES, [{ key: KEY, note: kept }]), {
      notes: [{ key: KEY, note }],
      unreadable: [],
    })
  }
})

test("another role's notes are not touched, and unreadable ones are named", () => {
  const notes = [
    { key: 'chute-7-1', note: { kind: 'chute' } },
    { key: 'desk-7-2', note: { kind: 'of a newer program' } },
  ]
  assert.equal(readNotes(DESK_NOTES, notes), { notes: [], unreadable: ['desk-7-2'] })
})

test.run()
