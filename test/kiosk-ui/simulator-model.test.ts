// What the simulator page derives from states: local time, the steps to try, what hands do.
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Hand, SimulatorState } from '../../device/simulator/protocol.ts'
import { fixture } from '../../kiosk-ui/simulator/fixture.ts'
import {
  allPieces,
  createSimulator,
  handAt,
  hindrance,
  takeBack,
} from '../../kiosk-ui/simulator/model.ts'
import { follow, nextStep, UNTRIED } from '../../kiosk-ui/simulator/steps.ts'
import { instantOf, localTime, readClock, readDay } from '../../kiosk-ui/simulator/zoned.ts'

const ZONE = 'Europe/Stockholm'
const ready = fixture('demo-ready')

const change = (state: SimulatorState, by: Partial<SimulatorState>): SimulatorState => ({
  ...state,
  ...by,
})

const shows = (by: Partial<SimulatorState['shown']>): Partial<SimulatorState> => ({
  shown: { ...ready.shown, ...by },
})

/** The state with one piece changed. */
const withPiece = (
  state: SimulatorState,
  by: Partial<SimulatorState['books'][number]['pieces'][number]>,
): SimulatorState => {
  const [book, ...rest] = state.books
  assert.ok(book !== undefined)
  const pieces = book.pieces.map((piece) => ({ ...piece, ...by }))
  return change(state, { books: [{ ...book, pieces }, ...rest] })
}

test('reads the wall clock of the branch on both sides of daylight saving', () => {
  assert.is(localTime(Date.parse('2026-03-29T00:59:00Z'), ZONE).hour, 1)
  assert.is(localTime(Date.parse('2026-03-29T01:00:00Z'), ZONE).hour, 3)
})

test('setting the clock shows what was set, in any hour that exists', () => {
  const minutes = fc.integer({ min: 0, max: 366 * 24 * 60 })
  fc.assert(
    fc.property(minutes, (minute) => {
      const local = localTime(Date.UTC(2026, 0, 1) + minute * 60_000, ZONE)
      assert.equal(localTime(instantOf(local, ZONE), ZONE), local)
    }),
  )
})

test('what is no day or time is not read', () => {
  for (const text of ['', '17.42', '25:00', '12:75', 'noon'])
    assert.is(readClock(text), null, text)
  assert.equal(readClock('06:30'), { hour: 6, minute: 30 })
  for (const text of ['', '2026', '19/11/2026']) assert.is(readDay(text), null, text)
})

test('the step of coming in is done when the door grants', () => {
  const after = follow(UNTRIED, ready, change(ready, shows({ door: 'door.granted' })))
  assert.equal(after.done, ['enter'])
  assert.is(nextStep(after), 'borrow')
})

test('a loan is done when a tag was unlocked and the visit finished, not before', () => {
  const secured = withPiece(ready, { place: { at: 'pad' }, afi: 0x07 })
  const lent = withPiece(secured, { afi: 0xc2 })
  const onTheWay = follow(UNTRIED, secured, lent)
  assert.equal(onTheWay.done, [])
  const finished = change(lent, shows({ desk: 'desk.thanks' }))
  assert.equal(follow(onTheWay, lent, finished).done, ['borrow'])
  assert.equal(
    follow(UNTRIED, ready, change(ready, shows({ desk: 'desk.thanks' }))).done,
    [],
  )
})

test('a return is done when a secured piece came into a bin', () => {
  const inBin = withPiece(ready, { place: { at: 'bin', bin: 1 } })
  assert.equal(follow(UNTRIED, ready, inBin).done, ['return'])
  assert.equal(follow(UNTRIED, inBin, inBin).done, [])
  const still = withPiece(ready, { place: { at: 'bin', bin: 1 }, afi: 0xc2 })
  assert.equal(follow(UNTRIED, ready, still).done, [])
})

test('the network is tried when rows wait without it, and mended when they are gone', () => {
  const cut = change(ready, {
    network: { connected: false, online: false, lastAnswerMs: null },
    journal: { unsent: 2 },
  })
  const tried = follow(UNTRIED, ready, cut)
  assert.equal(tried.done, ['offline'])
  assert.equal(follow(tried, cut, ready).done, ['offline', 'recover'])
  assert.equal(follow(UNTRIED, ready, ready).done, [])
})

test('a card belongs at a reader, a book on the pad or in the chute', () => {
  const card = { kind: 'card', number: '21080000000015' } as const
  const piece = { kind: 'piece', key: 'E0' } as const
  assert.equal(handAt(card, 'door-reader'), {
    do: 'hold-card',
    at: 'door',
    number: '21080000000015',
  })
  assert.is(handAt(card, 'pad'), null)
  assert.equal(handAt(piece, 'pad'), { do: 'put-on-pad', key: 'E0' })
  assert.equal(handAt(piece, 'chute'), { do: 'drop-in-chute', key: 'E0' })
  assert.is(handAt(piece, 'desk-reader'), null)
})

test('a piece is taken back from wherever a hand reaches it', () => {
  const [piece] = allPieces(ready)
  assert.ok(piece !== undefined)
  const from = (place: typeof piece.place) => takeBack({ ...piece, place })?.do
  assert.is(from({ at: 'pad' }), 'take-off-pad')
  assert.is(from({ at: 'mouth' }), 'take-from-mouth')
  assert.is(from({ at: 'bin', bin: 2 }), 'take-from-bin')
  assert.is(from({ at: 'tunnel' }), undefined)
  assert.is(from({ at: 'bag' }), undefined)
})

test('a locked door and an unplugged reader say so where one tried', () => {
  assert.equal(hindrance({ do: 'open-door' }, ready), { spot: 'door', why: 'locked' })
  const released = change(ready, {
    door: { ...ready.door, lock: 'released', bolt: 'drawn' },
  })
  assert.is(hindrance({ do: 'open-door' }, released), null)
  const unplugged = change(ready, { plugged: { ...ready.plugged, 'desk-pad': false } })
  assert.equal(hindrance({ do: 'put-on-pad', key: 'E0' }, unplugged), {
    spot: 'pad',
    why: 'unplugged',
  })
})

test('what was in the hand is given and gone, and refused things stay', () => {
  const sent: Hand[] = []
  const sim = createSimulator((hand) => sent.push(hand))
  sim.see(ready)
  sim.inHand.value = { kind: 'piece', key: 'E0' }
  assert.not(sim.use('door-reader'))
  assert.ok(sim.inHand.value !== null)
  assert.ok(sim.use('chute'))
  assert.is(sim.inHand.value, null)
  assert.equal(sent, [{ do: 'drop-in-chute', key: 'E0' }])
})

test('the clock goes on between two states, at its speed', () => {
  const sim = createSimulator(() => undefined)
  const at = performance.now()
  sim.see(change(ready, { clock: { now: 1_000_000, speed: 60, zone: ZONE } }))
  sim.beat(at + 10_000)
  const gone = sim.now.value - 1_000_000
  assert.ok(gone > 590_000 && gone <= 600_000, `${gone}`)
})

test.run()
