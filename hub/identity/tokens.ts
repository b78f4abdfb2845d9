// Who may use the API: tokens by the digest of each, in a file of lines that is only added to, so that
// the command can give and withdraw them while the hub runs.
import { createHash, randomBytes } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { z } from 'zod'
import { readIfThere } from './read-if-there.ts'

/** What each may; `*` in `branches` or `may` stands for every one. Instants are ms since 1970 UTC. */
const token = z.object({
  name: z.string().regex(/^[a-z0-9.-]{1,40}$/),
  /** SHA-256 in hexadecimal: of 256 random bits nobody finds them again. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  branches: z.array(z.string().max(40)).min(1).max(1000),
  may: z.array(z.string().max(40)).min(1).max(40),
  made: z.int(),
  until: z.int(),
})
const line = z.union([
  z.object({ added: token }),
  z.object({ revoked: z.string().max(40), at: z.int() }),
])
type Line = z.infer<typeof line>

export type Token = z.infer<typeof token> & { revoked: number | undefined }
export type Scope = Pick<Token, 'branches' | 'may'>

export type Tokens = {
  /** Oldest first. */
  all(): Promise<readonly Token[]>
  /** Answers the secret, which is nowhere else; undefined when one of this name is in force. */
  add(
    name: string,
    scope: Scope,
    times: { now: number; until: number },
  ): Promise<string | undefined>
  /** False when none of this name is in force. */
  revoke(name: string, now: number): Promise<boolean>
  /** The token of this secret, when it is in force now. */
  find(secret: string, now: number): Promise<Token | undefined>
}

const SECRET = /^b24_[A-Za-z0-9_-]{43}$/

const digestOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex')

const isInForce = ({ revoked, until }: Token, now: number): boolean =>
  revoked === undefined && now < until

export const openTokens = (path: string): Tokens => {
  const write = (one: Line): Promise<void> =>
    appendFile(path, `${JSON.stringify(one)}\n`, { mode: 0o600, flush: true })
  const all = async () => folded((await readIfThere(path)) ?? '', path)
  return {
    all,
    add: async (name, scope, { now, until }) => {
      const isTaken = (await all()).some((one) => one.name === name && isInForce(one, now))
      if (isTaken) return undefined
      const secret = `b24_${randomBytes(32).toString('base64url')}`
      await write({ added: { name, digest: digestOf(secret), ...scope, made: now, until } })
      return secret
    },
    revoke: async (name, now) => {
      const isThere = (await all()).some((one) => one.name === name && isInForce(one, now))
      if (isThere) await write({ revoked: name, at: now })
      return isThere
    },
    find: async (secret, now) => {
      if (!SECRET.test(secret)) return undefined
      const digest = digestOf(secret)
      return (await all()).find((one) => one.digest === digest && isInForce(one, now))
    },
  }
}

export const covers = (listed: readonly string[], wanted: string): boolean =>
  listed.includes('*') || listed.includes(wanted)

/** Throws at a line that cannot be read: to pass over it might bring back what was revoked. */
const folded = (text: string, path: string): Token[] => {
  const found: Token[] = []
  for (const [index, written] of text.split('\n').entries()) {
    if (written === '') continue
    const read = lineOf(written)
    if (read === undefined)
      throw new Error(
        `${path} line ${index + 1} cannot be read: restore it from the backup`,
      )
    if ('added' in read) found.push({ ...read.added, revoked: undefined })
    else
      for (const [at, one] of found.entries())
        if (one.name === read.revoked)
          found[at] = { ...one, revoked: one.revoked ?? read.at }
  }
  return found
}

const lineOf = (written: string): Line | undefined => {
  try {
    return line.safeParse(JSON.parse(written)).data
  } catch {
    return undefined
  }
}
