// The WebSockets behind the pages, `/live?role=…`: each is a visit to what stands there.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isOwnPage } from './visitor.ts'

/** One page's line, from its opening to its end. */
type Visit = {
  /** One message of the page, unchecked, at most 4096 bytes. */
  receive(text: string): void
  close(): void
}

/** What a page talks with: a role's screen, or the simulator. */
export type Endpoint = { visit(send: (text: string) => void): Visit }

export type Live = { close(): void }

const MAX_MESSAGE_BYTES = 4096
const MOST_VISITS = 32
/** A page that reads nothing is let go before it fills our memory. */
const MAX_UNREAD_BYTES = 4_000_000

/** `at` finds what stands at a role; undefined: nothing. */
export const openLive = (
  server: Server,
  at: (role: string) => Endpoint | undefined,
): Live => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })

  server.on('upgrade', (request, stream, head) => {
    const endpoint = at(roleIn(request) ?? '')
    if (endpoint === undefined) return refuse(stream, '404 Not Found')
    if (!isOwnPage(request.headers)) return refuse(stream, '403 Forbidden')
    if (sockets.clients.size >= MOST_VISITS)
      return refuse(stream, '503 Service Unavailable')
    sockets.handleUpgrade(request, stream, head, (socket) => receive(socket, endpoint))
  })
  return {
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

const receive = (socket: WebSocket, endpoint: Endpoint): void => {
  const visit = endpoint.visit((text) => {
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate()
    else socket.send(text)
  })
  socket.on('close', visit.close)
  // A message that is too large ends in an error and a close; neither is worth a word.
  socket.on('error', () => socket.terminate())
  socket.on('message', (data, isBinary) => {
    if (!isBinary) visit.receive(data.toString())
  })
}

const roleIn = ({ url = '' }: IncomingMessage): string | undefined => {
  if (!URL.canParse(url, 'http://kiosk')) return undefined
  const { pathname, searchParams } = new URL(url, 'http://kiosk')
  return pathname === '/live' ? (searchParams.get('role') ?? undefined) : undefined
}

const refuse = (stream: Duplex, status: string): void => {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
