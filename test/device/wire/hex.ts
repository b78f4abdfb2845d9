// Bytes as hex and back, for vectors that are printed in standards and manuals.

/** `'01 FF'`, spaces as you like. */
export const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/\s+/g, ''), 'hex'))

/** `'01 FF'`. */
export const hex = (of: Uint8Array): string =>
  Array.from(of, (byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .toUpperCase()
