// Binds a server to its port, or says in one line why that cannot be.
import type { AddressInfo, Server } from 'node:net'

/** `flag` is the command-line flag that chooses another port. */
export type ListenAt = { host: string; port: number; flag: string }

/** `host` as it was asked for: an IPv6 address needs brackets in a URL (RFC 3986 §3.2.2). */
export const urlOf = (scheme: string, host: string, port: number): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`

/** The address is not to be had; the message is one line for the person at the keyboard. */
export class CannotListen extends Error {}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be opened by this user',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'has a host name that is not known',
}

const explain = (at: ListenAt, code: string | undefined): CannotListen =>
  new CannotListen(
    `Port ${at.port} on ${at.host} ${REASONS[code ?? ''] ?? `cannot be opened (${code})`}: choose another with --${at.flag}.`,
  )

/** Resolves with the port bound (useful when 0 was asked for); rejects with CannotListen. */
export const listen = (server: Server, at: ListenAt): Promise<number> =>
  new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(explain(at, error.code))
    server.once('error', failed)
    server.listen(at.port, at.host, () => {
      server.off('error', failed)
      resolve((server.address() as AddressInfo).port)
    })
  })
