import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/desk/desk-machine.ts'
import type {
  AskEffect,
  DeskEffect,
  DeskInput,
  DeskTimer,
} from '../../../device/desk/events.ts'
import { type DeskState, type DeskStep, initial } from '../../../device/desk/state.ts'
import { overlayOf, viewOf } from '../../../device/desk/view.ts'
import type { AfiWritten, TagSeen } from '../../../device/ports.ts'
import type { ScreenAction } from '../../../device/screen-protocol.ts'
import type { AnswerOf, CheckoutRefusal, Destination } from '../../../hub/protocol/asks.ts'
import { brief, factsIn, play } from '../../support/play.ts'

const SECURITY = { secured: 0x07, onLoan: 0xc2 }
const BOOK = { id: '31080000000013', owner: 'SE-Falun' }
const SESSION = 'session-0123456789'
const CARD = '21080000000015'

const act = (action: ScreenAction): DeskInput => ({ kind: 'action', action })
const card = (number = CARD): DeskInput => ({ kind: 'card', number })
const pin = act({ do: 'pin', digits: '2468' })
const timer = (name: DeskTimer): DeskInput => ({ kind: 'timer', name })
const tag = (uid: string, part = 1, parts = 1, id = BOOK.id): TagSeen => ({
  uid,
  afi: SECURITY.secured,
  content: { kind: 'item', id, owner: BOOK.owner, part, parts },
})
const lay = (...tags: TagSeen[]): DeskInput => ({ kind: 'tags', tags })
const written = (uid: string, afi: number, how: AfiWritten = { ok: true }): DeskInput => ({
  ...{ kind: 'written', uid, afi, written: how },
})
const gone: AfiWritten = { ok: false, reason: 'gone' }
const unverified: AfiWritten = { ok: false, reason: 'unverified' }
const silence = { ok: false, reason: 'no-answer' } as const

const play1 = (state: DeskState, ...events: DeskInput[]): DeskStep =>
  play(next, state, events)

/** The question of a kind that was asked last. */
const asked = <K extends AskEffect['ask']>(
  { effects }: DeskStep,
  ask: K,
): Extract<AskEffect, { ask: K }> => {
  const isIt = (effect: { kind: string }): effect is Extract<AskEffect, { ask: K }> =>
    effect.kind === 'ask' && 'ask' in effect && effect.ask === ask
  const found = effects.filter(isIt).at(-1)
  if (found === undefined) throw new Error(`${ask} was not asked`)
  return found
}

const answer = {
  identify: (id: string, said: AnswerOf<'identify'>): DeskInput => ({
    ...{ kind: 'answer', ask: 'identify', id, asked: { ok: true, answer: said } },
  }),
  checkout: (id: string, said: AnswerOf<'checkout'>): DeskInput => ({
    ...{ kind: 'answer', ask: 'checkout', id, asked: { ok: true, answer: said } },
  }),
  item: (id: string, said: AnswerOf<'item'>): DeskInput => ({
    ...{ kind: 'answer', ask: 'item', id, asked: { ok: true, answer: said } },
  }),
  account: (id: string, said: AnswerOf<'account'>): DeskInput => ({
    ...{ kind: 'answer', ask: 'account', id, asked: { ok: true, answer: said } },
  }),
  renew: (id: string, said: AnswerOf<'renew'>): DeskInput => ({
    ...{ kind: 'answer', ask: 'renew', id, asked: { ok: true, answer: said } },
  }),
}

const known: AnswerOf<'identify'> = {
  ...{ ok: true, session: SESSION, patron: 'patron-aino', name: 'Aino L' },
  ...{ language: 'sv', loans: 2, holdsReady: 1 },
}
const yes: AnswerOf<'checkout'> = {
  ...{ ok: true, loan: 'loan-1', title: 'Röda rummet', due: '2026-12-17' },
}
const itemAt = (destination: Destination, parts = 1): AnswerOf<'item'> => ({
  ...{ ok: true, title: 'Röda rummet', parts, owner: 'Falun', destination },
})

