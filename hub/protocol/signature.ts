// What only the hub can have said: a JWS in compact form (RFC 7515), Ed25519 (RFC 8037). A kiosk knows
// the hub's public keys from its configuration, which is sealed with the secret of its enrolment.
import { CompactSign, type CryptoKey, compactVerify, importJWK } from 'jose'
import { z } from 'zod'

/** An Ed25519 public key: `kid` tells several apart, `x` is its 32 bytes as base64url. */
export const publicKey = z.object({
  kid: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type PublicKey = z.infer<typeof publicKey>

/** Keeps what is signed for one purpose from being taken for another. */
export type Signed = 'b24-command' | 'b24-offline-list' | 'b24-strike'
const ALG = 'EdDSA'

export const sign = (
  key: CryptoKey,
  kid: string,
  body: unknown,
  typ: Signed = 'b24-command',
): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(body)))
    .setProtectedHeader({ alg: ALG, kid, typ })
    .sign(key)

export type Verified =
  | { ok: true; body: unknown }
  | { ok: false; reason: 'not-signed' | 'not-json' }

/** Never throws on outside bytes. */
export const verify = async (
  keys: readonly PublicKey[],
  signed: string,
  typ: Signed = 'b24-command',
): Promise<Verified> => {
  try {
    const { payload, protectedHeader } = await compactVerify(
      signed,
      ({ kid }) => keyOf(keys, kid),
      { algorithms: [ALG] },
    )
    if (protectedHeader.typ !== typ) return { ok: false, reason: 'not-signed' }
    return parseJson(new TextDecoder().decode(payload))
  } catch {
    return { ok: false, reason: 'not-signed' }
  }
}

const keyOf = async (
  keys: readonly PublicKey[],
  kid: string | undefined,
): Promise<CryptoKey> => {
  const known = keys.find((key) => key.kid === kid)
  if (known === undefined) throw new Error('a key that nobody told of')
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: known.x }, ALG)
  if (key instanceof Uint8Array) throw new Error('no public key')
  return key
}

const parseJson = (text: string): Verified => {
  try {
    return { ok: true, body: JSON.parse(text) }
  } catch {
    return { ok: false, reason: 'not-json' }
  }
}
