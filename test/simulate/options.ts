// What `npm run simulate` can be told, with its bounds. Every problem at once, each with what to write.
import { parseArgs } from 'node:util'
import { MUTANTS } from './mutants.ts'

export type SimulateOptions = {
  seed: number
  /** How many seeds one after the other. */
  seeds: number
  steps: number
  kiosks: number
  /** A fault put into the program, see mutants.ts. */
  mutant: string | undefined
  /** Every line of the trace. */
  trace: boolean
  json: boolean
}

export type Read =
  | { ok: true; options: SimulateOptions }
  | { ok: false; problems: readonly string[] }

const NUMBERS = {
  seed: { usual: 1, most: 2 ** 32 - 1 },
  seeds: { usual: 1, most: 100_000 },
  steps: { usual: 3000, most: 1_000_000 },
  kiosks: { usual: 2, most: 9 },
} as const

const USAGE =
  'Usage: npm run simulate -- [--seed n] [--seeds n] [--steps n] [--kiosks n] [--mutant name] [--trace] [--json]'

export const readOptions = (args: readonly string[]): Read => {
  const parsed = attemptParse(args)
  if (parsed === undefined) return { ok: false, problems: [USAGE] }
  const problems: string[] = []
  const number = (name: keyof typeof NUMBERS): number => {
    const { usual, most } = NUMBERS[name]
    const text = parsed[name] ?? String(usual)
    const value = Number(text)
    if (!/^\d{1,10}$/.test(text) || value < 1 || value > most)
      problems.push(`--${name}: expected a whole number 1–${most}`)
    return value
  }
  const { mutant } = parsed
  if (mutant !== undefined && !Object.hasOwn(MUTANTS, mutant))
    problems.push(`--mutant: expected one of ${Object.keys(MUTANTS).join(', ')}`)
  const options = {
    seed: number('seed'),
    seeds: number('seeds'),
    steps: number('steps'),
    kiosks: number('kiosks'),
    mutant,
    trace: parsed.trace === true,
    json: parsed.json === true,
  }
  return problems.length === 0 ? { ok: true, options } : { ok: false, problems }
}

const attemptParse = (args: readonly string[]) => {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const numbers = { seed: text, seeds: text, steps: text, kiosks: text }
  const options = { ...numbers, mutant: text, trace: flag, json: flag }
  try {
    return parseArgs({ args: [...args], options }).values
  } catch {
    return undefined
  }
}
