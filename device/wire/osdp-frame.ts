// OSDP v2, packets (IEC 60839-11-5; SIA OSDP 2.2, clause 5): SOM, address, length, control, perhaps
// a security block, code and payload, perhaps a MAC, check. Both ends.
import { crc16Aug } from './crc.ts'
import { createSplitter, type Splitter, type Step } from './splitter.ts'

export type OsdpFrame = {
  /** 0…126; 127 asks whoever is there. */
  address: number
  isReply: boolean
  /** 0 begins anew; then 1, 2, 3, 1 … A command with the number of the last one is the last one again. */
  sequence: number
  check: 'crc' | 'sum'
  security: SecurityBlock | null
  code: number
  /** As it stands on the wire: under SCS_17 and SCS_18 it is sealed. */
  payload: Uint8Array
  /** Four bytes under SCS_15…18, else none. */
  mac: Uint8Array
}

/** `type` is SCS_11…18, written 0x11…0x18. */
export type SecurityBlock = { type: number; body: Uint8Array }

/** What code and payload say, sealed or not. */
export type OsdpMessage = { code: number; payload: Uint8Array }

export const ANYBODY = 0x7f

const SOM = 0x53
const MARK = 0xff
const REPLY = 0x80
const HEADER = 5
export const MAC_LENGTH = 4
/** The most a packet may have (clause 5.6). */
const LONGEST = 1440
const CONTROL = { sequence: 0x03, crc: 0x04, security: 0x08, reserved: 0xf0 } as const

export const isSealed = (security: SecurityBlock | null): boolean =>
  security !== null && security.type >= 0x15 && security.type <= 0x18

/** What the MAC is made of: all that comes before it, with the length it has when whole. */
export const coveredByMac = (frame: OsdpFrame): Uint8Array => {
  const { address, isReply, sequence, check, security, code, payload, mac } = frame
  const block =
    security === null ? [] : [security.body.length + 2, security.type, ...security.body]
  const before = HEADER + block.length + 1 + payload.length
  const length = before + mac.length + (check === 'crc' ? 2 : 1)
  if (length > LONGEST) throw new RangeError('too long for an OSDP packet')
  const control =
    sequence |
    (check === 'crc' ? CONTROL.crc : 0) |
    (security === null ? 0 : CONTROL.security)
  const bytes = new Uint8Array(before)
  bytes.set([SOM, address | (isReply ? REPLY : 0), length & 0xff, length >> 8, control])
  bytes.set([...block, code], HEADER)
  bytes.set(payload, HEADER + block.length + 1)
  return bytes
}

/** Throws when the packet would be longer than 1440 bytes. */
export const encodeOsdpFrame = (frame: OsdpFrame): Uint8Array => {
  const checked = Uint8Array.of(...coveredByMac(frame), ...frame.mac)
  return Uint8Array.of(...checked, ...checkOf(frame.check, checked))
}

const checkOf = (check: OsdpFrame['check'], bytes: Uint8Array): number[] => {
  if (check === 'sum') return [-bytes.reduce((sum, byte) => sum + byte, 0) & 0xff]
  const crc = crc16Aug(bytes)
  return [crc & 0xff, crc >> 8]
}

const FALSE_START = { kind: 'skip', length: 1 } as const
const MORE = { kind: 'more' } as const

const readHead = (head: Uint8Array): Step<OsdpFrame> => {
  const [som, address, low, high, control] = head
  // Some send an FF before, to let the line settle.
  if (som === MARK) return { kind: 'pass', length: 1 }
  if (som !== SOM) return FALSE_START
  if (address === undefined || low === undefined || high === undefined) return MORE
  if (control === undefined) return MORE
  const length = low | (high << 8)
  if (length > LONGEST || length < HEADER + 2 || (control & CONTROL.reserved) !== 0)
    return FALSE_START
  if (head.length < length) return MORE
  const frame = readWhole(head.subarray(0, length), control)
  return frame === undefined ? FALSE_START : { kind: 'frame', frame, length }
}

const readWhole = (bytes: Uint8Array, control: number): OsdpFrame | undefined => {
  const check = (control & CONTROL.crc) === 0 ? 'sum' : 'crc'
  const checked = bytes.subarray(0, check === 'crc' ? -2 : -1)
  const wanted = checkOf(check, checked)
  if (!wanted.every((byte, at) => bytes[checked.length + at] === byte)) return undefined
  const security = (control & CONTROL.security) === 0 ? null : readBlock(checked)
  if (security === undefined) return undefined
  const from = HEADER + (security === null ? 0 : security.body.length + 2)
  const to = checked.length - (isSealed(security) ? MAC_LENGTH : 0)
  const [code] = checked.subarray(from, to)
  if (code === undefined) return undefined
  const address = bytes[1] ?? 0
  return {
    ...{
      address: address & ~REPLY,
      isReply: (address & REPLY) !== 0,
      check,
      security,
      code,
    },
    sequence: control & CONTROL.sequence,
    payload: checked.slice(from + 1, to),
    mac: checked.slice(to),
  }
}

const readBlock = (checked: Uint8Array): SecurityBlock | undefined => {
  const [length = 0, type = 0] = checked.subarray(HEADER)
  if (length < 2 || HEADER + length > checked.length) return undefined
  return { type, body: checked.slice(HEADER + 2, HEADER + length) }
}

/** Cuts what comes over the line into packets. */
export const createOsdpSplitter = (): Splitter<OsdpFrame> =>
  createSplitter({ read: readHead, limit: LONGEST + 1 })
