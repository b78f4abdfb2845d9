import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createHeld } from '../../../device/journal/held.ts'
import { openLog, silent } from '../../../device/log.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'

const visit = (at: number): KioskEvent => ({ kind: 'visit', at, patron: 'p'.repeat(22) })

/** A journal that takes nothing until it is mended. */
const scene = (log = silent) => {
  const taken: number[] = []
  let isMended = false
  const append = async ({ at }: KioskEvent): Promise<number> => {
    await Promise.resolve()
    if (!isMended) throw new Error('no')
    return taken.push(at)
  }
  const mend = () => {
    isMended = true
  }
  return { held: createHeld(append, log), taken, mend }
}

test('what is recorded is written in order, and answered with its number', async () => {
  const { held, taken, mend } = scene()
  mend()
  assert.equal(await Promise.all([7, 8, 9].map((at) => held.record(visit(at)))), [1, 2, 3])
  assert.equal(taken, [7, 8, 9])
})

test('while nothing is taken the newest thousand are kept, and a lost one is told of (fault 5)', async () => {
  const lines: string[] = []
  const log = openLog({ level: 'error', to: { write: (line) => lines.push(line) } })
  const { held, taken, mend } = scene(log)
  const all = Array.from({ length: 1002 }, (_, at) => held.record(visit(at)))
  await held.flush()
  assert.equal(taken, [])
  mend()
  await held.flush()
  const seqs = await Promise.all(all)
  assert.equal(seqs.slice(0, 4), [1, undefined, undefined, 2])
  assert.is(taken.length, 1000)
  assert.is(taken.at(-1), 1001)
  assert.is(lines.filter((line) => /in memory was lost/.test(line)).length, 2)
})

test('an event that comes while another is written is not left behind', async () => {
  const { held, taken, mend } = scene()
  await held.flush()
  mend()
  const first = held.record(visit(1)).then(() => held.record(visit(2)))
  assert.is(await first, 2)
  assert.equal(taken, [1, 2])
})

test.run()
