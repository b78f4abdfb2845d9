import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CHUTE_PINS, FLAP, pulseFor, SORTER } from '../../../device/drivers/board-pins.ts'
import { createChute, type SimulatedChute } from '../../../device/simulator/chute.ts'
import { type Piece, stockShelves } from '../../../device/simulator/stock.ts'
import { until } from '../../support/until.ts'

const QUICK = { slideMs: 1, beamMs: 2, settleMs: 1 }

type Rig = Disposable & {
  chute: SimulatedChute
  pieces: readonly Piece[]
  at(n: number): Piece
  flap(open: boolean): void
  sort(bin: number): void
  /** Waits until all pieces named lie there. */
  lie(where: string, ...ns: number[]): Promise<unknown>
}

const build = (limitMs = 10_000): Rig => {
  const book = {
    book: '31080000000013',
    title: 'Karlsson på taket',
    author: 'Astrid Lindgren',
    colour: 'lake',
    note: 'set',
    owner: 'SE-Mora',
    parts: ['bok', 'skiva', 'karta'],
  } as const
  const pieces = stockShelves({ books: [book], secured: 7 })
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const options = { bins: 2, motion: QUICK, limitMs, stock: pieces }
  const chute = createChute(changed, options)
  const at = (n: number): Piece => {
    const piece = pieces[n]
    if (piece === undefined) throw new Error(`there is no piece ${n}`)
    return piece
  }
  const servo = (pin: number, degrees: number): void => {
    const pulse = pulseFor(degrees)
    chute.board.receive(Uint8Array.of(0xf4, pin, 4, 0xe0 | pin, pulse & 0x7f, pulse >> 7))
  }
  return {
    chute,
    pieces,
    at,
    flap: (open) => servo(CHUTE_PINS.flap, open ? FLAP.open : FLAP.closed),
    sort: (bin) => servo(CHUTE_PINS.sorter, bin * SORTER.perBin),
    lie: (where, ...ns) =>
      until(
        {
          now: () => ns.map((n) => at(n).place.at),
          onChange: (listener) => {
            listeners.add(listener)
            return () => listeners.delete(listener)
          },
        },
        where,
        (places) => places.every((place) => place === where),
      ),
    [Symbol.dispose]: chute.stop,
  }
}

test('what lies in the mouth together comes through together and waits on the tray', async () => {
  using rig = build()
  for (const piece of rig.pieces) rig.chute.drop(piece)
  assert.is(rig.chute.reader.tags.length, 3)
  rig.flap(true)
  await rig.lie('tunnel', 0, 1, 2)
  assert.is(rig.chute.reader.tags.length, 3)
  rig.sort(2)
  await rig.lie('bin', 0, 1, 2)
  assert.is(rig.chute.reader.tags.length, 0)
  assert.is(rig.chute.state().bins[1]?.books, 3)
})

test('the tray swings back: each load must be told its bin', async () => {
  using rig = build()
  rig.sort(1)
  rig.chute.drop(rig.at(0))
  rig.flap(true)
  await rig.lie('bin', 0)
  rig.chute.drop(rig.at(1))
  await rig.lie('tunnel', 1)
  rig.sort(0)
  rig.sort(1)
  await rig.lie('bin', 1)
})

test('a jam holds a piece in the beam until it is freed', async () => {
  using rig = build()
  rig.chute.jam(true)
  rig.chute.drop(rig.at(0))
  rig.flap(true)
  await rig.lie('tunnel', 0)
  assert.ok(rig.chute.state().beamBroken)
  rig.sort(1)
  rig.chute.jam(false)
  await rig.lie('bin', 0)
  assert.not(rig.chute.state().beamBroken)
})

test('the board shuts a flap that nobody shuts, and opens it after the next closing', async () => {
  using rig = build(20)
  rig.flap(true)
  await until(
    {
      now: () => rig.chute.state().flap,
      onChange: (listener) => rig.chute.board.onPin(listener),
    },
    'flap closed',
    (flap) => flap === 'closed',
  )
  rig.flap(true)
  assert.is(rig.chute.state().flap, 'closed')
  rig.flap(false)
  rig.flap(true)
  assert.is(rig.chute.state().flap, 'open')
})

test('a piece that is taken from the mouth is out of the field', () => {
  using rig = build()
  rig.chute.drop(rig.at(0))
  rig.chute.take(rig.at(0))
  assert.is(rig.chute.reader.tags.length, 0)
  assert.equal(rig.at(0).place, { at: 'bag' })
})

test.run()
