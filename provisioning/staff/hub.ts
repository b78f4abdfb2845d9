// Asks the hub with a token. The token is never on the command line: others can read that.
import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import type { z } from 'zod'
import { problemBody } from '../../hub/api/client.ts'
import { DEFAULT_PORTS } from '../demo/options.ts'

export type HubOptions = { hub: string; tokenFile?: string; json: boolean }

/** sysexits.h: EX_USAGE, EX_NOINPUT, EX_UNAVAILABLE, EX_TEMPFAIL, EX_PROTOCOL, EX_NOPERM. */
export const EXIT = {
  usage: 64,
  noInput: 66,
  unavailable: 69,
  notDone: 75,
  protocol: 76,
  permission: 77,
} as const

/** A kiosk has ten seconds to answer, and the hub a little more. */
const LIMIT_MS = 15_000

export const withHub = (command: Command): Command =>
  command
    .addOption(
      new Option('--hub <url>', "the hub's HTTP, on this machine")
        .env('B24_HUB_HTTP')
        .default(`http://127.0.0.1:${DEFAULT_PORTS.http}`),
    )
    .addOption(
      new Option(
        '--token-file <file>',
        'file with the token, - is standard input; or say it in B24_TOKEN',
      ).env('B24_TOKEN_FILE'),
    )
    .option('--json', 'answer as JSON', false)

export type Answer<T> = { ok: true; body: T } | { ok: false; exit: number; words: string }

const no = (exit: number, words: string) => ({ ok: false, exit, words }) as const

/** Undefined where none is told. */
const tokenOf = async ({ tokenFile }: HubOptions): Promise<string | undefined> => {
  if (tokenFile === undefined) return process.env.B24_TOKEN?.trim()
  const path = tokenFile === '-' ? '/dev/stdin' : tokenFile
  return (await readFile(path, 'utf8')).trim()
}

export const askHub = async <T>(
  { path, body }: { path: string; body?: object },
  schema: z.ZodType<T>,
  options: HubOptions,
): Promise<Answer<T>> => {
  const token = await tokenOf(options).catch(() => undefined)
  if (token === undefined || token === '')
    return no(
      EXIT.noInput,
      'This needs a token: say B24_TOKEN=… or --token-file <file>.\nWho runs the hub makes one: b24 token add <name> --branch <branch>',
    )
  const answered = await fetched(new URL(path, options.hub), token, body)
  if (answered === undefined)
    return no(
      EXIT.unavailable,
      `No hub answers at ${options.hub}. Start it, or say --hub http://127.0.0.1:<port>.`,
    )
  const read = answered.ok ? schema.safeParse(answered.body) : undefined
  if (read?.success) return { ok: true, body: read.data }
  const problem = problemBody.safeParse(answered.body)
  if (!problem.success)
    return no(EXIT.protocol, `${options.hub} is no hub, or of another version.`)
  const { title, errors = [] } = problem.data
  const lines = errors.map(({ at, expected }) => `  ${at}: ${expected}`)
  return no(exitOf(answered.status), [`${title}.`, ...lines].join('\n'))
}

const exitOf = (status: number): number => {
  if (status === 401 || status === 403) return EXIT.permission
  return status >= 500 ? EXIT.unavailable : EXIT.usage
}

type Fetched = { ok: boolean; status: number; body: unknown }

/** Undefined when nobody answers in time. */
const fetched = async (
  url: URL,
  token: string,
  body: object | undefined,
): Promise<Fetched | undefined> => {
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    const { ok, status } = response
    return { ok, status, body: parsed(await response.text()) }
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