const ready = play1(
  initial('desk-24', SECURITY),
  { kind: 'item-reader', connected: true },
  { kind: 'card-reader', connected: true },
  { kind: 'printer', connected: true },
  { kind: 'online', online: true },
).state

/** Goes through card and PIN to the task. */
const identify = (state: DeskState): DeskState => {
  const step = play1(state, card(), pin)
  return play1(step.state, answer.identify(asked(step, 'identify').id, known)).state
}
const borrowing = identify(ready)
const returning = play1(ready, act({ do: 'choose', task: 'return' })).state

const rowsOf = (state: DeskState): readonly object[] => {
  const view = viewOf(state)
  return view.screen === 'desk.borrow' || view.screen === 'desk.return' ? view.rows : []
}
const writes = (effects: DeskStep['effects']): DeskEffect[] =>
  effects.filter((effect): effect is DeskEffect => effect.kind === 'write')

// Who is there

test('a touch of the start wakes it, and a minute later it asks who is there', () => {
  const { state, effects } = play1(ready, act({ do: 'start' }))
  assert.equal(viewOf(state), { screen: 'desk.home', name: null, disabled: [] })
  assert.ok(effects.map(brief).includes('timer idle'))
  const warned = play1(state, timer('idle')).state
  assert.equal(overlayOf(warned), { kind: 'timeout', secondsLeft: 30, ofSeconds: 30 })
})

test('twelve times somebody needs more time, and gets it', () => {
  let state = borrowing
  for (let n = 0; n < 12; n++) {
    state = play1(state, timer('idle'), timer('tick'), timer('tick')).state
    assert.equal(overlayOf(state), { kind: 'timeout', secondsLeft: 28, ofSeconds: 30 })
    state = play1(state, act({ do: 'stay' })).state
    assert.is(overlayOf(state), null)
  }
  assert.is(state.patron?.name, 'Aino L')
})

for (const [what, event] of [
  ['a touch', act({ do: 'touch' })],
  ['her card', card()],
  ['a book', lay(tag('E0A1'))],
] as const)
  test(`${what} answers the warning`, () => {
    const { state } = play1(borrowing, timer('idle'), event)
    assert.is(overlayOf(state), null)
    assert.is(state.patron?.name, 'Aino L')
  })

test('a tag that only changes its security byte is nobody', () => {
  const { state } = play1(borrowing, lay(tag('E0A1')), timer('idle'))
  const { state: after } = play1(state, lay({ ...tag('E0A1'), afi: SECURITY.onLoan }))
  assert.is(after.warning, 30)
})

test('when nobody answers the session ends, and the hub is told', () => {
  const ticks = Array.from({ length: 30 }, () => timer('tick'))
  const step = play1(borrowing, timer('idle'), ...ticks)
  assert.equal(viewOf(step.state), { screen: 'desk.idle' })
  assert.is(step.state.patron, null)
  assert.equal(asked(step, 'end').request, { session: SESSION })
})

test('a book on the pad wakes the desk', () =>
  assert.is(viewOf(play1(ready, lay(tag('E0A1'))).state).screen, 'desk.home'))

test('returning needs no card', () =>
  assert.equal(viewOf(returning), { screen: 'desk.return', rows: [], padLost: false }))

test('borrowing asks for a card first, and then opens what was chosen', () => {
  const { state } = play1(ready, act({ do: 'choose', task: 'holds' }))
  assert.equal(viewOf(state), {
    screen: 'desk.identify',
    ...{ task: 'holds', problem: null, readerLost: false },
  })
  assert.is(viewOf(identify(state)).screen, 'desk.holds')
})

