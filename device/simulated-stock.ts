// Where the simulated books lie and what their tags say, kept in a file: a real tag, too, keeps its
// value when the kiosk is killed. So it is written at every change, before anything else happens.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Logger } from './log.ts'
import type { Unsubscribe } from './ports.ts'
import type { SimulatedBranch } from './simulator/branch.ts'
import type { StockMemory } from './simulator/stock.ts'

const place = z.discriminatedUnion('at', [
  z.object({ at: z.enum(['bag', 'pad', 'mouth', 'tunnel']) }),
  z.object({ at: z.literal('bin'), bin: z.int().min(1).max(6) }),
])
const afi = z.int().min(0).max(255).nullable()
const stockMemory = z.record(z.string().max(40), z.object({ place, afi }))

/** Undefined at the first start, and when the file is not what it should be. */
export const recallStock = (file: string, log: Logger): StockMemory | undefined => {
  try {
    return stockMemory.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (err) {
    const isFirst = err instanceof Error && 'code' in err && err.code === 'ENOENT'
    if (!isFirst) log.warn({ path: file }, 'the simulated books are laid out anew')
    return undefined
  }
}

export const keepStock = (file: string, branch: SimulatedBranch): Unsubscribe => {
  let kept = ''
  const keep = () => {
    const memory = JSON.stringify(branch.memory())
    if (memory === kept) return
    writeFileSync(`${file}.new`, memory, { mode: 0o600 })
    renameSync(`${file}.new`, file)
    kept = memory
  }
  keep()
  return branch.onChange(keep)
}
