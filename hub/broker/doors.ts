// The ports the broker inside stands on: plain for this machine, mutual TLS for kiosks elsewhere.
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import type { Alarms } from '../alarms/alarms.ts'
import { type Credentials, HUB_NAMES } from '../identity/authority.ts'
import type { Logger } from '../log.ts'

const MAX_CONNECTIONS = 12_000
const HANDSHAKE_LIMIT_MS = 5000

/** Without TCP_NODELAY a question and its answer wait for each other's delayed ACK, 40–88 ms. */
export const plainServer = (handle: (socket: Socket) => void): Server =>
  createServer({ noDelay: true }, handle)

export const secureServer = (
  credentials: Credentials,
  handle: (socket: Socket) => void,
  { alarms, log }: { alarms: Pick<Alarms, 'raise'>; log: Logger },
): TlsServer => {
  const server = createTlsServer({
    ...contextOf(credentials),
    requestCert: true,
    rejectUnauthorized: true,
    handshakeTimeout: HANDSHAKE_LIMIT_MS,
  })
  server.on('secureConnection', (socket) => handle(socket.setNoDelay()))
  server.on('tlsClientError', (error: NodeJS.ErrnoException, { authorizationError }) => {
    // Node's type says Error; it is OpenSSL's name for what is wrong with the certificate, or null.
    const wrong: unknown = authorizationError
    const reason = typeof wrong === 'string' ? wrong : (error.code ?? error.message)
    log.info({ reason }, 'refused a handshake')
    // Whoever shows no certificate at all only found an open port: that happens all day long.
    if (typeof wrong === 'string')
      alarms.raise({ kiosk: HUB_NAMES.a, kind: 'certificate-refused', detail: reason })
  })
  return server
}

/** For connections from now on; those that stand go on. */
export const renewCredentials = (server: TlsServer, credentials: Credentials): void =>
  server.setSecureContext(contextOf(credentials))

const contextOf = ({ ca, certificate: cert, key }: Credentials) =>
  ({ ca, cert, key, minVersion: 'TLSv1.2' }) as const

export type Door = {
  /** Takes nobody in any more; resolves when the last has left. */
  refuse(): Promise<void>
  /** Breaks every connection still there. */
  clear(): void
}

export const doorOf = (server: Server): Door => {
  const sockets = new Set<Socket>()
  server.maxConnections = MAX_CONNECTIONS
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    refuse: () => new Promise((resolve) => server.close(() => resolve())),
    clear: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}