const refusals: [AnswerOf<'identify'>, object][] = [
  [
    { ok: false, reason: 'unknown-card' },
    { screen: 'desk.identify', task: 'borrow', problem: 'unknown-card', readerLost: false },
  ],
  [
    { ok: false, reason: 'blocked' },
    { screen: 'desk.identify', task: 'borrow', problem: 'blocked', readerLost: false },
  ],
  [
    { ok: false, reason: 'wrong-pin', triesLeft: 2 },
    {
      screen: 'desk.pin',
      ...{ task: 'borrow', asking: false, problem: 'wrong-pin', triesLeft: 2 },
    },
  ],
  [
    { ok: false, reason: 'locked-out' },
    {
      screen: 'desk.pin',
      ...{ task: 'borrow', asking: false, problem: 'locked-out', triesLeft: null },
    },
  ],
]

for (const [said, view] of refusals)
  test(`a card that is refused (${JSON.stringify(said)}) has its own next step`, () => {
    const step = play1(ready, card(), pin)
    const { state } = play1(step.state, answer.identify(asked(step, 'identify').id, said))
    assert.equal(viewOf(state), view)
    assert.is(state.patron, null)
  })

test('a hub that does not answer leaves the PIN to be tried again', () => {
  const step = play1(ready, card(), pin)
  const { id } = asked(step, 'identify')
  const event: DeskInput = { kind: 'answer', ask: 'identify', id, asked: silence }
  const { state } = play1(step.state, event)
  assert.is(state.screen.at === 'pin' && state.screen.problem, 'no-answer')
})

test('a session opened for somebody who has gone is closed', () => {
  const step = play1(ready, card(), pin)
  const { id } = asked(step, 'identify')
  const after = play1(step.state, act({ do: 'back' }), answer.identify(id, known))
  assert.is(after.state.patron, null)
  assert.equal(asked(after, 'end').request, { session: SESSION })
})

test('the PIN is in the question and nowhere else', () => {
  const step = play1(ready, card(), pin)
  assert.is(asked(step, 'identify').request.pin, '2468')
  assert.not(JSON.stringify(step.state).includes('2468'))
})

test("another's card ends the session before it", () => {
  const step = play1(borrowing, card('21080000000023'))
  assert.equal(asked(step, 'end').request, { session: SESSION })
  assert.is(step.state.patron, null)
  assert.is(viewOf(step.state).screen, 'desk.pin')
})

test('fire ends the session and covers the screen until it is over', () => {
  const { state } = play1(borrowing, { kind: 'fire', on: true }, act({ do: 'start' }))
  assert.equal(overlayOf(state), { kind: 'evacuation' })
  assert.is(state.patron, null)
  assert.equal(viewOf(state), { screen: 'desk.idle' })
  assert.is(overlayOf(play1(state, { kind: 'fire', on: false }).state), null)
})

test('without pad or hub only the tiles concerned are shut', () => {
  const noPad = play1(ready, act({ do: 'start' }), {
    kind: 'item-reader',
    connected: false,
  })
  assert.equal(viewOf(noPad.state), {
    screen: 'desk.home',
    ...{ name: null, disabled: ['return', 'borrow'] },
  })
  const noHub = play1(ready, act({ do: 'start' }), { kind: 'online', online: false })
  assert.equal(viewOf(noHub.state), {
    screen: 'desk.home',
    ...{ name: null, disabled: ['borrow', 'renew', 'holds', 'account'] },
  })
  assert.is(
    viewOf(play1(noHub.state, act({ do: 'choose', task: 'account' })).state).screen,
    'desk.home',
  )
})

test('when the journal cannot be written nothing is promised any more', () => {
  const { state } = play1(borrowing, { kind: 'journal-lost' }, lay(tag('E0A1')))
  assert.equal(viewOf(state), { screen: 'desk.out-of-order' })
  assert.equal(state.works, [])
})

test('help lies over everything and goes away again', () => {
  const { state } = play1(borrowing, act({ do: 'help' }))
  assert.equal(viewOf(state), { screen: 'desk.help' })
  assert.is(viewOf(play1(state, act({ do: 'back' })).state).screen, 'desk.borrow')
})

