// The other end of the line as no true broker would be: real bytes on a real socket, said by script.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import mqtt, { type Packet } from 'mqtt-packet'

/** One connection, counted from 1. */
export type Caller = {
  readonly nth: number
  say(...packets: Packet[]): void
  /** Bytes that need not be MQTT. */
  write(bytes: Buffer): void
  hangUp(): void
}

export type Script = {
  /** Connected, and nothing said yet. */
  arrived?(caller: Caller): void
  heard?(packet: Packet, caller: Caller): void
}

export type ScriptedBroker = AsyncDisposable & {
  readonly url: string
  /** Connections so far. */
  readonly callers: number
}

export const openScripted = async (script: Script): Promise<ScriptedBroker> => {
  const sockets = new Set<Socket>()
  let callers = 0
  const server = createServer({ noDelay: true }, (socket) => {
    callers += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    const caller = callerOn(socket, callers)
    const parser = mqtt.parser({ protocolVersion: 5 })
    parser.on('packet', (packet: Packet) => script.heard?.(packet, caller))
    socket.on('data', (bytes) => parser.parse(bytes))
    script.arrived?.(caller)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get callers() {
      return callers
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

const callerOn = (socket: Socket, nth: number): Caller => {
  const write = (bytes: Buffer): void => {
    if (socket.writable) socket.write(bytes)
  }
  return {
    nth,
    say: (...packets) => {
      for (const packet of packets) write(mqtt.generate(packet, { protocolVersion: 5 }))
    },
    write,
    hangUp: () => void socket.destroy(),
  }
}

export const connack = (reasonCode: number, serverReference?: string): Packet => ({
  cmd: 'connack',
  sessionPresent: false,
  reasonCode,
  ...(serverReference && { properties: { serverReference } }),
})

/** What a broker in good health answers. */
export const politely = (packet: Packet, caller: Caller): void => {
  const { messageId = 0 } = packet
  if (packet.cmd === 'connect') caller.say(connack(0))
  if (packet.cmd === 'subscribe')
    caller.say({ cmd: 'suback', messageId, granted: packet.subscriptions.map(() => 1) })
  if (packet.cmd === 'publish' && packet.qos === 1)
    caller.say({ cmd: 'puback', messageId, reasonCode: 0 })
  if (packet.cmd === 'pingreq') caller.say({ cmd: 'pingresp' })
}
