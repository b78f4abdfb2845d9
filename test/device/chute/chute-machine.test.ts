import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/chute/chute-machine.ts'
import type { ChuteNote, KeyedNote } from '../../../device/chute/notes.ts'
import {
  type ChuteInput,
  type ChuteState,
  type ChuteStep,
  type ChuteTimer,
  initial,
} from '../../../device/chute/state.ts'
import { lightOf, overlayOf, viewOf } from '../../../device/chute/view.ts'
import type { AfiWritten, TagSeen } from '../../../device/ports.ts'
import type { AnswerOf } from '../../../hub/protocol/asks.ts'
import { brief, factsIn, play } from '../../support/play.ts'

const SECURITY = { secured: 0x07, onLoan: 0xc2 }
const BOOK = { id: '31080000000013', owner: 'SE-Falun' }

const tag = (
  uid: string,
  { part = 1, parts = 1, id = BOOK.id, afi = 0xc2 } = {},
): TagSeen => ({
  ...{ uid, afi, content: { kind: 'item', id, owner: BOOK.owner, part, parts } },
})
const lay = (...tags: TagSeen[]): ChuteInput => ({ kind: 'tags', tags })
const timer = (name: ChuteTimer): ChuteInput => ({ kind: 'timer', name })
const beam = (broken: boolean): ChuteInput => ({ kind: 'beam', broken })
const bin = (number: number, level: number): ChuteInput => ({
  ...{ kind: 'bin', bin: number, level },
})
const written = (uid: string, how: AfiWritten = { ok: true }, afi = 0x07): ChuteInput => ({
  ...{ kind: 'written', uid, afi, written: how },
})
const answer = (said: AnswerOf<'item'>, ask = 1): ChuteInput => ({
  ...{ kind: 'answer', ask, asked: { ok: true, answer: said } },
})
const silence: ChuteInput = {
  ...{ kind: 'answer', ask: 1, asked: { ok: false, reason: 'no-answer' } },
}
const known: AnswerOf<'item'> = {
  ...{ ok: true, title: 'Röda rummet', parts: 1, owner: 'Falun' },
  destination: { kind: 'shelf' },
}

const go = (state: ChuteState, ...events: ChuteInput[]): ChuteStep =>
  play(next, state, events)

const settings = {
  ...{ run: 'chute-24', security: SECURITY },
  bins: [
    { bin: 1, takes: ['shelf'] },
    { bin: 2, takes: ['hold-shelf', 'transit', 'unsorted'] },
  ],
} as const
const connected: ChuteInput[] = [
  { kind: 'item-reader', connected: true },
  { kind: 'board', connected: true },
]
const ready = go(initial(settings), ...connected).state

const asking = go(ready, lay(tag('E0A1')), timer('settle'))
const open = go(asking.state, answer(known))
const inside = go(open.state, beam(true))
const onTray = go(inside.state, written('E0A1'), beam(false), timer('rest'))

const does = ({ effects }: ChuteStep, ...kinds: string[]): string[] =>
  effects.map(brief).filter((kind) => kinds.includes(kind))

test('what lies in the mouth is given time to be read whole', () => {
  const { state, effects } = go(ready, lay(tag('E0A1')))
  assert.equal(viewOf(state), { screen: 'chute.reading', count: 0 })
  assert.ok(effects.map(brief).includes('timer settle'))
  assert.not(effects.some(({ kind }) => kind === 'ask'))
})

test('a whole item of ours is asked about before anything opens', () => {
  assert.equal(does(asking, 'ask', 'open-flap'), ['ask'])
})

test('the flap opens for it, after the note that a restart would need', () => {
  assert.equal(does(open, 'note', 'open-flap', 'sort', 'write'), ['note', 'open-flap'])
  assert.equal(viewOf(open.state), {
    ...{ screen: 'chute.open', title: 'Röda rummet', count: 0 },
  })
})

