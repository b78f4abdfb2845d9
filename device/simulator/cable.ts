// The network cable between kiosk and hub: a TCP relay that can be pulled out and put back.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Cable = AsyncDisposable & {
  /** The kiosk connects here, on 127.0.0.1. */
  readonly port: number
  readonly connected: boolean
  /** Pulled out: every connection breaks off and none is made, until it is put back. */
  connect(connected: boolean): void
}

/** Lays a cable to a hub at that address. */
export const layCable = async (to: { host: string; port: number }): Promise<Cable> => {
  const sockets = new Set<Socket>()
  let connected = true

  const hold = (socket: Socket): Socket => {
    // Small messages both ways: Nagle's algorithm would hold each back for 40 ms.
    socket.setNoDelay(true)
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  const server = createServer((kiosk) => {
    hold(kiosk)
    if (!connected) {
      kiosk.destroy()
      return
    }
    const hub = hold(connect(to))
    kiosk.pipe(hub).pipe(kiosk)
    kiosk.on('close', () => hub.destroy())
    hub.on('close', () => kiosk.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')

  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }

  return {
    port: address.port,
    get connected() {
      return connected
    },
    connect: (to) => {
      connected = to
      if (!to) cut()
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
