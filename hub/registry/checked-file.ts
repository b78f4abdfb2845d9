// Reads a JSON file written by people. Everything wrong with it is told at once.
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'

const MAX_BYTES = 10_000_000

/** Throws an error that lists every problem with its path and what was expected there. */
export const readCheckedFile = async <S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<z.infer<S>> => {
  const checked = schema.safeParse(parsed(path, await bounded(path)))
  if (checked.success) return checked.data
  const problems = checked.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(the whole)'}: ${issue.message}`,
  )
  throw new Error(`${path} cannot be used:\n${problems.join('\n')}`)
}

const bounded = async (path: string): Promise<string> => {
  const bytes = await readFile(path)
  if (bytes.length > MAX_BYTES)
    throw new Error(`${path} cannot be used: larger than ${MAX_BYTES} bytes`)
  return bytes.toString('utf8')
}

const parsed = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${path} cannot be used: it is not JSON`)
  }
}
