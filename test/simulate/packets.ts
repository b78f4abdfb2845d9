// Cuts what passes on a wire into whole MQTT packets, and reads the PUBLISHes among them.
import mqtt, { type IPublishPacket } from 'mqtt-packet'

/** Remaining length, least significant group of seven bits first (MQTT 5, 1.5.5 and 2.1.4). */
const wholeLength = (bytes: Buffer): number | undefined => {
  let length = 0
  for (let at = 1; at <= 4; at += 1) {
    const byte = bytes[at]
    if (byte === undefined) return undefined
    length += (byte & 0x7f) * 128 ** (at - 1)
    if (byte < 0x80) return at + 1 + length
  }
  throw new RangeError('no MQTT')
}

/** Takes chunks as they are written; answers the packets that are whole now. */
export const createCutter = (): ((chunk: Buffer) => Buffer[]) => {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const packets: Buffer[] = []
    for (;;) {
      const length = wholeLength(rest)
      if (length === undefined || rest.length < length) return packets
      packets.push(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  }
}

const KINDS = [
  'reserved',
  'connect',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'pingreq',
  'pingresp',
  'disconnect',
  'auth',
] as const

export const kindOf = (packet: Buffer): (typeof KINDS)[number] =>
  KINDS[(packet[0] ?? 0) >> 4] ?? 'reserved'

/** The PUBLISH in these bytes, or undefined when they are another packet. */
export const publishIn = (packet: Buffer): IPublishPacket | undefined => {
  if (kindOf(packet) !== 'publish') return undefined
  const parser = mqtt.parser({ protocolVersion: 5 })
  let found: IPublishPacket | undefined
  parser.on('packet', (parsed) => {
    if (parsed.cmd === 'publish') found = parsed
  })
  parser.parse(packet)
  return found
}

export const generate = (packet: IPublishPacket): Buffer =>
  mqtt.generate(packet, { protocolVersion: 5 })

/** The same once more, as who has had no PUBACK sends it (MQTT 5, 3.3.1.1). */
export const again = (packet: Buffer): Buffer => {
  const copy = Buffer.from(packet)
  copy[0] = (copy[0] ?? 0) | 0x08
  return copy
}
