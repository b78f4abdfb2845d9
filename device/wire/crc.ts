// The four 16-bit check sums of library hardware. All are CCITT's polynomial, all differ.

const POLYNOMIAL = 0x1021
const REFLECTED = 0x8408

const shiftLeft = (crc: number, byte: number): number => {
  let next = crc ^ (byte << 8)
  for (let bit = 0; bit < 8; bit++)
    next = next & 0x8000 ? (next << 1) ^ POLYNOMIAL : next << 1
  return next & 0xffff
}

const shiftRight = (crc: number, byte: number): number => {
  let next = crc ^ byte
  for (let bit = 0; bit < 8; bit++) next = next & 1 ? (next >>> 1) ^ REFLECTED : next >>> 1
  return next
}

/** ISO 28560-3: tag contents. 0…0xFFFF. */
export const crc16CcittFalse = (bytes: Uint8Array): number =>
  bytes.reduce(shiftLeft, 0xffff)

/** OSDP packets: CRC-16/AUG-CCITT, preset 1D0F. 0…0xFFFF. */
export const crc16Aug = (bytes: Uint8Array): number => bytes.reduce(shiftLeft, 0x1d0f)

/** FEIG host frames: preset FFFF, reflected, not complemented. 0…0xFFFF. */
export const crc16Mcrf4xx = (bytes: Uint8Array): number => bytes.reduce(shiftRight, 0xffff)

/** ISO/IEC 13239, used by ISO 15693 over the air: complemented. 0…0xFFFF. */
export const crc16X25 = (bytes: Uint8Array): number => crc16Mcrf4xx(bytes) ^ 0xffff
