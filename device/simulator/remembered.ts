// Keeps where the books of a simulated branch lie and what their tags say in a file, so that a
// restarted demo does not find a lent book secured and at home.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { SimulatedBranch } from './branch.ts'
import type { StockMemory } from './stock.ts'

const placeSchema = z.discriminatedUnion('at', [
  z.object({ at: z.enum(['bag', 'pad', 'mouth', 'tunnel']) }),
  z.object({ at: z.literal('bin'), bin: z.int().min(1).max(6) }),
])
const memorySchema: z.ZodType<StockMemory> = z.record(
  z.string().max(32),
  z.object({ place: placeSchema, afi: z.int().min(0).max(255).nullable() }),
)

/** Nothing when there is no such file, or one that cannot be read: then all books are at home. */
export const recallStock = (path: string): StockMemory | undefined => {
  try {
    return memorySchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Writes the file at each change: a real tag, too, keeps its value when the kiosk is killed. */
export const rememberStock = (branch: SimulatedBranch, path: string): Disposable => {
  let written = ''
  const write = (): void => {
    const text = JSON.stringify(branch.memory())
    if (text === written) return
    writeFileSync(`${path}.new`, text)
    renameSync(`${path}.new`, path)
    written = text
  }
  return { [Symbol.dispose]: branch.onChange(write) }
}
