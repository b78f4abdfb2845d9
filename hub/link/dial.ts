// How the hub reaches its broker: TCP on this machine, or mutual TLS. Always our own socket, since
// mqtt's does not ask for TCP_NODELAY.
import { connect, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'

export type Dial = (broker: URL) => Duplex

/** PEM. `ca` is the only authority believed; the broker must show the name it was dialled by. */
export type ClientCredentials = { ca: string; certificate: string; key: string }

export const dialPlain: Dial = ({ hostname: host, port }) =>
  connect({ host, port: Number(port), noDelay: true })

/** `credentials` is asked at each dialling, so that a renewed certificate is used at the next. */
export const dialSecurely =
  (credentials: () => ClientCredentials): Dial =>
  ({ hostname, port }) => {
    const { ca, certificate: cert, key } = credentials()
    const host = hostname.replace(/^\[|\]$/g, '')
    const servername = isIP(host) === 0 ? { servername: host } : {}
    const target = { host, port: Number(port || 8883), ...servername }
    return connectTls({ ...target, ca, cert, key, minVersion: 'TLSv1.2' }).setNoDelay()
  }
