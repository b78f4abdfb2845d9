// The ports the broker inside stands on: plain for this machine, mutual TLS for kiosks elsewhere.
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import type { Credentials } from '../identity/authority.ts'
import type { Logger } from '../log.ts'

const MAX_CONNECTIONS = 12_000
const HANDSHAKE_LIMIT_MS = 5000

/** Without TCP_NODELAY a question and its answer wait for each other's delayed ACK, 40–88 ms. */
export const plainServer = (handle: (socket: Socket) => void): Server =>
  createServer({ noDelay: true }, handle)

export const secureServer = (
  credentials: Credentials,
  handle: (socket: Socket) => void,
  log: Logger,
): TlsServer => {
  const server = createTlsServer({
    ...contextOf(credentials),
    requestCert: true,
    rejectUnauthorized: true,
    handshakeTimeout: HANDSHAKE_LIMIT_MS,
  })
  server.on('secureConnection', (socket) => handle(socket.setNoDelay()))
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    log.info({ reason: error.code ?? error.message }, 'refused a handshake'),
  )
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
