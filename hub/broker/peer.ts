// Who is at the other end of a TLS connection, by the certificate the handshake has already proven.
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'

/** `kiosk` is the certificate's common name; `serial` lower-case hexadecimal. */
export type Peer = { kiosk: string; serial: string }

/** Undefined on a plain connection, which only this machine can make. */
export const peerOf = (stream: Duplex): Peer | undefined => {
  if (!(stream instanceof TLSSocket)) return undefined
  const { subject, serialNumber } = stream.getPeerCertificate()
  // Ours have exactly one name; of whatever else had several, none is believed.
  const kiosk = typeof subject.CN === 'string' ? subject.CN : ''
  return { kiosk, serial: serialNumber.toLowerCase() }
}
