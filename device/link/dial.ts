// How the kiosk reaches its hub: TCP on this machine, mutual TLS to any other. TCP_NODELAY either
// way: without it a question and its answer wait for delayed ACKs, 40–88 ms.
import { readFileSync } from 'node:fs'
import { connect, isIP } from 'node:net'
import { type Duplex, PassThrough } from 'node:stream'
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls'

/** Opens a stream of bytes to the hub; what goes wrong is an `error` of the stream. */
export type Dial = (hub: URL) => Duplex

/** In PEM. No other authority than `ca` is believed, not even the machine's own. */
export type TlsPapers = { ca: string; certificate: string; key: string }

/** The files that hold them. */
export type TlsFiles = TlsPapers

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

export const dialPlain: Dial = (hub) =>
  connect({ host: hostOf(hub), port: Number(hub.port || 1883), noDelay: true })

/** Reads the files at each dialling, so that a renewed certificate serves from the next one. */
export const dialSecurely = ({ ca, certificate, key }: TlsFiles): Dial =>
  dialShowing(() =>
    toShow({
      ca: readFileSync(ca, 'utf8'),
      certificate: readFileSync(certificate, 'utf8'),
      key: readFileSync(key, 'utf8'),
    }),
  )

/** Throws when they are no papers, or not each other's. */
export const toShow = ({ ca, certificate: cert, key }: TlsPapers): SecureContext =>
  createSecureContext({ ca, cert, key, minVersion: 'TLSv1.2' })

/** `shown` is asked at each dialling. */
export const dialShowing =
  (shown: () => SecureContext): Dial =>
  (hub) => {
    try {
      return connectSecurely(hub, shown())
    } catch (error) {
      // A file that is gone or torn is one more reason to try again later, and none to stop.
      return new PassThrough().destroy(
        error instanceof Error ? error : new Error(String(error)),
      )
    }
  }

const connectSecurely = (hub: URL, secureContext: SecureContext): Duplex => {
  const host = hostOf(hub)
  return connectTls({
    host,
    port: Number(hub.port || 8883),
    // An address is no server name (RFC 6066 §3), and is checked all the same.
    ...(isIP(host) === 0 && { servername: host }),
    secureContext,
  }).setNoDelay()
}
