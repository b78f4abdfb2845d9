// The hub's key for card numbers that kiosks put into rows: made from the key for card numbers itself, so that
// hubs that take turns have the same, and whoever restores one has restored both.
import { createECDH, hkdfSync } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { type CardKey, openCard } from '../protocol/sealed-card.ts'
import { cardHash } from './card.ts'

export type CardSeal = {
  /** What kiosks are told. */
  readonly cardKey: CardKey
  /** The hash of the card whose number was sealed, in base64url; undefined when it does not open. */
  hashOf(sealed: string): Promise<string | undefined>
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const COORDINATE = 32

/** `hubKey`: the hub's key for card numbers. */
export const openCardSeal = async (hubKey: Uint8Array): Promise<CardSeal> => {
  // Of 2^256 numbers all but one in 2^32 are a key of P-256; the others it refuses.
  const secret = hkdfSync('sha256', hubKey, new Uint8Array(32), 'b24 v1 sealed card', 32)
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(new Uint8Array(secret))
  const point = pair.getPublicKey()
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
  const cardKey = {
    x: text(point.subarray(1, 1 + COORDINATE)),
    y: text(point.subarray(1 + COORDINATE)),
  }
  const jwk = { kty: 'EC', crv: 'P-256', ...cardKey, d: text(new Uint8Array(secret)) }
  const key: CryptoKey = await crypto.subtle.importKey('jwk', jwk, CURVE, false, [
    'deriveBits',
  ])
  return {
    cardKey,
    hashOf: async (sealed) => {
      const number = await openCard(key, sealed)
      return number && text(cardHash(hubKey, number))
    },
  }
}
