// Card and PIN as one secret: what argon2id is asked to slow down, and what of its result finds and
// opens a row of an offline list. Whoever guesses must guess both at once, with each list's own key.
import type { CryptoKey } from 'jose'

/** `card` without what scanners and people add round it, see `plainNumber`. */
export const jointSecret = (card: string, pin: string): string =>
  `b24 v1 joint ${plainNumber(card)} ${pin}`

/** What Code 39 scanners and people add round the number: `*`, spaces, hyphens, small letters. */
export const plainNumber = (number: string): string =>
  number.replace(/[*\s-]/g, '').toUpperCase()

/** Of a row: 16 bytes that find it, the key that opens it, and 32 bytes its nonce is made with. */
export type RowKeys = { tag: Uint8Array; key: CryptoKey; nonceKey: Uint8Array }

const TAG_BYTES = 16
const KEY_BYTES = 32

/** `joint` is argon2id's result, `listKey` the list's own (HKDF-SHA-256, RFC 5869). */
export const rowKeys = async (joint: Uint8Array, listKey: Uint8Array): Promise<RowKeys> => {
  const base = await crypto.subtle.importKey('raw', joint.slice(), 'HKDF', false, [
    'deriveBits',
  ])
  const info = new TextEncoder().encode('b24 v1 offline row')
  const how = { name: 'HKDF', hash: 'SHA-256', salt: listKey.slice(), info }
  const bits = await crypto.subtle.deriveBits(how, base, (TAG_BYTES + 2 * KEY_BYTES) * 8)
  const raw = bits.slice(TAG_BYTES, TAG_BYTES + KEY_BYTES)
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])
  const nonceKey = new Uint8Array(bits, TAG_BYTES + KEY_BYTES)
  return { tag: new Uint8Array(bits, 0, TAG_BYTES), key, nonceKey }
}

/** Which of `2 ** bits` pages a row is on: as good as chance, and the same in every list. */
export const pageOf = async (joint: Uint8Array, bits: number): Promise<number> => {
  const digest = await crypto.subtle.digest('SHA-256', joint.slice())
  return new DataView(digest).getUint16(0) >>> (16 - bits)
}