test('a language chosen by the patron stays, whatever the card says', () => {
  const { state } = play1(ready, act({ do: 'language', language: 'en' }))
  assert.is(identify(state).language, 'en')
})

// Borrowing

test('a book is asked for once, after the note that a restart would need', () => {
  const { effects, state } = play1(borrowing, lay(tag('E0A1')), lay(tag('E0A1')))
  const kinds = effects.map(brief)
  assert.equal(
    kinds.filter((kind) => kind === 'note' || kind === 'ask'),
    ['note', 'ask'],
  )
  assert.equal(rowsOf(state), [{ item: BOOK.id, title: null, state: 'reading' }])
})

/** Lays the tags and hears the answer of the hub. */
const lend = (said: AnswerOf<'checkout'>, ...tags: TagSeen[]): DeskStep => {
  const step = play1(borrowing, lay(...tags))
  return play1(step.state, answer.checkout(asked(step, 'checkout').id, said))
}

test('a lent book is unlocked, and lent when it was read back', () => {
  const step = lend(yes, tag('E0A1'))
  assert.equal(writes(step.effects), [{ kind: 'write', uid: 'E0A1', afi: SECURITY.onLoan }])
  assert.equal(factsIn(step.effects), [])
  const after = play1(step.state, written('E0A1', SECURITY.onLoan))
  assert.equal(factsIn(after.effects), [
    { kind: 'checkout', loan: 'loan-1', item: BOOK, patron: 'patron-aino', parts: 1 },
  ])
  assert.equal(rowsOf(after.state), [
    { item: BOOK.id, title: 'Röda rummet', state: 'lent', due: '2026-12-17' },
  ])
})

test('a set waits for its last part, and is then unlocked tag by tag', () => {
  const two = play1(borrowing, lay(tag('E0B1', 1, 3), tag('E0B2', 2, 3)))
  assert.equal(rowsOf(two.state), [
    { item: BOOK.id, title: null, state: 'incomplete', have: 2, total: 3 },
  ])
  assert.not(two.effects.some(({ kind }) => kind === 'ask'))
  const whole = [tag('E0B1', 1, 3), tag('E0B2', 2, 3), tag('E0B3', 3, 3)]
  const step = lend(yes, ...whole)
  assert.is(asked(play1(borrowing, lay(...whole)), 'checkout').request.parts, 3)
  assert.is(writes(step.effects).length, 1, 'the reader is half duplex')
  const after = play1(
    step.state,
    ...['E0B1', 'E0B2', 'E0B3'].map((uid) => written(uid, SECURITY.onLoan)),
  )
  assert.is(factsIn(after.effects).length, 1)
})

test('a book taken too early is asked for again, and repaired when it is back', () => {
  const step = lend(yes, tag('E0A1'))
  const away = play1(step.state, written('E0A1', SECURITY.onLoan, gone), lay())
  assert.equal(rowsOf(away.state), [
    { item: BOOK.id, title: 'Röda rummet', state: 'put-back' },
  ])
  const back = play1(away.state, lay(tag('E0A1')))
  assert.is(writes(back.effects).length, 1)
  const after = play1(back.state, written('E0A1', SECURITY.onLoan))
  assert.equal(
    factsIn(after.effects).map((fact) => fact),
    [{ kind: 'checkout', loan: 'loan-1', item: BOOK, patron: 'patron-aino', parts: 1 }],
  )
})

test('a book taken too early and never brought back was not borrowed', () => {
  const step = lend(yes, tag('E0A1'))
  const { id } = asked(play1(borrowing, lay(tag('E0A1'))), 'checkout')
  const after = play1(
    step.state,
    written('E0A1', SECURITY.onLoan, gone),
    lay(),
    timer(`wait:${id}`),
  )
  assert.equal(factsIn(after.effects), [
    {
      kind: 'checkout-undone',
      ...{ loan: 'loan-1', item: BOOK, reason: 'taken-too-early' },
    },
  ])
  assert.equal(rowsOf(after.state), [])
})

