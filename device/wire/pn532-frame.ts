// NXP PN532 over HSU, frames (user manual UM0701-02, clause 6.2). Normal: 00 00 FF LEN LCS TFI …
// DCS 00; extended, for more than 255 bytes, has FF FF and two bytes of length.
import { createSplitter, type Splitter, type Step } from './splitter.ts'

/** A command goes to the chip (TFI D4), its answer to the host (TFI D5). */
export type Pn532Data = {
  kind: 'data'
  to: 'chip' | 'host'
  /** An answer's is its command's plus one. */
  code: number
  body: Uint8Array
}

export type Pn532Frame =
  | Pn532Data
  /** Taken; from the host: stop what you are at. */
  | { kind: 'ack' }
  /** Say it again. */
  | { kind: 'nack' }
  /** The chip did not understand. */
  | { kind: 'error' }

const TFI = { chip: 0xd4, host: 0xd5 } as const
const ERROR = 0x7f
/** TFI and 264 bytes: the most the chip takes or gives (clause 6.2.1.2). */
const LONGEST = 265
/** The most bytes after the code. */
export const LONGEST_BODY = LONGEST - 2

const ACK = [0, 0, 0xff, 0, 0xff, 0]
const NACK = [0, 0, 0xff, 0xff, 0, 0]

/** Rouses a chip from its low power (clause 7.2.11): it needs some time before the first frame. */
export const WAKE_UP: Uint8Array = Uint8Array.of(0x55, 0x55, ...new Uint8Array(14))

/** Two's complement: what makes a sum zero. */
const complement = (bytes: Iterable<number>): number => {
  let sum = 0
  for (const byte of bytes) sum += byte
  return -sum & 0xff
}

/** The bytes of a frame. Throws when the body is longer than `LONGEST_BODY`. */
export const encodePn532Frame = (frame: Pn532Frame): Uint8Array => {
  switch (frame.kind) {
    case 'ack':
      return Uint8Array.from(ACK)
    case 'nack':
      return Uint8Array.from(NACK)
    case 'error':
      return packet([ERROR])
    case 'data':
      if (frame.body.length > LONGEST_BODY) throw new RangeError('too long for a PN532')
      return packet([TFI[frame.to], frame.code, ...frame.body])
  }
}

const packet = (content: readonly number[]): Uint8Array =>
  Uint8Array.of(
    ...[0, 0, 0xff, ...promise(content.length), ...content],
    ...[complement(content), 0],
  )

/** The length, and what checks it. */
const promise = (length: number): number[] => {
  if (length < 0xff) return [length, complement([length])]
  const bytes = [length >> 8, length & 0xff]
  return [0xff, 0xff, ...bytes, complement(bytes)]
}

const MORE = { kind: 'more' } as const
const FALSE_START = { kind: 'skip', length: 1 } as const

const readHead = (head: Uint8Array): Step<Pn532Frame> => {
  const [zero, ff, length, check] = head
  if (zero !== 0) return FALSE_START
  // A preamble and a postamble are zeros, any number of them.
  if (ff === 0) return { kind: 'pass', length: 1 }
  if (ff !== undefined && ff !== 0xff) return FALSE_START
  if (length === undefined || check === undefined) return MORE
  if (length === 0 && check === 0xff)
    return { kind: 'frame', frame: { kind: 'ack' }, length: 4 }
  if (length === 0xff && check === 0)
    return { kind: 'frame', frame: { kind: 'nack' }, length: 4 }
  if (length === 0xff && check === 0xff) return readExtended(head)
  return complement([length]) === check ? readContent(head, 4, length) : FALSE_START
}

const readExtended = (head: Uint8Array): Step<Pn532Frame> => {
  const [high, low, check] = head.subarray(4)
  if (high === undefined || low === undefined || check === undefined) return MORE
  return complement([high, low]) === check
    ? readContent(head, 7, (high << 8) | low)
    : FALSE_START
}

const readContent = (head: Uint8Array, from: number, length: number): Step<Pn532Frame> => {
  if (length === 0 || length > LONGEST) return FALSE_START
  const end = from + length
  const sum = head[end]
  if (sum === undefined) return MORE
  const content = head.subarray(from, end)
  if (complement(content) !== sum) return FALSE_START
  const frame = frameOf(content)
  return frame === undefined ? FALSE_START : { kind: 'frame', frame, length: end + 1 }
}

const frameOf = (content: Uint8Array): Pn532Frame | undefined => {
  const [tfi, code] = content
  if (tfi === ERROR && content.length === 1) return { kind: 'error' }
  if (code === undefined) return undefined
  const body = content.slice(2)
  if (tfi === TFI.host) return { kind: 'data', to: 'host', code, body }
  if (tfi === TFI.chip) return { kind: 'data', to: 'chip', code, body }
  return undefined
}

/** Cuts what a chip (or, in the simulator, a host) sends into frames. */
export const createPn532Splitter = (): Splitter<Pn532Frame> =>
  createSplitter({ read: readHead, limit: LONGEST + 9 })
