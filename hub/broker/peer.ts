// Who is at the other end of a TLS connection, by the certificate the handshake has already proven.
import type { Duplex } from 'node:stream'
import { type PeerCertificate, TLSSocket } from 'node:tls'

/** `kiosk` is the certificate's common name; `serial` lower-case hexadecimal. */
export type Peer = { kiosk: string; serial: string }

/** Undefined on a plain connection, which only this machine can make; nobody where no certificate is. */
export const peerOf = (stream: Duplex): Peer | undefined => {
  if (!(stream instanceof TLSSocket)) return undefined
  // Node answers an empty object where there is none, whatever its type says.
  const shown: Partial<PeerCertificate> = stream.getPeerCertificate()
  // Ours have exactly one name; of whatever else had several, none is believed.
  const name = shown.subject?.CN
  const kiosk = typeof name === 'string' ? name : ''
  return { kiosk, serial: shown.serialNumber?.toLowerCase() ?? '' }
}
