// Everything that happens, a line each: the last lines for whoever reads, and a hash of them all to
// tell whether two runs were the same.
import { createHash } from 'node:crypto'
import { elapsed } from './time.ts'

export type Trace = {
  readonly lines: number
  /** The last lines, oldest first. */
  readonly last: readonly string[]
  tell(who: string, what: string): void
  /** Of every line so far. */
  hash(): string
}

const KEPT = 30

export const createTrace = (print: ((line: string) => void) | undefined): Trace => {
  const hash = createHash('sha256')
  const last: string[] = []
  let lines = 0
  return {
    get lines() {
      return lines
    },
    last,
    tell: (who, what) => {
      lines += 1
      const line = `${lines} ${elapsed().toFixed(1)} ${who}: ${what}`
      hash.update(`${line}\n`)
      last.push(line)
      if (last.length > KEPT) last.shift()
      print?.(line)
    },
    hash: () => hash.copy().digest('hex').slice(0, 16),
  }
}