test('a session that ends does not wait for the book', () => {
  const step = lend(yes, tag('E0A1'))
  const after = play1(
    step.state,
    written('E0A1', SECURITY.onLoan, gone),
    lay(),
    card('21080000000023'),
  )
  assert.equal(factsIn(after.effects), [
    {
      kind: 'checkout-undone',
      ...{ loan: 'loan-1', item: BOOK, reason: 'taken-too-early' },
    },
  ])
})

test('a set of which one part left is secured again before the loan is undone', () => {
  const whole = [tag('E0B1', 1, 2), tag('E0B2', 2, 2)]
  const step = lend(yes, ...whole)
  const half = play1(
    step.state,
    written('E0B1', SECURITY.onLoan),
    written('E0B2', SECURITY.onLoan, gone),
    lay({ ...tag('E0B1', 1, 2), afi: SECURITY.onLoan }),
    card('21080000000023'),
  )
  assert.equal(factsIn(half.effects), [])
  assert.equal(writes(half.effects).at(-1), {
    kind: 'write',
    ...{ uid: 'E0B1', afi: SECURITY.secured },
  })
  const after = play1(half.state, written('E0B1', SECURITY.secured))
  assert.equal(factsIn(after.effects), [
    {
      kind: 'checkout-undone',
      ...{ loan: 'loan-1', item: BOOK, reason: 'taken-too-early' },
    },
  ])
})

test('a tag that could not be read back is tried three times; then the loan stands', () => {
  let step = lend(yes, tag('E0A1'))
  for (let n = 0; n < 3; n++)
    step = play1(
      step.state,
      written('E0A1', SECURITY.onLoan, unverified),
      timer('write-again'),
    )
  assert.equal(rowsOf(step.state), [
    { item: BOOK.id, title: 'Röda rummet', state: 'tag-failed' },
  ])
  assert.equal(writes(step.effects), [])
  const after = play1(step.state, lay(), card('21080000000023'))
  assert.equal(factsIn(after.effects), [
    { kind: 'checkout', loan: 'loan-1', item: BOOK, patron: 'patron-aino', parts: 1 },
  ])
})

test('a tag that failed may be lifted and laid down again', () => {
  let step = lend(yes, tag('E0A1'))
  for (let n = 0; n < 3; n++)
    step = play1(
      step.state,
      written('E0A1', SECURITY.onLoan, unverified),
      timer('write-again'),
    )
  const again = play1(step.state, lay(), lay(tag('E0A1')))
  assert.is(writes(again.effects).length, 1)
})

for (const reason of [
  'unknown-item',
  'reserved-for-other',
  'on-loan-to-other',
  'already-yours',
  'not-for-loan',
  'loan-limit',
] satisfies CheckoutRefusal[])
  test(`a book refused as ${reason} says so, and its tag is left alone`, () => {
    const step = lend({ ok: false, reason, title: 'Röda rummet' }, tag('E0A1'))
    assert.equal(rowsOf(step.state), [
      { item: BOOK.id, title: 'Röda rummet', state: reason },
    ])
    assert.equal(writes(step.effects), [])
    assert.equal(factsIn(step.effects), [{ kind: 'checkout-refused', item: BOOK, reason }])
    const lifted = play1(step.state, lay(), lay(tag('E0A1')))
    assert.not(
      lifted.effects.some(({ kind }) => kind === 'ask'),
      'asked once',
    )
    assert.equal(rowsOf(play1(step.state, lay()).state), [])
  })

test('a session that the hub has forgotten is begun anew', () => {
  const { state } = lend({ ok: false, reason: 'no-session' }, tag('E0A1'))
  assert.is(state.patron, null)
  assert.equal(viewOf(state), {
    screen: 'desk.identify',
    ...{ task: 'borrow', problem: null, readerLost: false },
  })
})

