// ISO 28560-3 (DS/INF 163): what a library writes into the memory of an item's tag.
// Basic block: version|usage, parts, part, id(16), CRC(2, low first), owner(13); 34 bytes, of
// which a chip with 32 bytes holds the first 32. Extension blocks follow.
import type { TagContent } from '../ports.ts'
import { crc16CcittFalse } from './crc.ts'
import { isilFromTag, isilToTag } from './isil.ts'
import {
  decodeExtensions,
  type Extension,
  encodeExtensions,
} from './iso28560-extensions.ts'
import { textFromTag, textToTag } from './tag-text.ts'

/** Type of usage, the low half of the first byte. */
export const USAGE = {
  acquisition: 0,
  circulation: 1,
  'not-for-circulation': 2,
  unknown: 6,
  discarded: 7,
  'patron-card': 8,
  equipment: 9,
} as const

export type TagBlock = {
  /** 0…15, see USAGE. */
  usage: number
  /** Tags the item has, and which of them this one is; 0 = not used. */
  parts: number
  part: number
  /** Primary item id, at most 16 bytes of UTF-8. */
  id: string
  /** ISIL with its hyphen, `SE-Falun`. */
  owner: string | null
  extensions: readonly Extension[]
}

/** What some encoders do otherwise; read all the same, worth a line in the log. */
type Oddity = 'reversed-blocks' | 'swapped-parts'

export type TagDecoded =
  | { ok: true; block: TagBlock; oddities: readonly Oddity[] }
  | { ok: false; reason: 'empty' | 'foreign' | 'damaged' }

export type TagEncoded =
  | { ok: true; bytes: Uint8Array }
  /** Names the part that has no room or no form on the tag. */
  | { ok: false; reason: 'memory' | 'numbers' | 'id' | 'owner' | 'extensions' }

const VERSION = 1
const SHORT_BLOCK = 32
const FULL_BLOCK = 34
const BLOCK_SIZE = 4
const ID = { from: 3, to: 19 } as const
const CRC = { from: 19, to: 21 } as const
const OWNER = { from: 21, to: 34 } as const

/** The basic block, padded with 00 where the chip ends before it does. */
const basicBlock = (memory: Uint8Array): Uint8Array => {
  const block = new Uint8Array(FULL_BLOCK)
  block.set(memory.subarray(0, FULL_BLOCK))
  return block
}

const withoutCrc = (block: Uint8Array): Uint8Array =>
  Uint8Array.from([...block.subarray(0, CRC.from), ...block.subarray(CRC.to)])

const agrees = (block: Uint8Array): boolean => {
  const [low = 0, high = 0] = block.subarray(CRC.from, CRC.to)
  return crc16CcittFalse(withoutCrc(block)) === ((high << 8) | low)
}

/** Some early encoders wrote each block of four bytes backwards. */
const reversedBlocks = (memory: Uint8Array): Uint8Array => {
  const whole = memory.length - (memory.length % BLOCK_SIZE)
  return Uint8Array.from({ length: whole }, (_, i) => memory[i ^ 3] ?? 0)
}

const unpadded = (field: Uint8Array): Uint8Array => {
  const end = field.indexOf(0)
  return end < 0 ? field : field.subarray(0, end)
}

const CONTROL = /\p{Cc}/u

const printable = (field: Uint8Array): string | undefined => {
  const text = textFromTag(unpadded(field))
  return text === undefined || CONTROL.test(text) ? undefined : text
}

/** Would this be a block of ours if its check sum agreed? Tells damage from other data models. */
const resemblesOurs = (block: Uint8Array): boolean => {
  const [first = 0, parts = 0, part = 0, letter = 0] = block
  return first >> 4 === VERSION && part <= parts && letter > 0x20 && letter < 0x7f
}

