import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cable, layCable } from '../../../device/simulator/cable.ts'

type Hub = AsyncDisposable & { port: number }

/** Says back what it hears. */
const openHub = async (): Promise<Hub> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const dial = (cable: Cable): Socket => {
  const socket = connect(cable.port, '127.0.0.1')
  socket.on('error', () => {})
  return socket
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve())
  })

const ask = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text)
  const [answer] = await once(socket, 'data')
  return String(answer)
}

test('carries bytes both ways', async () => {
  await using hub = await openHub()
  await using cable = await layCable({ host: '127.0.0.1', port: hub.port })
  const socket = dial(cable)
  assert.is(await ask(socket, 'hello'), 'hello')
  socket.destroy()
})

test('pulled out, it breaks every connection and makes none; put back, it carries on', async () => {
  await using hub = await openHub()
  await using cable = await layCable({ host: '127.0.0.1', port: hub.port })
  const socket = dial(cable)
  await ask(socket, 'hello')
  const broken = closed(socket)
  cable.connect(false)
  await broken
  assert.not(cable.connected)
  await closed(dial(cable))
  cable.connect(true)
  const again = dial(cable)
  assert.is(await ask(again, 'again'), 'again')
  again.destroy()
})

test('a hub that is not there looks like a broken line, and harms nothing', async () => {
  const hub = await openHub()
  const { port } = hub
  await hub[Symbol.asyncDispose]()
  await using cable = await layCable({ host: '127.0.0.1', port })
  await closed(dial(cable))
})

test.run()