test('without the hub who is identified borrows all the same', () => {
  const step = play1(borrowing, lay(tag('E0A1')))
  const { id } = asked(step, 'checkout')
  const alone = play1(step.state, { kind: 'answer', ask: 'checkout', id, asked: silence })
  assert.is(writes(alone.effects).length, 1)
  const after = play1(alone.state, written('E0A1', SECURITY.onLoan))
  assert.equal(factsIn(after.effects), [
    { kind: 'checkout', loan: null, item: BOOK, patron: 'patron-aino', parts: 1 },
  ])
  assert.equal(rowsOf(after.state), [{ item: BOOK.id, title: null, state: 'lent-later' }])
})

test('without the hub a loan that never left is not told before the hub has said', () => {
  const step = play1(borrowing, lay(tag('E0A1')))
  const { id } = asked(step, 'checkout')
  const left = play1(
    step.state,
    { kind: 'answer', ask: 'checkout', id, asked: silence },
    written('E0A1', SECURITY.onLoan, gone),
    lay(),
    timer(`wait:${id}`),
  )
  assert.equal(factsIn(left.effects), [])
  const online = play1(left.state, { kind: 'online', online: true })
  assert.is(asked(online, 'checkout').id, id)
  const after = play1(online.state, answer.checkout(id, yes))
  assert.equal(factsIn(after.effects), [
    {
      kind: 'checkout-undone',
      ...{ loan: 'loan-1', item: BOOK, reason: 'taken-too-early' },
    },
  ])
})

test('tags that are no items of ours have rows with a next step', () => {
  const strange: TagSeen[] = [
    { uid: 'E0F1', afi: null, content: { kind: 'foreign' } },
    { uid: 'E0F2', afi: null, content: { kind: 'empty' } },
    { uid: 'E0F3', afi: null, content: { kind: 'patron-card' } },
    { uid: 'E0F4', afi: null, content: { kind: 'damaged' } },
  ]
  const { state } = play1(borrowing, lay(...strange))
  assert.equal(rowsOf(state), [
    { item: 'E0F1', title: null, state: 'foreign' },
    { item: 'E0F2', title: null, state: 'unknown-item' },
    { item: 'E0F3', title: null, state: 'foreign' },
    { item: 'E0F4', title: null, state: 'tag-failed' },
  ])
})

// Returning

const give = (said: AnswerOf<'item'>, ...tags: TagSeen[]): DeskStep => {
  const step = play1(returning, lay(...tags))
  return play1(step.state, answer.item(asked(step, 'item').id, said))
}

const destinations: [Destination, object][] = [
  [{ kind: 'shelf' }, { to: 'shelf' }],
  [{ kind: 'hold-shelf' }, { to: 'hold-shelf' }],
  [
    { kind: 'transit', branch: 'orsa', branchName: 'Orsa' },
    { to: 'box', branch: 'Orsa' },
  ],
]

for (const [destination, place] of destinations)
  test(`a returned book that goes to the ${destination.kind} is put there`, () => {
    const step = give(itemAt(destination), tag('E0A1'))
    assert.equal(factsIn(step.effects), [])
    const after = play1(step.state, written('E0A1', SECURITY.secured))
    assert.equal(factsIn(after.effects), [
      { kind: 'checkin', item: BOOK, where: 'desk', bin: null },
    ])
    assert.equal(rowsOf(after.state), [
      { item: BOOK.id, title: 'Röda rummet', state: 'returned', next: place },
    ])
  })

test('a returned book is noted before its tag is touched', () => {
  const { effects } = give(itemAt({ kind: 'shelf' }), tag('E0A1'))
  const kinds = effects.map(({ kind }) => kind)
  assert.ok(kinds.indexOf('note') >= 0 && kinds.indexOf('note') < kinds.indexOf('write'))
})

test('without the hub a book is returned all the same', () => {
  const step = play1(returning, lay(tag('E0A1')))
  const { id } = asked(step, 'item')
  const alone = play1(step.state, { kind: 'answer', ask: 'item', id, asked: silence })
  const after = play1(alone.state, written('E0A1', SECURITY.secured))
  assert.is(factsIn(after.effects).length, 1)
  assert.equal(rowsOf(after.state), [
    { item: BOOK.id, title: null, state: 'returned-later' },
  ])
})

