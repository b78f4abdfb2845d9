import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openCardReader } from '../../../device/drivers/barcode-reader.ts'
import { openChuteBoard } from '../../../device/drivers/chute-board.ts'
import { openDoorBoard } from '../../../device/drivers/door-board.ts'
import { openItemReader } from '../../../device/drivers/feig-reader.ts'
import { silent as log } from '../../../device/log.ts'
import type {
  CardReaderEvent,
  ChuteBoardEvent,
  DoorLineEvent,
  ItemReaderEvent,
} from '../../../device/ports.ts'
import {
  createBranch,
  SIMULATED_PATHS,
  type SimulatedBranch,
} from '../../../device/simulator/branch.ts'
import { createClock } from '../../../device/simulator/clock.ts'
import type { SimulatorState } from '../../../device/simulator/protocol.ts'
import type { StockedBook } from '../../../device/simulator/stock.ts'
import { createWires, type InProcessWires } from '../../../device/simulator/wires.ts'
import { listening } from '../../support/listening.ts'
import { until } from '../../support/until.ts'

const about = {
  branch: 'Svärdsjö',
  topic: 'b24/v1/dalarna/svardsjo/svardsjo-1',
  zone: 'Europe/Stockholm',
  screens: { door: '/door', desk: '/desk', chute: '/chute' },
}
const book = (n: number, more: Partial<StockedBook> = {}): StockedBook => ({
  book: String(31080000000013 + n),
  title: 'Gösta Berlings saga',
  author: 'Selma Lagerlöf',
  colour: 'pine',
  note: 'plain',
  owner: 'SE-Falun',
  parts: ['bok'],
  ...more,
})
const BOOKS = [
  book(0),
  book(1, { note: 'set', parts: ['bok', 'ljudskiva', 'karta'] }),
  book(2, { note: 'no-tag' }),
]

type Place = AsyncDisposable & {
  wires: InProcessWires
  branch: SimulatedBranch
  /** Resolves when the state is so, at once if it is. */
  sees(fits: (state: SimulatorState) => boolean): Promise<SimulatorState>
}

const build = async (
  more: { onPin?(at: string, digits: string): void } = {},
): Promise<Place> => {
  const wires = createWires()
  const branch = await createBranch({
    config: { cards: [], books: BOOKS },
    about,
    wires,
    clock: createClock(),
    onPin: () => {},
    ...more,
  })
  return {
    wires,
    branch,
    sees: (fits) =>
      until({ now: branch.state, onChange: branch.onChange }, String(fits), fits),
    [Symbol.asyncDispose]: () => branch[Symbol.asyncDispose](),
  }
}

const keyOf = (state: SimulatorState, at: number): string => {
  const key = state.books[at]?.pieces[0]?.key
  if (key === undefined) throw new Error(`there is no book ${at}`)
  return key
}

const refuses = async (doing: Promise<void>, why: RegExp): Promise<void> => {
  try {
    await doing
  } catch (error) {
    assert.match(String(error), why)
    return
  }
  assert.unreachable('it was done')
}

test('books have as many pieces as parts; an object without tag has a made-up key', async () => {
  await using place = await build()
  const { books } = place.branch.state()
  assert.equal(
    books.map(({ pieces }) => pieces.map(({ partName, afi }) => [partName, afi])),
    [
      [[null, 7]],
      [
        ['bok', 7],
        ['ljudskiva', 7],
        ['karta', 7],
      ],
      [[null, null]],
    ],
  )
  assert.match(keyOf(place.branch.state(), 2), /^no-tag-/)
})

test('the page is told what each screen shows', async () => {
  await using place = await build()
  const shown = { door: 'door.pin', desk: 'desk.home', chute: 'chute.ready' }
  place.branch.observe({ shown })
  assert.equal(place.branch.state().shown, shown)
})

test('a card held to the door is read by the real driver', async () => {
  await using place = await build()
  const events = listening<CardReaderEvent>()
  const path = SIMULATED_PATHS['door-card-reader']
  const reader = openCardReader({ path, binding: place.wires.binding, log })
  reader.listen(events.tell)
  await events.next()
  await place.branch.hand({ do: 'hold-card', at: 'door', number: '21080000000015' })
  assert.equal(await events.next(), { kind: 'card', number: '21080000000015' })
  await reader.close()
})

test('the door opens only when it is released, and shows its contact', async () => {
  await using place = await build()
  const { branch } = place
  const events = listening<DoorLineEvent>()
  const path = SIMULATED_PATHS['door-board']
  const lines = openDoorBoard({ path, binding: place.wires.binding, log })
  lines.listen(events.tell)
  await events.next((event) => event.kind === 'lines')
  await refuses(branch.hand({ do: 'open-door' }), /locked/)
  lines.release()
  await place.sees((state) => state.door.lock === 'released')
  await branch.hand({ do: 'open-door' })
  await events.next((event) => event.kind === 'contact' && event.open)
  assert.is(branch.state().inside, 1)
  await branch.hand({ do: 'close-door' })
  await events.next((event) => event.kind === 'contact' && !event.open)
  lines.secure()
  await place.sees((state) => state.door.lock === 'secured')
  // The handle inside has a switch: who goes out says so before the door opens.
  const out = branch.hand({ do: 'walk-out' })
  const told = await events.next(({ kind }) => kind === 'exit-button' || kind === 'contact')
  assert.equal(told, { kind: 'exit-button', pressed: true })
  await events.next((event) => event.kind === 'contact' && event.open)
  await out
  assert.is(branch.state().inside, 0)
  await lines.close()
})

