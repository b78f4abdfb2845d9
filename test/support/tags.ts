// Tags as a library encodes them, for the simulated readers.
import { createTag, type Tag, type TagSettings } from '../../device/simulator/tag.ts'
import { encodeTag, USAGE } from '../../device/wire/iso28560.ts'

const MEMORY = 112

/** The UID of the n-th made-up tag (NXP's prefix, 16 hex digits). */
export const uidOf = (n: number): string =>
  `E0040150${n.toString(16).toUpperCase().padStart(8, '0')}`

/** The n-th item, `31080000000001` and on; secured unless told otherwise. */
export const itemTag = (n: number, settings: Partial<TagSettings> = {}): Tag => {
  const id = String(31080000000000 + n)
  const block = {
    usage: USAGE.circulation,
    parts: 1,
    part: 1,
    id,
    owner: 'SE-Falun',
    extensions: [],
  }
  const encoded = encodeTag(block, MEMORY)
  if (!encoded.ok) throw new Error(encoded.reason)
  return createTag({ uid: uidOf(n), memory: encoded.bytes, afi: 0x07, ...settings })
}
