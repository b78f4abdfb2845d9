// The UID of an ISO/IEC 14443 A card (part 3, clause 6.5.4), and what it is called as a card number.
// It identifies; it proves nothing, for anybody can copy it.

/** 4, 7 or 10 bytes as the card sends them, most significant first. */
export type CardUid = Uint8Array

export const UID_LENGTHS: readonly number[] = [4, 7, 10]
/** An ATS counts its own length; FSC is at most 256, and the chip gives it one byte. */
export const MAX_ATS = 254

/** First byte of a UID of four: drawn anew by the card, or not a UID's at all but a cascade tag. */
const RANDOM = 0x08
const CASCADE_TAG = 0x88

/** A copy of the bytes, or undefined when there are not 4, 7 or 10 of them. */
export const readUid = (bytes: Uint8Array): CardUid | undefined =>
  UID_LENGTHS.includes(bytes.length) ? bytes.slice() : undefined

export type Named =
  | { ok: true; number: string }
  /** `random`: phones and identity cards draw it at each tap. `misread`: the parity is wrong. */
  | { ok: false; reason: 'random' | 'no-uid' | 'bits' | 'misread' }

/** `nfc:04a1b2c3d4e5f6`. */
export const nameUid = (uid: Uint8Array): Named => {
  const [first] = uid
  if (!UID_LENGTHS.includes(uid.length)) return { ok: false, reason: 'no-uid' }
  if (uid.length === 4 && first === RANDOM) return { ok: false, reason: 'random' }
  if (uid.length === 4 && first === CASCADE_TAG) return { ok: false, reason: 'no-uid' }
  return { ok: true, number: `nfc:${Buffer.from(uid).toString('hex')}` }
}

/** The bytes in a name that `nameUid` gave; undefined for any other. */
export const uidFromNumber = (number: string): CardUid | undefined => {
  const hex = /^nfc:((?:[0-9a-f]{2})+)$/.exec(number)?.[1]
  return hex === undefined ? undefined : readUid(Buffer.from(hex, 'hex'))
}