test('its tag is written when it has come through the beam, and not before', () => {
  assert.equal(
    inside.effects.filter(({ kind }) => kind === 'write'),
    [{ kind: 'write', uid: 'E0A1', afi: 0x07 }],
  )
})

test('the flap shuts behind it, and it falls when it is secured and noted', () => {
  assert.equal(does(onTray, 'close-flap', 'note', 'sort', 'record'), [
    'close-flap',
    'close-flap',
    'note',
    'sort',
  ])
  assert.equal(
    onTray.effects.find(({ kind }) => kind === 'sort'),
    { kind: 'sort', bin: 1 },
  )
})

test('it is checked in when it has left the field: then it is in the bin', () => {
  const after = go(onTray.state, lay())
  assert.equal(factsIn(after.effects), [
    { kind: 'checkin', item: BOOK, where: 'chute', bin: 1 },
  ])
  assert.equal(viewOf(after.state), {
    ...{ screen: 'chute.accepted', title: 'Röda rummet', count: 1, later: false },
  })
  assert.equal(viewOf(go(after.state, timer('show')).state), {
    ...{ screen: 'chute.ready', count: 1 },
  })
})

test('the next book need not wait for the thanks to go', () => {
  const { state } = go(onTray.state, lay(), lay(tag('E0A2', { id: '31080000000021' })))
  assert.is(viewOf(state).screen, 'chute.reading')
})

test('the count is of one person: it goes when nobody has come for half a minute', () => {
  const { state } = go(onTray.state, lay(), timer('show'), timer('person'))
  assert.equal(viewOf(state), { screen: 'chute.ready', count: 0 })
})

test('without the hub it is taken in all the same, unsorted', () => {
  const alone = go(
    asking.state,
    ...[silence, beam(true), written('E0A1'), beam(false), timer('rest')],
  )
  assert.equal(
    alone.effects.find(({ kind }) => kind === 'sort'),
    { kind: 'sort', bin: 2 },
  )
  const { state } = go(alone.state, lay())
  assert.equal(viewOf(state), {
    ...{ screen: 'chute.accepted', title: null, count: 1, later: true },
  })
})

const checkin = { kind: 'checkin', item: BOOK, where: 'chute', bin: 1 }
const failed = { kind: 'given-back', where: 'chute', why: 'tag-failed' }

type GivenBack = { name: string; events: ChuteInput[]; why: string; more?: object }

const givenBack: GivenBack[] = [
  {
    name: 'two books at once',
    events: [lay(tag('E0A1'), tag('E0A2', { id: '31080000000021' })), timer('settle')],
    why: 'several',
  },
  {
    name: 'a book and a tag that is not ours',
    events: [
      lay(tag('E0A1'), { uid: 'E0F1', afi: null, content: { kind: 'foreign' } }),
      timer('settle'),
    ],
    why: 'several',
  },
  {
    name: 'a tag that is not ours',
    events: [
      lay({ uid: 'E0F1', afi: null, content: { kind: 'foreign' } }),
      timer('settle'),
    ],
    why: 'foreign',
  },
  {
    name: 'an empty tag',
    events: [lay({ uid: 'E0F1', afi: null, content: { kind: 'empty' } }), timer('settle')],
    why: 'unknown-item',
  },
  {
    name: 'a tag that cannot be read',
    events: [
      lay({ uid: 'E0F1', afi: null, content: { kind: 'damaged' } }),
      timer('settle'),
    ],
    why: 'tag-failed',
  },
  {
    name: 'a set with a part missing',
    events: [lay(tag('E0B1', { part: 1, parts: 3 })), timer('settle')],
    why: 'incomplete',
    more: { have: 1, total: 3 },
  },
  {
    name: 'a set that the hub knows to be larger',
    events: [lay(tag('E0A1')), timer('settle'), answer({ ...known, parts: 2 })],
    why: 'incomplete',
    more: { have: 1, total: 2 },
  },
  {
    name: 'an item the hub does not know',
    events: [
      lay(tag('E0A1')),
      timer('settle'),
      answer({ ok: false, reason: 'unknown-item' }),
    ],
    why: 'unknown-item',
  },
]

