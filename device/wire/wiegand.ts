// The bits a badge reader read, most significant first, as Wiegand lines and OSDP's RAW carry them
// (HID formats H10301, H10306, H10302/H10304): what they are called as a card number.
import { type Named, nameUid, uidFromNumber } from './card-uid.ts'

export type BadgeBits = {
  /** Left-justified; what is after the last bit does not count. */
  bytes: Uint8Array
  count: number
  /** The reader says that the outermost bits are parity. */
  hasParity: boolean
}

/** Fewer could be guessed, more are no badge. */
const FEWEST = 24
const MOST = 128

/** Bits of formats that carry a UID as it is: 4, 7 or 10 bytes. */
const UID_BITS = [32, 56, 80]

type Parity = { even: readonly [from: number, to: number]; odd: readonly [number, number] }

/** Which bits the first (even) and the last (odd) go with; `to` is the first that is not. */
const PARITY: Readonly<Record<number, Parity>> = {
  26: { even: [0, 13], odd: [13, 26] },
  34: { even: [0, 17], odd: [17, 34] },
  37: { even: [0, 19], odd: [18, 37] },
}

const bitAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1

const onesIn = (bytes: Uint8Array, [from, to]: readonly [number, number]): number => {
  let ones = 0
  for (let at = from; at < to; at++) ones += bitAt(bytes, at)
  return ones
}

/** True where the format is not one of those whose parity is known. */
const parityHolds = ({ bytes, count }: BadgeBits): boolean => {
  const parity = PARITY[count]
  if (parity === undefined) return true
  return onesIn(bytes, parity.even) % 2 === 0 && onesIn(bytes, parity.odd) % 2 === 1
}

/** The bytes without what is after the last bit. */
const justified = ({ bytes, count }: BadgeBits): Uint8Array => {
  const kept = bytes.slice(0, Math.ceil(count / 8))
  const over = (8 - (count % 8)) % 8
  const last = kept.length - 1
  kept[last] = (kept[last] ?? 0) & (0xff << over)
  return kept
}

/** `wiegand:26:2d00a200`; a UID that comes as bits is called as every other reader calls it. */
export const nameBadge = (badge: BadgeBits): Named => {
  const { bytes, count, hasParity } = badge
  const fits = Number.isInteger(count) && count >= FEWEST && count <= MOST
  if (!fits || bytes.length !== Math.ceil(count / 8)) return { ok: false, reason: 'bits' }
  if (UID_BITS.includes(count)) return nameUid(bytes)
  if (hasParity && !parityHolds(badge)) return { ok: false, reason: 'misread' }
  const hex = Buffer.from(justified(badge)).toString('hex')
  return { ok: true, number: `wiegand:${count}:${hex}` }
}

/** The bits behind a name that `nameBadge` gave; undefined for any other. */
export const badgeFromNumber = (number: string): BadgeBits | undefined => {
  const uid = uidFromNumber(number)
  if (uid !== undefined) return { bytes: uid, count: uid.length * 8, hasParity: false }
  const [, count = '', hex = ''] = /^wiegand:(\d{2,3}):([0-9a-f]+)$/.exec(number) ?? []
  if (hex === '') return undefined
  return {
    bytes: Uint8Array.from(Buffer.from(hex, 'hex')),
    count: Number(count),
    hasParity: true,
  }
}
