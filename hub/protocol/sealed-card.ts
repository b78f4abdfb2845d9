// Seals a card number for the hub alone (RFC 7518 §4.6, ECDH-ES on P-256, A256GCM): who holds the kiosk, its
// disk and all its keys cannot open it, nor find it by trying every number.
import { CompactEncrypt, type CryptoKey, compactDecrypt, importJWK } from 'jose'
import { z } from 'zod'
import { cardNumber } from './terms.ts'

const coordinate = z.string().regex(/^[\w-]{43}$/)

/** The hub's public key for card numbers: a point of P-256 as in RFC 7518 §6.2.1, base64url. */
export const cardKey = z.object({ x: coordinate, y: coordinate })
export type CardKey = z.infer<typeof cardKey>

const HOW = { alg: 'ECDH-ES', enc: 'A256GCM' } as const
/** Of the longest name of a card: what is sealed is always as long, and so tells nothing of it. */
const LENGTH = 44

/** `to` from the configuration; `number` normalised (`cardNumber`). Rejects when `to` is no point. */
export const sealCard = async (to: CardKey, number: string): Promise<string> => {
  const key = await importJWK({ kty: 'EC', crv: 'P-256', ...to }, HOW.alg)
  return new CompactEncrypt(new TextEncoder().encode(number.padEnd(LENGTH)))
    .setProtectedHeader(HOW)
    .encrypt(key)
}

/** The number, or undefined when it was not sealed with this key or is no card number. */
export const openCard = async (
  key: CryptoKey,
  sealed: string,
): Promise<string | undefined> => {
  try {
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: [HOW.alg],
      contentEncryptionAlgorithms: [HOW.enc],
    })
    return cardNumber.safeParse(new TextDecoder().decode(plaintext).trimEnd()).data
  } catch {
    return undefined
  }
}