for (const { name, events, why, more } of givenBack)
  test(`${name}: given back as ${why}, and nothing opens`, () => {
    const step = go(ready, ...events)
    assert.equal(viewOf(step.state), {
      ...{ screen: 'chute.given-back', count: 0, why },
      ...more,
    })
    assert.equal(factsIn(step.effects), [{ kind: 'given-back', where: 'chute', why }])
    assert.equal(does(step, 'open-flap', 'write'), [])
    const after = go(step.state, lay(), timer('show'))
    assert.equal(viewOf(after.state), { screen: 'chute.ready', count: 0 })
  })

test('what is left in the mouth after it was given back is not judged again and again', () => {
  const step = go(ready, ...(givenBack[2]?.events ?? []), timer('show'), timer('person'))
  assert.is(viewOf(step.state).screen, 'chute.given-back')
  assert.is(factsIn(step.effects).length, 1)
})

test('an answer to an earlier question opens nothing', () => {
  const step = go(asking.state, lay(), lay(tag('E0A2')), timer('settle'), answer(known, 1))
  assert.equal(does(step, 'open-flap'), [])
})

test('an open flap that nothing is pushed into shuts after 20 s, and the loan stays', () => {
  const step = go(open.state, timer('offer'))
  assert.equal(does(step, 'close-flap', 'finish', 'record'), ['close-flap', 'finish'])
  assert.is(viewOf(step.state).screen, 'chute.given-back')
})

test('an open flap shuts when the book has been taken away again', () => {
  const away = go(open.state, lay())
  assert.equal(does(away, 'close-flap'), [], 'a tag that is turned is missed for a moment')
  const step = go(away.state, timer('away'))
  assert.equal(does(step, 'close-flap', 'finish', 'record'), ['close-flap', 'finish'])
  assert.is(viewOf(step.state).screen, 'chute.ready')
})

test('the flap is told to stay open within the 10 s of the board', () =>
  assert.equal(does(go(open.state, timer('renew')), 'open-flap', 'timer renew'), [
    'open-flap',
    'timer renew',
  ]))

test('a second book at the open flap shuts it before either is in', () => {
  const step = go(open.state, lay(tag('E0A1'), tag('E0A2', { id: '31080000000021' })))
  assert.equal(does(step, 'close-flap', 'finish'), ['close-flap', 'finish'])
  assert.equal(factsIn(step.effects), [
    { kind: 'given-back', where: 'chute', why: 'several' },
  ])
})

test('a book that stays in the beam is a jam, until it does not', () => {
  const jam = go(inside.state, written('E0A1'), timer('jam'))
  assert.equal(viewOf(jam.state), { screen: 'chute.jam', count: 0 })
  assert.equal(does(jam, 'close-flap', 'sort'), [], 'the flap is not shut on it')
  const after = go(jam.state, beam(false), timer('rest'), lay())
  assert.is(factsIn(after.effects).length, 1)
  assert.is(viewOf(after.state).screen, 'chute.accepted')
})

test('a tag that cannot be secured: the book is in, the loan stays, staff are told', () => {
  const failed: AfiWritten = { ok: false, reason: 'unverified' }
  const tries = [1, 2, 3].flatMap(() => [written('E0A1', failed), timer('write-again')])
  const step = go(inside.state, ...tries, beam(false), timer('rest'), lay())
  assert.equal(
    step.effects.find(({ kind }) => kind === 'sort'),
    { kind: 'sort', bin: 2 },
  )
  assert.equal(factsIn(step.effects), [
    { kind: 'given-back', where: 'chute', why: 'tag-failed' },
  ])
  assert.equal(viewOf(step.state), {
    ...{ screen: 'chute.accepted', title: 'Röda rummet', count: 1, later: true },
  })
})

