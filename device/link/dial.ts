// How the kiosk reaches its hub: TCP on this machine, mutual TLS to any other. TCP_NODELAY either
// way: without it a question and its answer wait for delayed ACKs, 40–88 ms.
import { readFileSync } from 'node:fs'
import { connect, isIP } from 'node:net'
import { type Duplex, PassThrough } from 'node:stream'
import { connect as connectTls } from 'node:tls'

/** Opens a stream of bytes to the hub; what goes wrong is an `error` of the stream. */
export type Dial = (hub: URL) => Duplex

/** Files in PEM. No other authority than `ca` is believed, not even the machine's own. */
export type TlsFiles = { ca: string; certificate: string; key: string }

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

export const dialPlain: Dial = (hub) =>
  connect({ host: hostOf(hub), port: Number(hub.port || 1883), noDelay: true })

/** Reads the files at each dialling, so that a renewed certificate serves from the next one. */
export const dialSecurely =
  (files: TlsFiles): Dial =>
  (hub) => {
    try {
      return connectSecurely(hub, files)
    } catch (error) {
      // A file that is gone or torn is one more reason to try again later, and none to stop.
      return new PassThrough().destroy(
        error instanceof Error ? error : new Error(String(error)),
      )
    }
  }

const connectSecurely = (hub: URL, files: TlsFiles): Duplex => {
  const host = hostOf(hub)
  return connectTls({
    host,
    port: Number(hub.port || 8883),
    // An address is no server name (RFC 6066 §3), and is checked all the same.
    ...(isIP(host) === 0 && { servername: host }),
    ca: readFileSync(files.ca),
    cert: readFileSync(files.certificate),
    key: readFileSync(files.key),
    minVersion: 'TLSv1.2',
  }).setNoDelay()
}
