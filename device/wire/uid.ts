// The 64-bit identifier of an ISO 15693 tag (clause 4.1): written most significant byte first,
// 16 upper-case hex digits; sent least significant first over the air.

const UID = /^E0[0-9A-F]{14}$/

/** Bytes of a UID. */
export const UID_LENGTH = 8

/** True for 16 upper-case hex digits beginning with E0, which every ISO 15693 tag has. */
export const isUid = (text: string): boolean => UID.test(text)

/** Most significant byte first, as FEIG readers give it. */
export const uidFromBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()

/** Least significant byte first, as it is sent over the air. */
export const uidFromAir = (bytes: Uint8Array): string => uidFromBytes(bytes.toReversed())

/** The eight bytes, most significant first. Throws on anything but 16 hex digits. */
export const uidToBytes = (uid: string): Uint8Array => {
  if (!/^[0-9A-Fa-f]{16}$/.test(uid)) throw new RangeError('a UID is 16 hex digits')
  return Uint8Array.from({ length: UID_LENGTH }, (_, i) =>
    Number.parseInt(uid.slice(2 * i, 2 * i + 2), 16),
  )
}

/** The eight bytes, least significant first. Throws on anything but 16 hex digits. */
export const uidToAir = (uid: string): Uint8Array => uidToBytes(uid).toReversed()
