// Seals what bears a person, so that no broker can read it: JWE compact (RFC 7516), A256GCM,
// with keys derived from the secret that kiosk and hub share.
import { CompactEncrypt, compactDecrypt } from 'jose'

/** The 32-byte secret shared at enrolment. Lives in kiosk.json (mode 600) and the hub's store. */
export type KioskSecret = Uint8Array

/**
 * Where a sealed body belongs, so that it opens nowhere else: `kiosk` is the kiosk's own name, and
 * `id` is, for `ask` and `answer`, the ask's id; for `event`, `epoch.first.last`; for `config`, its version.
 */
export type SealedAt = { kiosk: string; channel: string; id: string }

export type KioskKeys = { seal: Uint8Array; password: string }

/** Derives the sealing key and the MQTT password (HKDF-SHA-256, RFC 5869). */
export const deriveKeys = async (secret: KioskSecret): Promise<KioskKeys> => {
  const [seal, password] = await Promise.all([
    derive(secret, 'seal'),
    derive(secret, 'mqtt'),
  ])
  return { seal, password: Buffer.from(password).toString('base64url') }
}

const derive = async (secret: KioskSecret, purpose: string): Promise<Uint8Array> => {
  const base = await crypto.subtle.importKey('raw', secret.slice(), 'HKDF', false, [
    'deriveBits',
  ])
  const info = new TextEncoder().encode(`b24 v1 ${purpose}`)
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, 256))
}

const place = (at: SealedAt): string => `${at.kiosk}/${at.channel}/${at.id}`

export const seal = (key: Uint8Array, at: SealedAt, body: unknown): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: place(at) })
    .encrypt(key)

export type Opened =
  | { ok: true; body: unknown }
  | {
      ok: false
      reason: 'not-sealed-with-this-key' | 'sealed-for-another-place' | 'not-json'
    }

export const open = async (
  key: Uint8Array,
  at: SealedAt,
  sealed: string,
): Promise<Opened> => {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    if (protectedHeader.kid !== place(at))
      return { ok: false, reason: 'sealed-for-another-place' }
    return parseJson(new TextDecoder().decode(plaintext))
  } catch {
    return { ok: false, reason: 'not-sealed-with-this-key' }
  }
}

const parseJson = (text: string): Opened => {
  try {
    return { ok: true, body: JSON.parse(text) }
  } catch {
    return { ok: false, reason: 'not-json' }
  }
}
