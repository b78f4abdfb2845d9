// The WebSockets of the screens, `/live?role=…`: what is said goes to every screen of the role,
// what a screen says comes in, bounded.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isOwnPage } from './visitor.ts'

export type LiveOptions = {
  /** What a screen of the role is told when it connects; undefined: no such role. */
  greeting(role: string): string | undefined
  heard(role: string, text: string): void
}

export type Live = {
  say(role: string, text: string): void
  close(): void
}

const MAX_MESSAGE_BYTES = 4096
const MOST_SCREENS = 32
/** A screen that reads nothing is let go before it fills our memory. */
const MAX_UNREAD_BYTES = 4_000_000

export const openLive = (server: Server, { greeting, heard }: LiveOptions): Live => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const screens = new Map<WebSocket, string>()

  const welcome = (socket: WebSocket, role: string, first: string) => {
    screens.set(socket, role)
    socket.on('close', () => screens.delete(socket))
    // A message that is too large ends in an error and a close; neither is worth a word.
    socket.on('error', () => socket.terminate())
    socket.on('message', (data, isBinary) => {
      if (!isBinary) heard(role, data.toString())
    })
    socket.send(first)
  }
  server.on('upgrade', (request, stream, head) => {
    const role = roleIn(request)
    const first = role === undefined ? undefined : greeting(role)
    if (role === undefined || first === undefined) return refuse(stream, '404 Not Found')
    if (!isOwnPage(request.headers)) return refuse(stream, '403 Forbidden')
    if (screens.size >= MOST_SCREENS) return refuse(stream, '503 Service Unavailable')
    sockets.handleUpgrade(request, stream, head, (socket) => welcome(socket, role, first))
  })
  return {
    say: (role, text) => {
      for (const [socket, its] of screens) {
        if (its !== role) continue
        if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate()
        else socket.send(text)
      }
    },
    close: () => {
      for (const socket of screens.keys()) socket.terminate()
      sockets.close()
    },
  }
}

const roleIn = ({ url = '' }: IncomingMessage): string | undefined => {
  if (!URL.canParse(url, 'http://kiosk')) return undefined
  const { pathname, searchParams } = new URL(url, 'http://kiosk')
  return pathname === '/live' ? (searchParams.get('role') ?? undefined) : undefined
}

const refuse = (stream: Duplex, status: string): void => {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