test('a book the hub does not know is not taken in', () => {
  const step = give({ ok: false, reason: 'unknown-item' }, tag('E0A1'))
  assert.equal(writes(step.effects), [])
  assert.equal(rowsOf(step.state), [{ item: BOOK.id, title: null, state: 'unknown-item' }])
})

test('a set that the hub knows to be larger is not taken in', () => {
  const step = give(itemAt({ kind: 'shelf' }, 3), tag('E0A1'))
  assert.equal(writes(step.effects), [])
  assert.equal(rowsOf(step.state), [
    {
      ...{ item: BOOK.id, title: 'Röda rummet', state: 'incomplete' },
      ...{ have: 1, total: 3 },
    },
  ])
})

test('a book lifted before it was secured is asked for again, and stays on loan', () => {
  const step = give(itemAt({ kind: 'shelf' }), tag('E0A1'))
  const away = play1(step.state, written('E0A1', SECURITY.secured, gone), lay())
  assert.equal(rowsOf(away.state), [
    { item: BOOK.id, title: 'Röda rummet', state: 'put-back' },
  ])
  const after = play1(away.state, { kind: 'fire', on: true })
  assert.equal(factsIn(after.effects), [
    { kind: 'given-back', where: 'desk', why: 'tag-failed' },
  ])
})

test('what was just lent is not returned by turning the page', () => {
  const lent = play1(lend(yes, tag('E0A1')).state, written('E0A1', SECURITY.onLoan)).state
  const turned = play1(lent, act({ do: 'back' }), act({ do: 'choose', task: 'return' }))
  assert.not(turned.effects.some(({ kind }) => kind === 'ask'))
  const laid = play1(turned.state, lay(), lay(tag('E0A1')))
  assert.ok(asked(laid, 'item'))
})

// Account

const loan = {
  ...{ loan: 'loan-7', item: BOOK, title: 'Röda rummet' },
  ...{ due: '2026-12-01', renewable: true },
}

const renewing = (): DeskState => {
  const step = play1(borrowing, act({ do: 'back' }), act({ do: 'choose', task: 'renew' }))
  const { id } = asked(step, 'account')
  return play1(step.state, answer.account(id, { ok: true, loans: [loan], holds: [] })).state
}

const renewals: [AnswerOf<'renew'>, object[]][] = [
  [
    {
      ok: true,
      results: [{ ok: true, loan: 'loan-7', title: 'Röda rummet', due: '2026-12-29' }],
    },
    [
      {
        ...{ loan: 'loan-7', title: 'Röda rummet', due: '2026-12-29' },
        ...{ renewable: true, renewal: 'renewed' },
      },
    ],
  ],
  [
    {
      ok: true,
      results: [
        { ok: false, loan: 'loan-7', title: 'Röda rummet', reason: 'renewal-limit' },
      ],
    },
    [
      {
        ...{ loan: 'loan-7', title: 'Röda rummet', due: '2026-12-01' },
        ...{ renewable: false, renewal: 'renewal-limit' },
      },
    ],
  ],
  [{ ok: false, reason: 'no-loan' }, []],
]

for (const [said, loans] of renewals)
  test(`a renewal answered ${JSON.stringify(said)} changes its row`, () => {
    const step = play1(renewing(), act({ do: 'renew', loan: 'loan-7' }))
    const { state } = play1(step.state, answer.renew(asked(step, 'renew').id, said))
    assert.equal(viewOf(state), { screen: 'desk.renew', loans, asking: false })
  })

test('a renewal that the hub did not answer says so on its row', () => {
  const step = play1(renewing(), act({ do: 'renew', loan: null }))
  const { id } = asked(step, 'renew')
  const { state } = play1(step.state, { kind: 'answer', ask: 'renew', id, asked: silence })
  const view = viewOf(state)
  assert.is(view.screen === 'desk.renew' && view.loans?.[0]?.renewal, 'no-answer')
})

