// How the hub reaches its broker: TCP on this machine, or mutual TLS. Always our own socket, since
// mqtt's does not ask for TCP_NODELAY.
import { connect, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import type { Credentials } from '../identity/authority.ts'

export type Dial = (broker: URL) => Duplex

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

export const dialPlain: Dial = (broker) =>
  connect({ host: hostOf(broker), port: Number(broker.port || 1883), noDelay: true })

/** The broker must show the name it was dialled by. `credentials` is asked at each dialling, so that a renewed certificate is used at the next. */
export const dialSecurely =
  (credentials: () => Credentials): Dial =>
  (broker) => {
    const { ca, certificate: cert, key } = credentials()
    const host = hostOf(broker)
    const servername = isIP(host) === 0 ? { servername: host } : {}
    const target = { host, port: Number(broker.port || 8883), ...servername }
    return connectTls({ ...target, ca, cert, key, minVersion: 'TLSv1.2' }).setNoDelay()
  }
