// How much the hub takes on at once: of each kiosk, and of all together (issue 3, point 5).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { atOnce, inOrder, type Turns } from '../../../hub/link/turns.ts'

/** Work that goes on until it is told to end. */
const held = () => {
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { work: () => ended, end }
}

const MADE: readonly [name: string, make: typeof inOrder][] = [
  ['in order', inOrder],
  ['at once', atOnce],
]

const offered = (turns: Turns, key: string, times: number, bytes = 1) => {
  const work = held()
  const taken = Array.from({ length: times }, () =>
    turns.take({ key, bytes, work: work.work }),
  )
  return { taken: taken.filter((one) => one).length, end: work.end }
}

for (const [name, make] of MADE) {
  test(`${name}: one kiosk that floods is turned away, and no other is`, async () => {
    const turns = make({ each: 3, bytes: 1000 })
    const flood = offered(turns, 'k-1', 50)
    const calm = offered(turns, 'k-2', 2)
    assert.equal([flood.taken, calm.taken], [3, 2])
    flood.end()
    calm.end()
    await turns.idle()
    assert.is(offered(turns, 'k-1', 1).taken, 1)
  })

  test(`${name}: what waits for all kiosks is bounded, and taken again when it is done`, async () => {
    const turns = make({ each: 3, bytes: 100 })
    const first = offered(turns, 'k-1', 1, 60)
    assert.is(offered(turns, 'k-2', 1, 41).taken, 0)
    const second = offered(turns, 'k-3', 1, 40)
    assert.equal([first.taken, second.taken, turns.bytes], [1, 1, 100])
    first.end()
    second.end()
    await turns.idle()
    assert.is(turns.bytes, 0)
    assert.is(offered(turns, 'k-2', 1, 100).taken, 1)
  })
}

test('in order: the next of a kiosk begins when the one before has ended', async () => {
  const turns = inOrder({ each: 3, bytes: 100 })
  const told: string[] = []
  const first = held()
  const work = (name: string, until?: Promise<void>) => async () => {
    told.push(`${name} begins`)
    await until
    told.push(`${name} ends`)
  }
  turns.take({ key: 'k-1', bytes: 1, work: work('one', first.work()) })
  turns.take({ key: 'k-1', bytes: 1, work: work('two') })
  first.end()
  await turns.idle()
  assert.equal(told, ['one begins', 'one ends', 'two begins', 'two ends'])
})

test.run()