test('only a loan of hers can be renewed', () => {
  const { effects } = play1(renewing(), act({ do: 'renew', loan: 'loan-99' }))
  assert.not(effects.some(({ kind }) => kind === 'ask'))
})

for (const [from, to] of [
  ['account', 'renew'],
  ['holds', 'borrow'],
] as const)
  test(`the key to ${to} on the page of ${from} goes there`, () => {
    const opened = play1(borrowing, act({ do: 'back' }), act({ do: 'choose', task: from }))
    const turned = play1(opened.state, act({ do: 'choose', task: to }))
    assert.is(viewOf(turned.state).screen, `desk.${to}`)
  })

test('an account that is not answered is asked for again while it is looked at', () => {
  const step = play1(borrowing, act({ do: 'back' }), act({ do: 'choose', task: 'account' }))
  const { id } = asked(step, 'account')
  const event: DeskInput = { kind: 'answer', ask: 'account', id, asked: silence }
  const waiting = play1(step.state, event)
  assert.equal(viewOf(waiting.state), { screen: 'desk.account', loans: null, holds: [] })
  assert.ok(asked(play1(waiting.state, timer('account')), 'account'))
  const gone = play1(waiting.state, act({ do: 'back' }), timer('account'))
  assert.not(gone.effects.some(({ kind }) => kind === 'ask'))
})

// Finish

const finishing = play1(
  play1(lend(yes, tag('E0A1')).state, written('E0A1', SECURITY.onLoan)).state,
  act({ do: 'done' }),
).state

const finishView = (state: DeskState) => {
  const view = viewOf(state)
  if (view.screen !== 'desk.finish') throw new Error(`on ${view.screen}`)
  return view
}

test('the end lists what was done and offers a receipt for 20 s', () => {
  const view = finishView(finishing)
  assert.equal(
    view.borrowed.map(({ state }) => state),
    ['lent'],
  )
  assert.equal([view.printer, view.secondsLeft], ['ready', 20])
  const ticks = Array.from({ length: 20 }, () => timer('tick'))
  const after = play1(finishing, ...ticks)
  assert.equal(viewOf(after.state), { screen: 'desk.thanks', printed: false })
  assert.not(after.effects.some(({ kind }) => kind === 'print'))
})

test('a receipt has the titles and days, and no person', () => {
  const step = play1(finishing, act({ do: 'receipt', choice: 'print' }))
  const print = step.effects.find((effect) => effect.kind === 'print')
  assert.equal(print, {
    kind: 'print',
    receipt: {
      borrowed: [{ title: 'Röda rummet', due: '2026-12-17' }],
      returned: [],
      renewed: [],
    },
    language: 'sv',
  })
  const { state } = play1(step.state, { kind: 'printed', printed: { ok: true } })
  assert.equal(viewOf(state), { screen: 'desk.thanks', printed: true })
  assert.equal(viewOf(play1(state, timer('thanks')).state), { screen: 'desk.idle' })
})

test('with paper out only "no receipt" is offered', () => {
  const out = play1(finishing, { kind: 'paper', state: 'out' }).state
  assert.is(finishView(out).printer, 'out')
  const { effects } = play1(out, act({ do: 'receipt', choice: 'print' }))
  assert.not(effects.some(({ kind }) => kind === 'print'))
})

test('a receipt that was not printed is not promised', () => {
  const { state } = play1(finishing, act({ do: 'receipt', choice: 'print' }), {
    kind: 'printed',
    printed: { ok: false, reason: 'cover-open' },
  })
  assert.is(finishView(state).printer, 'lost')
})

test('who has done nothing is not asked for a receipt', () =>
  assert.equal(viewOf(play1(borrowing, act({ do: 'finish' })).state), {
    screen: 'desk.idle',
  }))

test.run()
