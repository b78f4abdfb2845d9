// Card and PIN as one secret: what argon2id is asked to slow down, and what of its result finds and
// opens a row of an offline list. Whoever guesses must guess both at once, with each list's own key.
import { createHash, hkdfSync } from 'node:crypto'

/** argon2id (RFC 9106) as for a PIN alone; 32 bytes come of it. */
export const JOINT_COST = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const

/** `card` without what scanners and people add round it, see `plainNumber`. */
export const jointSecret = (card: string, pin: string): string =>
  `b24 v1 joint ${plainNumber(card)} ${pin}`

/** What Code 39 scanners and people add round the number: `*`, spaces, hyphens, small letters. */
export const plainNumber = (number: string): string =>
  number.replace(/[*\s-]/g, '').toUpperCase()

/** Of a row: 16 bytes that find it, 32 that open it, and 32 its nonce is made with. */
export type RowKeys = { tag: Uint8Array; key: Uint8Array; nonceKey: Uint8Array }

const TAG_BYTES = 16
const KEY_BYTES = 32

/** `joint` is argon2id's result, `listKey` the list's own (HKDF-SHA-256, RFC 5869). */
export const rowKeys = (joint: Uint8Array, listKey: Uint8Array): RowKeys => {
  const info = 'b24 v1 offline row'
  const bytes = hkdfSync('sha256', joint, listKey, info, TAG_BYTES + 2 * KEY_BYTES)
  return {
    tag: new Uint8Array(bytes, 0, TAG_BYTES),
    key: new Uint8Array(bytes, TAG_BYTES, KEY_BYTES),
    nonceKey: new Uint8Array(bytes, TAG_BYTES + KEY_BYTES),
  }
}

/** 0–65535, as good as chance, and the same in every list: where a row stands among the others. */
export const spreadOf = (joint: Uint8Array): number =>
  createHash('sha256').update(joint).digest().readUInt16BE(0)

/** Which of `2 ** bits` pages that is. */
export const pageOf = (spread: number, bits: number): number => spread >>> (16 - bits)