const blockFrom = (memory: Uint8Array, oddities: readonly Oddity[]): TagDecoded => {
  const block = basicBlock(memory)
  const [first = 0, second = 0, third = 0] = block
  if (first >> 4 !== VERSION) return { ok: false, reason: 'foreign' }
  const id = printable(block.subarray(ID.from, ID.to))
  if (id === undefined) return { ok: false, reason: 'damaged' }
  if (id === '') return { ok: false, reason: 'empty' }
  const owner = printable(block.subarray(OWNER.from, OWNER.to))
  const isSwapped = third > second
  const [parts, part] = isSwapped ? [third, second] : [second, third]
  return {
    ok: true,
    block: {
      usage: first & 0x0f,
      parts,
      part,
      id,
      owner: owner ? isilFromTag(owner) : null,
      extensions: decodeExtensions(memory.subarray(FULL_BLOCK)),
    },
    oddities: isSwapped ? [...oddities, 'swapped-parts'] : oddities,
  }
}

/** Reads the memory of a tag from its first byte: 32, 34 or more bytes. */
export const decodeTag = (memory: Uint8Array): TagDecoded => {
  if (memory.length < SHORT_BLOCK) return { ok: false, reason: 'foreign' }
  const block = basicBlock(memory)
  if (withoutCrc(block).every((byte) => byte === 0)) return { ok: false, reason: 'empty' }
  if (agrees(block)) return blockFrom(memory, [])
  const reversed = reversedBlocks(memory)
  if (agrees(basicBlock(reversed))) return blockFrom(reversed, ['reversed-blocks'])
  const isOurs = resemblesOurs(block) || resemblesOurs(reversed)
  return { ok: false, reason: isOurs ? 'damaged' : 'foreign' }
}

const isUpTo = (most: number, n: number): boolean =>
  Number.isInteger(n) && n >= 0 && n <= most

const fits = (text: string, room: number): boolean => {
  const bytes = textToTag(text)
  return bytes.length <= room && textFromTag(bytes) === text && !CONTROL.test(text)
}

const ownerFits = (owner: string | null, memory: number): boolean => {
  if (owner === null) return true
  const onTag = isilToTag(owner)
  const room = Math.min(OWNER.to, memory) - OWNER.from
  return onTag !== '' && fits(onTag, room) && isilFromTag(onTag) === owner
}

const numbersFit = ({ usage, parts, part }: TagBlock): boolean =>
  isUpTo(0x0f, usage) && isUpTo(0xff, parts) && isUpTo(parts, part)

/** The whole memory of a tag of that many bytes, unused bytes 00. */
export const encodeTag = (block: TagBlock, memory: number): TagEncoded => {
  const { id, owner } = block
  if (memory < SHORT_BLOCK || !Number.isInteger(memory))
    return { ok: false, reason: 'memory' }
  if (!numbersFit(block)) return { ok: false, reason: 'numbers' }
  if (id === '' || !fits(id, ID.to - ID.from)) return { ok: false, reason: 'id' }
  if (!ownerFits(owner, memory)) return { ok: false, reason: 'owner' }
  const extensions = encodeExtensions(block.extensions)
  const end = FULL_BLOCK + (extensions?.length ?? 0)
  if (extensions === undefined || (extensions.length > 0 && end > memory))
    return { ok: false, reason: 'extensions' }
  const bytes = new Uint8Array(Math.max(FULL_BLOCK, memory))
  bytes.set([(VERSION << 4) | block.usage, block.parts, block.part])
  bytes.set(textToTag(id), ID.from)
  bytes.set(textToTag(isilToTag(owner ?? '')), OWNER.from)
  bytes.set(extensions, FULL_BLOCK)
  const crc = crc16CcittFalse(withoutCrc(bytes.subarray(0, FULL_BLOCK)))
  bytes.set([crc & 0xff, crc >> 8], CRC.from)
  return { ok: true, bytes: bytes.slice(0, memory) }
}

/** A tag that doesn't number its parts speaks for the whole item. */
const itemOf = ({ id, owner, part, parts }: TagBlock): TagContent =>
  part === 0
    ? { kind: 'item', id, owner, part: 1, parts: 1 }
    : { kind: 'item', id, owner, part, parts }

/** Tells an item from everything else that may lie on a pad. Any bytes, never throws. */
export const contentOf = (memory: Uint8Array): TagContent => {
  const decoded = decodeTag(memory)
  if (!decoded.ok) return { kind: decoded.reason }
  const { usage } = decoded.block
  if (usage === USAGE['patron-card']) return { kind: 'patron-card' }
  if (usage === USAGE.discarded) return { kind: 'discarded' }
  return itemOf(decoded.block)
}
