// A tap on the line between kiosk and hub: tells each MQTT message that passes, and can keep one
// from arriving by breaking the line at it.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Passing = {
  from: 'kiosk' | 'hub'
  /** Last part of the topic: `ask`, `answer`, `event`, `ack`, … */
  channel: string
  payload: string
}

export type Tap = AsyncDisposable & {
  /** Where the kiosk finds the hub. */
  readonly url: string
  /** Called with each message before it goes on; `break` keeps it and ends the connection. */
  onMessage: ((message: Passing) => 'pass' | 'break') | undefined
}

export const openTap = async (hubUrl: string): Promise<Tap> => {
  const { hostname, port } = new URL(hubUrl)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (kiosk) => {
    const hub = connect({ host: hostname, port: Number(port), noDelay: true })
    const end = (): void => {
      kiosk.destroy()
      hub.destroy()
    }
    for (const socket of [kiosk, hub]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    const carry = (from: Passing['from'], source: Socket, target: Socket): void => {
      const packets = splitter()
      source.on('data', (chunk: Buffer) => {
        for (const packet of packets(chunk)) {
          const message = publishIn(packet)
          const verdict = message && tap.onMessage?.({ from, ...message })
          if (verdict === 'break') return end()
          if (target.writable) target.write(packet)
        }
      })
    }
    carry('kiosk', kiosk, hub)
    carry('hub', hub, kiosk)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const tap: Tap = {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onMessage: undefined,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
  return tap
}

/** Remaining length, least significant group of seven bits first (MQTT 5, 1.5.5 and 2.1.4). */
const lengthAt = (
  bytes: Buffer,
  start: number,
): { value: number; end: number } | undefined => {
  let value = 0
  for (let i = 0; i < 4; i++) {
    const byte = bytes[start + i]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 128 ** i
    if (byte < 0x80) return { value, end: start + i + 1 }
  }
  throw new RangeError('no MQTT')
}

/** Cuts a stream into whole MQTT packets. */
const splitter = (): ((chunk: Buffer) => Buffer[]) => {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const packets: Buffer[] = []
    for (;;) {
      const length = lengthAt(rest, 1)
      const end =
        length === undefined ? Number.POSITIVE_INFINITY : length.end + length.value
      if (rest.length < end) return packets
      packets.push(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}

const PUBLISH = 3

/** Topic and payload of a PUBLISH (MQTT 5, 3.3). */
const publishIn = (packet: Buffer): Omit<Passing, 'from'> | undefined => {
  const first = packet[0] ?? 0
  if (first >> 4 !== PUBLISH) return undefined
  const start = lengthAt(packet, 1)?.end ?? 0
  const topicEnd = start + 2 + packet.readUInt16BE(start)
  const channel =
    packet
      .toString('utf8', start + 2, topicEnd)
      .split('/')
      .at(-1) ?? ''
  const properties = lengthAt(packet, topicEnd + ((first & 0x06) === 0 ? 0 : 2))
  const payload = packet.toString('utf8', (properties?.end ?? 0) + (properties?.value ?? 0))
  return { channel, payload }
}