test('a tag that was gone before it was secured is not checked in', () => {
  const gone: AfiWritten = { ok: false, reason: 'gone' }
  const step = go(inside.state, written('E0A1', gone), lay(), beam(false), timer('rest'))
  assert.equal(factsIn(step.effects), [
    { kind: 'given-back', where: 'chute', why: 'tag-failed' },
  ])
})

test('a book pulled out again is not checked in, and its tag gets its old value back', () => {
  const still = go(onTray.state, timer('fall'), timer('fall'), timer('fall'))
  assert.is(does(still, 'sort').length, 2, 'the tray is told again before that is believed')
  assert.equal(
    still.effects.filter(({ kind }) => kind === 'write'),
    [{ kind: 'write', uid: 'E0A1', afi: 0xc2 }],
  )
  const after = go(still.state, written('E0A1', { ok: true }, 0xc2))
  assert.equal(factsIn(after.effects), [failed])
  assert.is(viewOf(after.state).screen, 'chute.given-back')
})

test('something that slips in unasked is let fall, and staff are told', () => {
  const step = go(ready, beam(true), beam(false))
  assert.equal(does(step, 'close-flap', 'sort'), ['close-flap', 'sort'])
  assert.equal(factsIn(step.effects), [
    { kind: 'given-back', where: 'chute', why: 'no-tag' },
  ])
})

test('a set is checked in when each of its parts was secured', () => {
  const parts = [1, 2].map((part) => tag(`E0B${part}`, { part, parts: 2 }))
  const both = { ...known, parts: 2 }
  const step = go(ready, lay(...parts), timer('settle'), answer(both), beam(true))
  assert.is(step.effects.filter(({ kind }) => kind === 'write').length, 1)
  const half = go(step.state, written('E0B1'), beam(false), timer('rest'))
  assert.equal(does(half, 'write', 'sort'), ['write'])
  const after = go(half.state, written('E0B2'), lay())
  assert.is(factsIn(after.effects).length, 1)
})

test('a full bin is told once, and the next item goes elsewhere', () => {
  const full = go(ready, bin(1, 0.96), bin(1, 0.94), bin(1, 0.97))
  assert.equal(factsIn(full.effects), [{ kind: 'bin', bin: 1, full: true }])
  const step = go(
    full.state,
    ...[lay(tag('E0A1')), timer('settle'), answer(known)],
    ...[beam(true), written('E0A1'), beam(false), timer('rest')],
  )
  assert.equal(
    step.effects.find(({ kind }) => kind === 'sort'),
    { kind: 'sort', bin: 2 },
  )
  assert.equal(factsIn(go(full.state, bin(1, 0.2)).effects), [
    { kind: 'bin', bin: 1, full: false },
  ])
})

test('with every bin full the chute says so, and asks nothing', () => {
  const step = go(ready, bin(1, 1), bin(2, 1), lay(tag('E0A1')))
  assert.equal(viewOf(step.state), { screen: 'chute.full', count: 0 })
  assert.equal(does(step, 'ask', 'timer settle'), [])
  const after = go(step.state, bin(2, 0.1))
  assert.is(viewOf(after.state).screen, 'chute.reading')
})

for (const device of ['item-reader', 'board'] as const)
  test(`without ${device} it is out of order, and in order again with it`, () => {
    const lost = go(open.state, { kind: device, connected: false })
    assert.equal(viewOf(lost.state), { screen: 'chute.out-of-order', count: 0 })
    assert.equal(does(lost, 'finish'), ['finish'])
    const found = go(lost.state, { kind: device, connected: true }, lay())
    assert.is(viewOf(found.state).screen, 'chute.ready')
  })

