// FEIG host mode, frames (system manual H60301-3e, clause 2.1). Standard: length(1) address
// command body CRC(2, low first). Advanced, for more than 255 bytes: 02 length(2, high first) …
import { crc16Mcrf4xx } from './crc.ts'
import { createSplitter, type Splitter, type Step } from './splitter.ts'

export type FeigForm = 'standard' | 'advanced'

export type FeigFrame = {
  form: FeigForm
  /** 0…255; hosts may ask all readers with FF. */
  address: number
  command: number
  /** What follows the command; in a reply its first byte is the status. */
  body: Uint8Array
}

/** Asked of whichever reader hangs on the line. */
export const BROADCAST = 0xff

/** Longer advanced frames are taken for noise; this holds 255 blocks of 32 bytes. */
const LONGEST = 8448
const ADVANCED_START = 0x02

/** Bytes before and after the body. */
const AROUND = { standard: 5, advanced: 7 } as const

/** The most bytes a body may have. */
export const LONGEST_BODY = {
  standard: 0xff - AROUND.standard,
  advanced: LONGEST - AROUND.advanced,
} as const

/** The bytes of a frame. Throws when the body is longer than `LONGEST_BODY[form]`. */
export const encodeFeigFrame = (frame: FeigFrame): Uint8Array => {
  const { form, address, command, body } = frame
  if (body.length > LONGEST_BODY[form]) throw new RangeError(`too long for a ${form} frame`)
  const length = body.length + AROUND[form]
  const start =
    form === 'standard' ? [length] : [ADVANCED_START, length >> 8, length & 0xff]
  const bytes = new Uint8Array(length)
  bytes.set([...start, address, command])
  bytes.set(body, start.length + 2)
  const crc = crc16Mcrf4xx(bytes.subarray(0, length - 2))
  bytes.set([crc & 0xff, crc >> 8], length - 2)
  return bytes
}

/** Reads the length at the head; `undefined` where more bytes are needed to know. */
const promised = (head: Uint8Array): { form: FeigForm; length: number } | undefined => {
  const [first = 0, high, low] = head
  if (first !== ADVANCED_START) return { form: 'standard', length: first }
  if (high === undefined || low === undefined) return undefined
  return { form: 'advanced', length: (high << 8) | low }
}

const isWhole = (bytes: Uint8Array): boolean => {
  const [low = 0, high = 0] = bytes.subarray(-2)
  return crc16Mcrf4xx(bytes.subarray(0, -2)) === ((high << 8) | low)
}

const readHead = (head: Uint8Array): Step<FeigFrame> => {
  const sign = promised(head)
  if (sign === undefined) return { kind: 'more' }
  const { form, length } = sign
  if (length < AROUND[form] || length > LONGEST) return { kind: 'skip', length: 1 }
  if (head.length < length) return { kind: 'more' }
  const bytes = head.subarray(0, length)
  if (!isWhole(bytes)) return { kind: 'skip', length: 1 }
  const [address = 0, command = 0] = bytes.subarray(AROUND[form] - 4)
  const body = bytes.slice(AROUND[form] - 2, -2)
  return { kind: 'frame', frame: { form, address, command, body }, length }
}

/** Cuts what a reader (or, in the simulator, a host) sends into frames. */
export const createFeigSplitter = (): Splitter<FeigFrame> =>
  createSplitter({ read: readHead, limit: LONGEST + 1 })
