// ISO/IEC 15693-3: what a reader says to tags over the air, and the tag's word when it refuses.
// Request: flags command [maker] [UID, low byte first] parameters CRC (X-25, low byte first).
import { crc16X25 } from './crc.ts'
import { isUid, UID_LENGTH, uidFromAir, uidToAir } from './uid.ts'

export type AirRequest =
  /** `afi`: only tags with that AFI answer, as at a security gate. */
  | { kind: 'inventory'; slots: 1 | 16; afi: number | null }
  | { kind: 'stay-quiet'; uid: string }
  | { kind: 'read-block'; uid: string; block: number }
  | { kind: 'write-block'; uid: string; block: number; bytes: Uint8Array }
  /** `count` is 1…256. */
  | { kind: 'read-blocks'; uid: string; first: number; count: number }
  | { kind: 'write-afi'; uid: string; afi: number }
  | { kind: 'system-information'; uid: string }
  /** NXP ICODE SLI and SLIX only. */
  | { kind: 'set-eas' | 'reset-eas' | 'eas-alarm'; uid: string }

type Addressed = Exclude<AirRequest, { kind: 'inventory' }>

export type AirRequestDecoded =
  | { ok: true; request: AirRequest }
  | { ok: false; reason: 'too-short' | 'check-sum' | 'not-supported' }

/** Clause 7.3.1. */
const FLAG = {
  fast: 0x02,
  inventory: 0x04,
  afi: 0x10,
  oneSlot: 0x20,
  addressed: 0x20,
} as const

const INVENTORY = 0x01
/** From here to DF a command is its maker's own; the maker's code follows it. */
const FIRST_CUSTOM = 0xa0
const NXP = 0x04

/** Clauses 9.3 and 9.4; EAS: NXP ICODE SLIX product sheet. */
const COMMANDS = {
  'stay-quiet': 0x02,
  'read-block': 0x20,
  'write-block': 0x21,
  'read-blocks': 0x23,
  'write-afi': 0x27,
  'system-information': 0x2b,
  'set-eas': 0xa2,
  'reset-eas': 0xa3,
  'eas-alarm': 0xa5,
} as const satisfies Record<Addressed['kind'], number>

/** Clause 7.4.2: why a tag did not do as it was told. */
export const TAG_ERRORS = {
  'not-supported': 0x01,
  'not-recognised': 0x02,
  'option-not-supported': 0x03,
  unknown: 0x0f,
  'no-such-block': 0x10,
  'already-locked': 0x11,
  locked: 0x12,
  'write-failed': 0x13,
  'lock-failed': 0x14,
} as const

export type TagError = keyof typeof TAG_ERRORS

/** `unknown` for a number the standard gives no meaning. */
export const tagErrorName = (error: number): TagError =>
  (Object.keys(TAG_ERRORS) as TagError[]).find((name) => TAG_ERRORS[name] === error) ??
  'unknown'

const withCrc = (bytes: readonly number[]): Uint8Array => {
  if (!bytes.every((n) => Number.isInteger(n) && n >= 0 && n <= 0xff))
    throw new RangeError('a byte is 0…255')
  const crc = crc16X25(Uint8Array.from(bytes))
  return Uint8Array.from([...bytes, crc & 0xff, crc >> 8])
}

const inventoryBytes = ({ slots, afi }: AirRequest & { kind: 'inventory' }): number[] => {
  const one = slots === 1 ? FLAG.oneSlot : 0
  const flags = FLAG.fast | FLAG.inventory | one | (afi === null ? 0 : FLAG.afi)
  return [flags, INVENTORY, ...(afi === null ? [] : [afi]), 0]
}

const parametersOf = (request: Addressed): readonly number[] => {
  switch (request.kind) {
    case 'read-block':
      return [request.block]
    case 'write-block':
      return [request.block, ...request.bytes]
    case 'read-blocks':
      return [request.first, request.count - 1]
    case 'write-afi':
      return [request.afi]
    case 'stay-quiet':
    case 'system-information':
    case 'set-eas':
    case 'reset-eas':
    case 'eas-alarm':
      return []
  }
}

/** The frame between start and end of frame. Throws RangeError on numbers that fit no byte. */
export const encodeAirRequest = (request: AirRequest): Uint8Array => {
  if (request.kind === 'inventory') return withCrc(inventoryBytes(request))
  const command = COMMANDS[request.kind]
  const start = command < FIRST_CUSTOM ? [command] : [command, NXP]
  const flags = FLAG.fast | FLAG.addressed
  return withCrc([flags, ...start, ...uidToAir(request.uid), ...parametersOf(request)])
}

const inventoryFrom = (flags: number, rest: Uint8Array): AirRequest | undefined => {
  const hasAfi = (flags & FLAG.afi) !== 0
  const maskLength = rest[hasAfi ? 1 : 0]
  if (maskLength !== 0 || rest.length !== (hasAfi ? 2 : 1)) return undefined
  const slots = (flags & FLAG.oneSlot) === 0 ? 16 : 1
  return { kind: 'inventory', slots, afi: hasAfi ? (rest[0] ?? 0) : null }
}

const requestFrom = (
  kind: Addressed['kind'],
  uid: string,
  rest: Uint8Array,
): AirRequest | undefined => {
  const [a = 0, b = 0] = rest
  const has = (length: number): boolean => rest.length === length
  switch (kind) {
    case 'read-block':
      return has(1) ? { kind, uid, block: a } : undefined
    case 'write-block':
      return rest.length > 1 ? { kind, uid, block: a, bytes: rest.slice(1) } : undefined
    case 'read-blocks':
      return has(2) ? { kind, uid, first: a, count: b + 1 } : undefined
    case 'write-afi':
      return has(1) ? { kind, uid, afi: a } : undefined
    case 'stay-quiet':
    case 'system-information':
    case 'set-eas':
    case 'reset-eas':
    case 'eas-alarm':
      return has(0) ? { kind, uid } : undefined
  }
}

const addressedFrom = (command: number, rest: Uint8Array): AirRequest | undefined => {
  const kind = (Object.keys(COMMANDS) as Addressed['kind'][]).find(
    (name) => COMMANDS[name] === command,
  )
  const isCustom = command >= FIRST_CUSTOM
  if (kind === undefined || (isCustom && rest[0] !== NXP)) return undefined
  const from = isCustom ? 1 : 0
  const uid = uidFromAir(rest.subarray(from, from + UID_LENGTH))
  return isUid(uid) ? requestFrom(kind, uid, rest.subarray(from + UID_LENGTH)) : undefined
}

/** Tag side: whole frames only. Addressed requests and inventories without mask are known. */
export const decodeAirRequest = (frame: Uint8Array): AirRequestDecoded => {
  if (frame.length < 4) return { ok: false, reason: 'too-short' }
  const [low = 0, high = 0] = frame.subarray(-2)
  if (crc16X25(frame.subarray(0, -2)) !== ((high << 8) | low))
    return { ok: false, reason: 'check-sum' }
  const [flags = 0, command = 0] = frame
  const rest = frame.subarray(2, -2)
  const isInventory = (flags & FLAG.inventory) !== 0 && command === INVENTORY
  const isAddressed = (flags & (FLAG.inventory | FLAG.addressed)) === FLAG.addressed
  const request = isInventory
    ? inventoryFrom(flags, rest)
    : isAddressed
      ? addressedFrom(command, rest)
      : undefined
  return request ? { ok: true, request } : { ok: false, reason: 'not-supported' }
}