test('a board that goes while a book is inside changes nothing that is known', () => {
  const lost = go(inside.state, written('E0A1'), { kind: 'board', connected: false })
  assert.equal(does(lost, 'sort', 'record'), ['record'])
  const found = go(lost.state, { kind: 'board', connected: true }, timer('rest'))
  assert.equal(does(found, 'close-flap', 'sort'), ['close-flap', 'sort'])
  assert.equal(factsIn(go(found.state, lay()).effects), [
    { kind: 'checkin', item: BOOK, where: 'chute', bin: 1 },
  ])
})

test('while it burns nothing new is taken in, and what is inside is seen to its end', () => {
  const fire: ChuteInput = { kind: 'fire', on: true }
  const burning = go(ready, fire, lay(tag('E0A1')))
  assert.equal(overlayOf(burning.state), { kind: 'evacuation' })
  assert.equal(does(burning, 'ask', 'timer settle'), [])
  assert.is(factsIn(go(onTray.state, fire, lay()).effects).length, 1)
})

test('when the journal cannot be written nothing opens', () => {
  const step = go(asking.state, { kind: 'journal-lost' }, answer(known))
  assert.equal(does(step, 'open-flap'), [])
  assert.is(viewOf(step.state).screen, 'chute.out-of-order')
})

const lights: [string, ChuteState, string][] = [
  ['nobody there', ready, 'ready'],
  ['reading', asking.state, 'working'],
  ['open', open.state, 'working'],
  ['taken in', go(onTray.state, lay()).state, 'thanks'],
  ['jam', go(inside.state, timer('jam')).state, 'attention'],
]

for (const [name, state, colour] of lights)
  test(`the light: ${name}`, () => assert.is(lightOf(state), colour))

// A stop in every state

const note = (phase: ChuteNote['phase']): KeyedNote => ({
  key: 'chute-7-2',
  note: {
    ...{ kind: 'chute', phase, item: BOOK, bin: 1, later: false },
    tags: [{ uid: 'E0A1', afi: 0xc2 }],
  },
})
type Restart = { name: string; note: KeyedNote; seen: TagSeen[]; facts: unknown[] }

const restarts: Restart[] = [
  {
    name: 'open, nothing seen: it was taken away again',
    ...{ note: note('open'), seen: [], facts: [] },
  },
  {
    name: 'inside, nothing seen: nobody knows, the loan stays, staff are told',
    ...{ note: note('inside'), seen: [], facts: [failed] },
  },
  {
    name: 'secured inside, fallen: checked in',
    ...{ note: note('secured'), seen: [], facts: [checkin] },
  },
]

for (const { name, note: kept, seen, facts } of restarts)
  test(`stopped when ${name}`, () => {
    const notes: ChuteInput = { kind: 'notes', notes: [kept] }
    const step = go(initial(settings), notes, ...connected, lay(...seen), timer('recover'))
    assert.equal(factsIn(step.effects).slice(2), facts)
    assert.is(viewOf(step.state).screen, 'chute.ready')
  })

for (const phase of ['inside', 'secured'] as const)
  test(`stopped when ${phase}, the book still seen: secured, let fall, checked in`, () => {
    const notes: ChuteInput = { kind: 'notes', notes: [note(phase)] }
    const step = go(
      initial(settings),
      notes,
      ...connected,
      lay(tag('E0A1')),
      timer('recover'),
    )
    assert.equal(does(step, 'ask', 'open-flap'), [])
    const secured = go(step.state, written('E0A1'))
    const after = go(secured.state, lay())
    const told = [...step.effects, ...secured.effects, ...after.effects]
    assert.equal(factsIn(told).slice(2), [checkin])
  })

test('stopped when open, the book still seen: asked about and opened for anew', () => {
  const notes: ChuteInput = { kind: 'notes', notes: [note('open')] }
  const step = go(
    initial(settings),
    ...[notes, ...connected, lay(tag('E0A1')), timer('recover'), timer('settle')],
  )
  assert.equal(does(step, 'finish', 'ask', 'write'), ['finish', 'ask'])
})

test.run()
