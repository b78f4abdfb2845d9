// Whatever happens at the desk, in whatever order, stopped at whatever moment: what must hold.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskInput } from '../../../device/desk/events.ts'
import type { Fact } from '../../../device/fact.ts'
import { keyOf } from '../../../device/items.ts'
import type { ItemRef } from '../../../hub/protocol/terms.ts'
import {
  createWorld,
  type Happening,
  OWNER,
  PATRONS,
  PIN,
  SECURITY,
  TAGS,
  type Tag,
  type World,
} from './world.ts'

const heard: fc.Arbitrary<Happening> = fc
  .constantFrom<DeskInput>(
    { kind: 'card', number: '21080000000015' },
    { kind: 'card', number: '21080000000023' },
    { kind: 'action', action: { do: 'pin', digits: PIN } },
    { kind: 'action', action: { do: 'start' } },
    { kind: 'action', action: { do: 'choose', task: 'borrow' } },
    { kind: 'action', action: { do: 'choose', task: 'return' } },
    { kind: 'action', action: { do: 'back' } },
    { kind: 'action', action: { do: 'done' } },
    { kind: 'action', action: { do: 'stay' } },
    { kind: 'action', action: { do: 'receipt', choice: 'none' } },
    { kind: 'action', action: { do: 'receipt', choice: 'print' } },
    { kind: 'fire', on: true },
    { kind: 'fire', on: false },
    { kind: 'online', online: false },
    { kind: 'online', online: true },
  )
  .map((event) => ({ do: 'hear', event }))

const tag = fc.nat(TAGS.length - 1)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: heard, weight: 6 },
  {
    arbitrary: fc.record({ do: fc.constantFrom('put' as const, 'take' as const), tag }),
    weight: 8,
  },
  { arbitrary: fc.constant({ do: 'look' as const }), weight: 8 },
  {
    arbitrary: fc.record({ do: fc.constant('plug-pad' as const), connected: fc.boolean() }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      nth: fc.nat(3),
      how: fc.constantFrom(
        ...(['heard', 'heard', 'heard', 'lost-on-the-way', 'never-asked'] as const),
      ),
    }),
    weight: 10,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      how: fc.constantFrom(
        ...(['ok', 'ok', 'ok', 'unverified-set', 'unverified', 'refused'] as const),
        'cut-off' as const,
      ),
    }),
    weight: 10,
  },
  {
    arbitrary: fc.record({ do: fc.constant('timer' as const), nth: fc.nat(6) }),
    weight: 3,
  },
)

const stop: fc.Arbitrary<Happening> = fc.record({
  do: fc.constant('stop' as const),
  after: fc.nat(6),
  isWritten: fc.boolean(),
})

const said = (event: DeskInput): Happening => ({ do: 'hear', event })
const aino: Happening[] = [
  said({ kind: 'card', number: '21080000000015' }),
  said({ kind: 'action', action: { do: 'pin', digits: PIN } }),
  { do: 'answer', nth: 0, how: 'heard' },
]
const lay = (...tags: number[]): Happening[] => [
  ...tags.map((one): Happening => ({ do: 'put', tag: one })),
  { do: 'look' },
]

/** Most stories are about nothing unless somebody borrows or returns in them. */
const beginnings: fc.Arbitrary<Happening[]> = fc.constantFrom<Happening[]>(
  [],
  [...aino, ...lay(0)],
  [...aino, ...lay(1, 2, 3)],
  [said({ kind: 'action', action: { do: 'choose', task: 'return' } }), ...lay(4)],
)

/** Books that come and go while they are written, and a patron who leaves. */
const handling: fc.Arbitrary<Happening> = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constantFrom('put' as const, 'take' as const, 'take' as const),
      tag: fc.nat(4),
    }),
    weight: 4,
  },
  { arbitrary: fc.constant({ do: 'look' as const }), weight: 3 },
  {
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      how: fc.constantFrom('ok', 'unverified-set', 'unverified', 'refused'),
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({ do: fc.constant('timer' as const), nth: fc.nat(6) }),
    weight: 3,
  },
  {
    arbitrary: fc.constantFrom(
      said({ kind: 'action', action: { do: 'done' } }),
      said({ kind: 'action', action: { do: 'receipt', choice: 'none' } }),
      said({ kind: 'fire', on: true }),
      said({ kind: 'fire', on: false }),
    ),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      nth: fc.nat(3),
      how: fc.constantFrom('heard', 'heard', 'lost-on-the-way', 'never-asked'),
    }),
    weight: 3,
  },
)

const story = (...kinds: fc.Arbitrary<Happening>[]): fc.Arbitrary<Happening[]> =>
  fc
    .tuple(
      beginnings,
      fc.oneof(...kinds.map((kind) => fc.array(kind, { maxLength: 50, size: 'max' }))),
    )
    .map(([first, rest]) => [...first, ...rest])

const withStops = (kind: fc.Arbitrary<Happening>): fc.Arbitrary<Happening> =>
  fc.oneof({ arbitrary: kind, weight: 12 }, { arbitrary: stop, weight: 1 })