test('fire releases the door without the software, and is told', async () => {
  await using place = await build()
  await place.branch.hand({ do: 'fire', on: true })
  assert.is(place.branch.state().door.lock, 'released')
  await place.branch.hand({ do: 'open-door' })
  assert.ok(place.branch.state().door.open)
})

test('a book on the pad is unlocked by the real driver and shows it', async () => {
  await using place = await build()
  const { branch } = place
  const events = listening<ItemReaderEvent>()
  const path = SIMULATED_PATHS['desk-pad']
  const reader = openItemReader({ path, binding: place.wires.binding, log })
  reader.listen(events.tell)
  const key = keyOf(branch.state(), 0)
  await branch.hand({ do: 'put-on-pad', key })
  await events.next((event) => event.kind === 'tags' && event.tags.length === 1)
  assert.equal(await reader.writeAfi(key, 0xc2), { ok: true })
  const { books } = await place.sees(({ books }) => books[0]?.pieces[0]?.afi === 0xc2)
  assert.equal(books[0]?.pieces[0]?.place, { at: 'pad' })
  assert.equal(branch.memory()[key], { place: { at: 'pad' }, afi: 0xc2 })
  await refuses(branch.hand({ do: 'put-on-pad', key }), /not in the bag/)
  await branch.hand({ do: 'take-off-pad', key })
  await events.next((event) => event.kind === 'tags' && event.tags.length === 0)
  await reader.close()
})

test('a piece goes through flap, beam and sorter into its bin', async () => {
  await using place = await build()
  const { branch, wires } = place
  const { binding } = wires
  const tags = listening<ItemReaderEvent>()
  const events = listening<ChuteBoardEvent>()
  const reader = openItemReader({ path: SIMULATED_PATHS['chute-reader'], binding, log })
  reader.listen(tags.tell)
  const path = SIMULATED_PATHS['chute-board']
  const board = openChuteBoard({ path, binding, bins: 2, log })
  board.listen(events.tell)
  await events.next((event) => event.kind === 'board')
  const key = keyOf(branch.state(), 0)
  await branch.hand({ do: 'drop-in-chute', key })
  await tags.next((event) => event.kind === 'tags' && event.tags.length === 1)
  board.openFlap()
  await events.next((event) => event.kind === 'beam' && event.broken)
  await events.next((event) => event.kind === 'beam' && !event.broken)
  board.closeFlap()
  assert.equal(branch.state().books[0]?.pieces[0]?.place, { at: 'tunnel' })
  assert.equal(await reader.writeAfi(key, 0xc2), { ok: true })
  board.sortTo(2)
  const { chute } = await place.sees(({ books }) => books[0]?.pieces[0]?.place.at === 'bin')
  assert.equal(branch.state().books[0]?.pieces[0]?.place, { at: 'bin', bin: 2 })
  assert.is(chute.bins[1]?.books, 1)
  await tags.next((event) => event.kind === 'tags' && event.tags.length === 0)
  await events.next((event) => event.kind === 'bin' && event.bin === 2 && event.level > 0)
  await branch.hand({ do: 'take-from-bin', key })
  assert.is(branch.state().chute.bins[1]?.books, 0)
  await board.close()
  await reader.close()
})

test('without an open flap a piece stays in the mouth until it is taken', async () => {
  await using place = await build()
  const { branch } = place
  const key = keyOf(branch.state(), 2)
  await branch.hand({ do: 'drop-in-chute', key })
  assert.equal(branch.state().books[2]?.pieces[0]?.place, { at: 'mouth' })
  await branch.hand({ do: 'take-from-mouth', key })
  assert.equal(branch.state().books[2]?.pieces[0]?.place, { at: 'bag' })
})

test('plugs, paper, network, clock and pin do what the page says', async () => {
  const pins = listening<string>()
  await using place = await build({ onPin: (at, digits) => pins.tell(`${at} ${digits}`) })
  const { branch } = place
  await branch.hand({ do: 'plug', device: 'desk-pad', in: false })
  assert.not(branch.state().plugged['desk-pad'])
  await Promise.all([
    branch.hand({ do: 'plug', device: 'desk-pad', in: true }),
    branch.hand({ do: 'plug', device: 'desk-pad', in: false }),
    branch.hand({ do: 'plug', device: 'desk-pad', in: true }),
  ])
  assert.ok(branch.state().plugged['desk-pad'])
  await branch.hand({ do: 'paper', state: 'out' })
  assert.is(branch.state().printer.paper, 'out')
  await branch.hand({ do: 'clock', now: 1_000, speed: 60 })
  assert.is(branch.state().clock.speed, 60)
  await branch.hand({ do: 'fill-bin', bin: 1, level: 0.9 })
  assert.is(branch.state().chute.bins[0]?.level, 0.9)
  await branch.hand({ do: 'type-pin', at: 'desk', digits: '2468' })
  assert.is(await pins.next(), 'desk 2468')
})

test('a restarted branch finds its books where they lay', async () => {
  const wires = createWires()
  const settings = {
    config: { cards: [], books: BOOKS },
    about,
    wires,
    clock: createClock(),
    onPin: () => {},
  }
  const first = await createBranch(settings)
  const key = keyOf(first.state(), 0)
  await first.hand({ do: 'put-on-pad', key })
  first.devices.pad.tags[0]?.writeAfi(0xc2)
  const memory = first.memory()
  await first[Symbol.asyncDispose]()
  await using second = await createBranch({ ...settings, memory })
  assert.is(second.devices.pad.tags[0]?.afi, 0xc2)
})

test.run()
