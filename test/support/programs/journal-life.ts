// The life of a journal, from its opening to its end: it says what was acknowledged to it as soon as
// it was, and goes on after what was refused. In words: the file, then how often it writes.
import { writeSync } from 'node:fs'
import { openJournal } from '../../../device/journal/journal.ts'
import { BOUNDS } from '../../../device/journal/room.ts'
import { silent } from '../../../device/log.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'

const [path = '', writes = '3'] = process.argv.slice(2)
const say = (...words: unknown[]): void => void writeSync(1, `${words.join(' ')}\n`)

const visit = (at: number): KioskEvent => ({ kind: 'visit', at, patron: 'p'.repeat(22) })

const journal = await openJournal(path, silent, {
  bounds: { ...BOUNDS, reserve: 65_536, lookMs: 20 },
})
say('state', journal.storage())
journal.onStorage((state) => say('state', state))

/** As a desk that is begun anew when the disk takes something again. */
const untilTaken = async (work: () => Promise<unknown>): Promise<void> => {
  const taken = await work().then(
    () => true,
    () => false,
  )
  if (taken) return
  say('refused')
  await new Promise<void>((resolve) => journal.onTaking(resolve))
  return untilTaken(work)
}
const recorded = async (at: number): Promise<void> => {
  say('row', await journal.record(visit(at)), at)
}

for (let n = 0; n < Number(writes); n += 1) {
  const [key, at] = [`work-${n}`, 10 * n]
  await untilTaken(() => journal.begin({ key, note: n }))
  say('begun', key)
  const both = [recorded(at + 1), recorded(at + 2)]
  await untilTaken(() => journal.finish(key))
  say('finished', key)
  await Promise.all(both)
}
const [oldest] = await journal.batch(1).catch(() => [])
if (oldest !== undefined) {
  say('going', oldest.seq)
  await untilTaken(() => journal.acknowledge(oldest.epoch, oldest.seq))
}
await journal[Symbol.asyncDispose]()
say('closed')