const calm = story(happening, handling)
const stopped = story(withStops(happening), withStops(handling))
const RUNS = { numRuns: 500 }

const tagsOf = (world: World, item: ItemRef): Tag[] =>
  world.tags.filter(
    ({ content }) =>
      content.kind === 'item' && keyOf({ id: content.id, owner: OWNER }) === keyOf(item),
  )

const areSecured = (world: World, item: ItemRef): boolean =>
  tagsOf(world, item).every(({ afi }) => afi === SECURITY.secured)

const items = [
  ...new Set(TAGS.flatMap(({ content }) => (content.kind === 'item' ? [content.id] : []))),
]

const endOf = (
  events: readonly Happening[],
  told?: (fact: Fact, world: World) => void,
): World => {
  const world = createWorld(told)
  for (const event of events) world.happen(event)
  world.calm()
  return world
}

const ENDS = [
  'checkout online',
  'checkout offline',
  'checkout-undone taken-too-early',
  'checkout-undone tag-failed',
  'checkout-undone restarted',
  'checkout-refused on-loan-to-other',
  'checkin',
  'given-back tag-failed',
]

const endName = (fact: Fact): string => {
  if (fact.kind === 'checkout')
    return fact.loan === null ? 'checkout offline' : 'checkout online'
  if ('reason' in fact) return `${fact.kind} ${fact.reason}`
  return fact.kind === 'given-back' ? `${fact.kind} ${fact.why}` : fact.kind
}

for (const [name, events] of [
  ['whatever happens', calm],
  ['wherever it is stopped', stopped],
] as const) {
  test(`${name}, a book the hub believes at home is secured`, () => {
    fc.assert(
      fc.property(events, (list) => {
        const world = endOf(list)
        for (const id of items)
          if (world.hub.isAtHome({ id, owner: OWNER }))
            assert.ok(areSecured(world, { id, owner: OWNER }), id)
      }),
      RUNS,
    )
  })

  test(`${name}, nothing is left undone or unsettled`, () => {
    fc.assert(
      fc.property(events, (list) => {
        const world = endOf(list)
        assert.equal(world.state.works, [])
        assert.is(world.notes.size, 0)
        assert.is(world.state.writing, null)
      }),
      RUNS,
    )
  })

  test(`${name}, each loan is told once`, () => {
    fc.assert(
      fc.property(events, (list) => {
        const loans = endOf(list).facts.flatMap((fact) =>
          fact.kind === 'checkout' || fact.kind === 'checkout-undone' ? [fact.loan] : [],
        )
        const known = loans.filter((loan) => loan !== null)
        assert.is(new Set(known).size, known.length)
      }),
      RUNS,
    )
  })
}

test('the stories reach every end that an item can come to', () => {
  const ends = new Set<string>()
  for (const list of fc.sample(stopped, { numRuns: 3000, seed: 24 }))
    for (const fact of endOf(list).facts) ends.add(endName(fact))
  for (const end of ENDS) assert.ok(ends.has(end), end)
})

test('an item is checked in only when each of its tags is secured', () => {
  fc.assert(
    fc.property(stopped, (list) => {
      endOf(list, (fact, world) => {
        if (fact.kind === 'checkin') assert.ok(areSecured(world, fact.item))
      })
    }),
    RUNS,
  )
})

test('a loan is undone only when each tag is secured', () => {
  fc.assert(
    fc.property(calm, (list) => {
      endOf(list, (fact, world) => {
        if (fact.kind === 'checkout-undone') assert.ok(areSecured(world, fact.item))
      })
    }),
    RUNS,
  )
})

test('what another takes without the hub is not undone for whom it was lent to before', () => {
  // The answer to Aino is lost, and Bo holds his card before it is known what it was.
  const told: string[] = []
  endOf(
    [
      ...aino,
      ...lay(0),
      said({ kind: 'card', number: '21080000000023' }),
      { do: 'answer', nth: 0, how: 'lost-on-the-way' },
      said({ kind: 'action', action: { do: 'pin', digits: PIN } }),
      { do: 'answer', nth: 0, how: 'heard' },
      { do: 'answer', nth: 0, how: 'heard' },
      { do: 'answer', nth: 0, how: 'never-asked' },
    ],
    (fact) => told.push(fact.kind),
  )
  assert.equal(
    told.filter((kind) => kind.startsWith('checkout')),
    ['checkout'],
  )
})

test('when a session has ended nothing personal is left', () => {
  const personal = [
    ...Object.keys(PATRONS),
    ...Object.values(PATRONS).map(({ name }) => name),
    PIN,
    'Titel',
    'Röda rummet',
  ]
  fc.assert(
    fc.property(calm, (list) => {
      const world = createWorld()
      for (const event of list) {
        world.happen(event)
        if (world.state.screen.at !== 'idle' && world.state.screen.at !== 'thanks') continue
        const text = JSON.stringify(world.state)
        for (const word of personal) assert.not(text.includes(word), word)
      }
    }),
    RUNS,
  )
})

test.run()
