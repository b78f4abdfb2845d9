// What an OSDP reader replies (SIA OSDP 2.2, clause 7). Both ends: the driver decodes, the simulator
// encodes. A keypad's `*` and `#` travel as DEL and CR.
import type { OsdpMessage } from './osdp-frame.ts'
import { KEY_LENGTH, RANDOM_LENGTH } from './osdp-keys.ts'

/** 0…9 and `*` `#`. */
export type OsdpKey = `${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | '*' | '#'

export type Capability = { code: number; compliance: number; count: number }

export type OsdpReply =
  | { kind: 'ack' | 'busy' }
  /** 1…9, as `NAK` names them. */
  | { kind: 'nak'; reason: number }
  | { kind: 'id'; vendor: string; model: number; version: number; serial: number }
  | { kind: 'capabilities'; capabilities: readonly Capability[] }
  /** True where something is wrong. */
  | { kind: 'local-status'; tamper: boolean; power: boolean }
  /** Bits of a badge, most significant first, left-justified. */
  | { kind: 'badge'; hasParity: boolean; count: number; bytes: Uint8Array }
  | { kind: 'keys'; keys: readonly OsdpKey[] }
  /** Who the reader is, RND.B, and the client cryptogram. */
  | { kind: 'challenged'; uid: Uint8Array; random: Uint8Array; cryptogram: Uint8Array }
  /** R-MAC I. */
  | { kind: 'proved'; mac: Uint8Array }

/** Function codes of a capability (annex B). */
export const CAPABILITY = { led: 4, buzzer: 5, security: 9 } as const

const CODES = {
  ack: 0x40,
  nak: 0x41,
  id: 0x45,
  capabilities: 0x46,
  'local-status': 0x48,
  badge: 0x50,
  keys: 0x53,
  challenged: 0x76,
  proved: 0x78,
  busy: 0x79,
} as const
const KINDS = new Map(
  Object.entries(CODES).map(([kind, code]) => [code as number, kind as OsdpReply['kind']]),
)

const WITH_PARITY = 0x01
const UID_LENGTH = 8
const KEYS = '0123456789*#'
const ON_WIRE: Readonly<Record<string, number>> = { '*': 0x7f, '#': 0x0d }
/** More bits than any badge has; a packet could promise 65 535. */
const MOST_BITS = 1024

const payloadOf = (reply: OsdpReply): number[] => {
  switch (reply.kind) {
    case 'ack':
    case 'busy':
      return []
    case 'nak':
      return [reply.reason]
    case 'id': {
      const id = Buffer.alloc(12)
      id.write(reply.vendor, 'hex')
      id.writeUInt16LE(reply.model | (reply.version << 8), 3)
      id.writeUInt32LE(reply.serial, 5)
      return [...id]
    }
    case 'capabilities':
      return reply.capabilities.flatMap((one) => [one.code, one.compliance, one.count])
    case 'local-status':
      return [reply.tamper ? 1 : 0, reply.power ? 1 : 0]
    case 'badge': {
      const format = reply.hasParity ? WITH_PARITY : 0
      return [0, format, reply.count & 0xff, reply.count >> 8, ...reply.bytes]
    }
    case 'keys':
      return [0, reply.keys.length, ...reply.keys.map(byteOfKey)]
    case 'challenged':
      return [...reply.uid, ...reply.random, ...reply.cryptogram]
    case 'proved':
      return [...reply.mac]
  }
}

const byteOfKey = (key: OsdpKey): number => ON_WIRE[key] ?? key.charCodeAt(0)

export const encodeOsdpReply = (reply: OsdpReply): OsdpMessage => ({
  code: CODES[reply.kind],
  payload: Uint8Array.from(payloadOf(reply)),
})

export type DecodedReply =
  | { ok: true; reply: OsdpReply }
  /** `unknown`: a kind nobody here asks for. */
  | { ok: false; reason: 'unknown' | 'malformed' }

export const decodeOsdpReply = ({ code, payload }: OsdpMessage): DecodedReply => {
  const kind = KINDS.get(code)
  if (kind === undefined) return { ok: false, reason: 'unknown' }
  const reply = read(kind, payload)
  return reply === undefined ? { ok: false, reason: 'malformed' } : { ok: true, reply }
}

const read = (kind: OsdpReply['kind'], payload: Uint8Array): OsdpReply | undefined => {
  const [first = 0, second = 0] = payload
  switch (kind) {
    case 'ack':
    case 'busy':
      return payload.length === 0 ? { kind } : undefined
    case 'nak':
      return payload.length === 0 ? undefined : { kind, reason: first }
    case 'id':
      return payload.length === 12 ? readId(Buffer.from(payload)) : undefined
    case 'capabilities':
      return payload.length % 3 === 0 ? readCapabilities(payload) : undefined
    case 'local-status':
      return payload.length === 2
        ? { kind, tamper: first !== 0, power: second !== 0 }
        : undefined
    case 'badge':
      return readBadge(payload)
    case 'keys':
      return payload.length === second + 2 ? readKeys(payload.subarray(2)) : undefined
    case 'challenged':
      return readChallenged(payload)
    case 'proved':
      return payload.length === KEY_LENGTH ? { kind, mac: payload } : undefined
  }
}

const readId = (payload: Buffer): OsdpReply => ({
  kind: 'id',
  vendor: payload.toString('hex', 0, 3),
  model: payload.readUInt8(3),
  version: payload.readUInt8(4),
  serial: payload.readUInt32LE(5),
})

const readCapabilities = (payload: Uint8Array): OsdpReply => ({
  kind: 'capabilities',
  capabilities: Array.from({ length: payload.length / 3 }, (_, at) => {
    const [code = 0, compliance = 0, count = 0] = payload.subarray(3 * at)
    return { code, compliance, count }
  }),
})

const readBadge = (payload: Uint8Array): OsdpReply | undefined => {
  const [, format, low = 0, high = 0] = payload
  const count = low | (high << 8)
  const bytes = payload.slice(4)
  if (count === 0 || count > MOST_BITS || bytes.length !== Math.ceil(count / 8))
    return undefined
  return { kind: 'badge', hasParity: format === WITH_PARITY, count, bytes }
}

/** Keys that are no part of a PIN, such as F1, are not read. */
const readKeys = (payload: Uint8Array): OsdpReply => ({
  kind: 'keys',
  keys: Array.from(payload).flatMap((byte) => {
    const isKey = (key: string): boolean =>
      byte === byteOfKey(key as OsdpKey) || byte === key.charCodeAt(0)
    return ([...KEYS].find(isKey) ?? []) as OsdpKey[] | OsdpKey
  }),
})

const readChallenged = (payload: Uint8Array): OsdpReply | undefined => {
  if (payload.length !== UID_LENGTH + RANDOM_LENGTH + KEY_LENGTH) return undefined
  const uid = payload.slice(0, UID_LENGTH)
  const random = payload.slice(UID_LENGTH, UID_LENGTH + RANDOM_LENGTH)
  const cryptogram = payload.slice(UID_LENGTH + RANDOM_LENGTH)
  return { kind: 'challenged', uid, random, cryptogram }
}
