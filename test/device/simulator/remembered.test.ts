import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createBranch, type SimulatedBranch } from '../../../device/simulator/branch.ts'
import { createClock } from '../../../device/simulator/clock.ts'
import { recallStock, rememberStock } from '../../../device/simulator/remembered.ts'
import type { StockMemory } from '../../../device/simulator/stock.ts'
import { createWires } from '../../../device/simulator/wires.ts'

const folder = (): Disposable & { path: string } => {
  const root = mkdtempSync(join(tmpdir(), 'b24-stock-'))
  return {
    path: join(root, 'simulator.json'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  }
}

const build = (memory?: StockMemory): Promise<SimulatedBranch> =>
  createBranch({
    config: {
      cards: [],
      books: [
        {
          book: '31080000000013',
          title: 'Nils Holgerssons underbara resa',
          author: 'Selma Lagerlöf',
          colour: 'falu',
          note: 'plain',
          owner: 'SE-Falun',
          parts: ['bok'],
        },
      ],
    },
    about: {
      branch: 'Falun',
      topic: 'b24/v1/dalarna/falun/falun-1',
      zone: 'Europe/Stockholm',
      screens: { door: '/door', desk: '/desk', chute: '/chute' },
    },
    wires: createWires(),
    clock: createClock(),
    onPin: () => {},
    memory,
  })

test('a lent book is still lent after a restart', async () => {
  using file = folder()
  const first = await build()
  const kept = rememberStock(first, file.path)
  const key = first.state().books[0]?.pieces[0]?.key ?? ''
  await first.hand({ do: 'put-on-pad', key })
  first.devices.pad.tags[0]?.writeAfi(0xc2)
  assert.is(recallStock(file.path)?.[key]?.afi, 0xc2, 'written at once')
  kept[Symbol.dispose]()
  await first[Symbol.asyncDispose]()
  await using second = await build(recallStock(file.path))
  const piece = second.state().books[0]?.pieces[0]
  assert.is(piece?.afi, 0xc2)
  assert.equal(piece?.place, { at: 'pad' })
})

test('without a file, or with one that is damaged, all books are at home', () => {
  using file = folder()
  assert.is(recallStock(file.path), undefined)
  for (const text of ['', '{', '[1]', '{"x":{"place":{"at":"moon"},"afi":7}}']) {
    writeFileSync(file.path, text)
    assert.is(recallStock(file.path), undefined)
  }
})

test.run()
