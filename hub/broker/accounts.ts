// Who may connect, and by which password. Passwords are kept as digests and compared in constant time.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Party } from './access.ts'

/** `username` is also the only client id the account may use. */
export type Account = { username: string; password: string; party: Party }

export type Accounts = {
  /** The party of this name, whom a certificate has vouched for; or undefined. */
  find(username: string): Party | undefined
  /** The party the credentials belong to, or undefined. */
  check(username: string, password: Uint8Array): Party | undefined
}

const digest = (password: string | Uint8Array): Buffer =>
  createHash('sha256').update(password).digest()

export const createAccounts = (accounts: readonly Account[]): Accounts => {
  const known = new Map(
    accounts.map(({ username, password, party }) => [
      username,
      { party, digest: digest(password) },
    ]),
  )
  const nobody = digest(randomBytes(32))
  return {
    find: (username) => known.get(username)?.party,
    check: (username, password) => {
      const account = known.get(username)
      const equal = timingSafeEqual(account?.digest ?? nobody, digest(password))
      return equal ? account?.party : undefined
    },
  }
}
