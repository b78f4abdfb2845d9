// ISO 28560-3: the extension blocks behind the basic block. Frame: length(1) id(2, low first)
// XOR(1) fields. Length 0 ends the list, 1 is a filler; a high id byte of FF announces two more.
import { textFromTag, textToTag } from './tag-text.ts'

export type Extension =
  | { kind: 'title'; title: string }
  /** `mediaFormat`: 0 undefined, 1 book, 2 CD or DVD, 3 magnetic tape, 4 other, 5 other with
   *  care, 6 very small. `item` and `owner` are the alternative ones. */
  | { kind: 'library'; mediaFormat: number; item: string; owner: string }
  /** A block we don't read, or can't: kept as it was. `id` is 0…0xFFFFFF. */
  | { kind: 'other'; id: number; bytes: Uint8Array }

const LIBRARY = 1
const TITLE = 4
const LONG_ID = 0xff
const LONGEST = 0xff
const END = 0
const FILLER = 1

const xor = (bytes: Iterable<number>): number => {
  let sum = 0
  for (const byte of bytes) sum ^= byte
  return sum
}

const idToBytes = (id: number): number[] => {
  const [low, middle, high] = [id & 0xff, (id >> 8) & 0xff, (id >> 16) & 0xff]
  return middle === LONG_ID || high > 0 ? [low, LONG_ID, middle, high] : [low, middle]
}

const idFromBytes = (frame: Uint8Array): { id: number; length: number } => {
  const [, low = 0, next = 0, middle = 0, high = 0] = frame
  return next === LONG_ID
    ? { id: low | (middle << 8) | (high << 16), length: 4 }
    : { id: low | (next << 8), length: 2 }
}

const extensionFrom = (id: number, bytes: Uint8Array): Extension => {
  const texts = textFromTag(id === LIBRARY ? bytes.subarray(1) : bytes)?.split('\0')
  const [first = '', second = ''] = texts ?? []
  if (texts && id === TITLE) return { kind: 'title', title: first }
  if (texts && id === LIBRARY)
    return { kind: 'library', mediaFormat: bytes[0] ?? 0, item: first, owner: second }
  return { kind: 'other', id, bytes: bytes.slice() }
}

const fieldsOf = (extension: Extension): { id: number; bytes: Uint8Array } => {
  switch (extension.kind) {
    case 'title':
      return { id: TITLE, bytes: textToTag(extension.title) }
    case 'library': {
      const { mediaFormat, item, owner } = extension
      const texts = textToTag(owner === '' ? item : `${item}\0${owner}`)
      return { id: LIBRARY, bytes: Uint8Array.from([mediaFormat, ...texts]) }
    }
    case 'other':
      return extension
  }
}

/** Reads until the end block or the end of memory; stops at the first block that is broken. */
export const decodeExtensions = (memory: Uint8Array): Extension[] => {
  const extensions: Extension[] = []
  let at = 0
  while (at < memory.length && memory[at] !== END) {
    const frame = memory.subarray(at, at + (memory[at] ?? 0))
    at += frame.length
    if (frame.length === FILLER) continue
    const { id, length } = idFromBytes(frame)
    const isWhole = frame.length === frame[0] && frame.length >= 2 + length
    if (!isWhole || xor(frame) !== 0) break
    extensions.push(extensionFrom(id, frame.subarray(2 + length)))
  }
  return extensions
}

/** The blocks without the end block; `undefined` when one is longer than 255 bytes. */
export const encodeExtensions = (
  extensions: readonly Extension[],
): Uint8Array | undefined => {
  const frames = extensions.map((extension) => {
    const { id, bytes } = fieldsOf(extension)
    const start = idToBytes(id)
    const length = 2 + start.length + bytes.length
    return [length, ...start, xor([length, ...start, ...bytes]), ...bytes]
  })
  return frames.some((frame) => frame.length > LONGEST)
    ? undefined
    : Uint8Array.from(frames.flat())
}
