// Asks the hub on this machine what would happen at a door, and tells it so that a person can follow.
import { type Explanation, explanation, problemBody } from '../../hub/api/client.ts'
import type { LoginMethod } from '../../hub/protocol/entry-rules.ts'
import { explained } from './words.ts'

export type ExplainOptions = {
  hub: string
  age: number
  agreement: boolean
  member: boolean
  blocked: boolean
  wrongPin: boolean
  agreementVersion?: number
  guardian: boolean
  category?: string
  /** In the whole unit of the currency, perhaps with decimals. */
  debt: number
  allowed: boolean
  inside?: number
  method: LoginMethod
  json: boolean
}

/** sysexits.h: EX_USAGE, EX_UNAVAILABLE, EX_PROTOCOL. */
const EXIT = { usage: 64, unavailable: 69, protocol: 76 } as const
const LIMIT_MS = 5000

type Answer =
  | { ok: true; explanation: Explanation }
  | { ok: false; exit: number; words: string }

/** `at`: wall time at the branch, `2026-12-24T21:55`. Sets the exit code. */
export const runExplain = async (
  branch: string,
  at: string,
  options: ExplainOptions,
): Promise<void> => {
  const answer = await ask(addressOf(branch, at, options), options.hub)
  if (!answer.ok) {
    process.stderr.write(`${answer.words}\n`)
    process.exitCode = answer.exit
  } else if (options.json)
    process.stdout.write(`${JSON.stringify({ schema: 2, ...answer.explanation })}\n`)
  else process.stdout.write(explained(answer.explanation))
}

const addressOf = (branch: string, at: string, options: ExplainOptions): URL => {
  const { age, agreement, blocked, member, wrongPin, guardian, allowed } = options
  const { agreementVersion: version, category, debt, inside, method } = options
  const yesNo = (is: boolean): string => (is ? 'yes' : 'no')
  const url = new URL('/api/explain', options.hub)
  const told = Object.entries({ version, category, inside })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, String(value)])
  url.search = new URLSearchParams({
    ...{ branch, at, age: String(age), method, debt: String(Math.round(debt * 100)) },
    ...{ agreement: yesNo(agreement), guardian: yesNo(guardian) },
    ...{ blocked: yesNo(blocked), allowed: yesNo(allowed), member: yesNo(member) },
    pin: yesNo(!wrongPin),
    ...Object.fromEntries(told),
  }).toString()
  return url
}

const ask = async (url: URL, hub: string): Promise<Answer> => {
  const answered = await fetched(url)
  if (answered === undefined)
    return {
      ok: false,
      exit: EXIT.unavailable,
      words: `No hub answers at ${hub}. Start it, or say --hub http://127.0.0.1:<port>.`,
    }
  const read = explanation.safeParse(answered.body)
  if (read.success) return { ok: true, explanation: read.data }
  const problem = problemBody.safeParse(answered.body)
  if (!problem.success)
    return {
      ok: false,
      exit: EXIT.protocol,
      words: `${hub} is no hub, or of another version.`,
    }
  const { title, errors = [] } = problem.data
  const lines = errors.map(({ at, expected }) => `  ${at}: ${expected}`)
  return { ok: false, exit: EXIT.usage, words: [`${title}.`, ...lines].join('\n') }
}

/** Undefined when nobody answers in time. */
const fetched = async (url: URL): Promise<{ body: unknown } | undefined> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) })
    const text = await response.text()
    return { body: parsed(text) }
  } catch {
    return undefined
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
