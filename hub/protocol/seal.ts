// Seals what bears a person, so that no broker can read it: JWE compact (RFC 7516), A256GCM,
// with keys derived from the secret that kiosk and hub share.
import { CompactEncrypt, type CryptoKey, compactDecrypt } from 'jose'

/** The 32-byte secret shared at enrolment. Lives in kiosk.json (mode 600) and the hub's store. */
export type KioskSecret = Uint8Array

/** AES-256-GCM, kept where no program can read it out again. */
export type SealKey = CryptoKey

/**
 * Where a sealed body belongs, so that it opens nowhere else: `kiosk` is the kiosk's own name, and
 * `id` is, for `ask`, `n.id`; for `answer`, the ask's id; for `event`, `epoch.first.last`; for
 * `ack`, the epoch; for `config`, its version; for a strike, `strike.n`.
 */
export type SealedAt = { kiosk: string; channel: string; id: string }

export type KioskKeys = {
  /** For what outlives a boot: `config`, and what the hub sets aside. */
  seal: SealKey
  /** At the broker. */
  password: string
}

/** Derives the lasting key and the MQTT password (HKDF-SHA-256, RFC 5869). */
export const deriveKeys = async (secret: KioskSecret): Promise<KioskKeys> => {
  const [seal, password] = await Promise.all([
    sealKey(secret, 'seal'),
    derive(secret, 'mqtt'),
  ])
  return { seal, password: Buffer.from(password).toString('base64url') }
}

/** The key of one boot, by its epoch: seals its `ask`, `answer`, `event` and `ack`. */
export type BootKeys = (epoch: number) => Promise<SealKey>

/** Epochs come from outside, so few keys are kept; a kiosk is in one epoch at a time. */
const MOST_KEPT = 4

/** What was recorded in one boot opens in no other, and a leaked key is good for one boot. */
export const bootKeys = (secret: KioskSecret): BootKeys => {
  const kept = new Map<number, Promise<SealKey>>()
  return (epoch) => {
    const key = kept.get(epoch) ?? sealKey(secret, `boot ${epoch}`)
    kept.delete(epoch)
    kept.set(epoch, key)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return key
  }
}

/** Tells texts apart without telling what they say: 128 bits of HMAC-SHA-256, in base64url. */
export type Likeness = (text: string) => Promise<string>

/** From the secret, since a plain digest of a card number is soon guessed. */
export const likenessOf = async (secret: KioskSecret): Promise<Likeness> => {
  const how = { name: 'HMAC', hash: 'SHA-256' }
  const bits = await derive(secret, 'likeness')
  const key = await crypto.subtle.importKey('raw', bits, how, false, ['sign'])
  return async (text) => {
    const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))
    return Buffer.from(mac, 0, 16).toString('base64url')
  }
}

const sealKey = async (secret: KioskSecret, purpose: string): Promise<SealKey> =>
  crypto.subtle.importKey('raw', await derive(secret, purpose), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])

const derive = async (secret: KioskSecret, purpose: string): Promise<ArrayBuffer> => {
  const base = await crypto.subtle.importKey('raw', secret.slice(), 'HKDF', false, [
    'deriveBits',
  ])
  const info = new TextEncoder().encode(`b24 v1 ${purpose}`)
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
  return crypto.subtle.deriveBits(how, base, 256)
}

const place = (at: SealedAt): string => `${at.kiosk}/${at.channel}/${at.id}`

export const seal = (key: SealKey, at: SealedAt, body: unknown): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: place(at) })
    .encrypt(key)

export type Opened =
  | { ok: true; body: unknown }
  | {
      ok: false
      reason: 'not-sealed-with-this-key' | 'sealed-for-another-place' | 'not-json'
    }

export const open = async (key: SealKey, at: SealedAt, sealed: string): Promise<Opened> => {
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
