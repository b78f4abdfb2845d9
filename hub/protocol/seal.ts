// Seals what bears a person, so that no broker can read it, with keys derived from the secret that
// kiosk and hub share.
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { decrypt, encrypt } from './jwe.ts'

/** The 32-byte secret shared at enrolment. Lives in kiosk.json (mode 600) and the hub's store. */
export type KioskSecret = Uint8Array

/** AES-256. */
export type SealKey = KeyObject

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
export const deriveKeys = (secret: KioskSecret): KioskKeys => ({
  seal: sealKey(secret, 'seal'),
  password: Buffer.from(derive(secret, 'mqtt')).toString('base64url'),
})

/** The key of one boot, by its epoch: seals its `ask`, `answer`, `event` and `ack`. */
export type BootKeys = (epoch: number) => SealKey

/** Epochs come from outside, so few keys are kept; a kiosk is in one epoch at a time. */
const MOST_KEPT = 4

/** What was recorded in one boot opens in no other, and a leaked key is good for one boot. */
export const bootKeys = (secret: KioskSecret): BootKeys => {
  const kept = new Map<number, SealKey>()
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
export type Likeness = (text: string) => string

/** From the secret, since a plain digest of a card number is soon guessed. */
export const likenessOf = (secret: KioskSecret): Likeness => {
  const key = derive(secret, 'likeness')
  return (text) =>
    createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url')
}

const sealKey = (secret: KioskSecret, purpose: string): SealKey =>
  createSecretKey(derive(secret, purpose))

const derive = (secret: KioskSecret, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(32), `b24 v1 ${purpose}`, 32))

const place = (at: SealedAt): string => `${at.kiosk}/${at.channel}/${at.id}`

export const seal = (key: SealKey, at: SealedAt, body: unknown): string =>
  encrypt(key, { kid: place(at), text: JSON.stringify(body) })

export type Opened =
  | { ok: true; body: unknown }
  | {
      ok: false
      reason: 'not-sealed-with-this-key' | 'sealed-for-another-place' | 'not-json'
    }

export const open = (key: SealKey, at: SealedAt, sealed: string): Opened => {
  const found = decrypt(key, sealed)
  if (found === undefined) return { ok: false, reason: 'not-sealed-with-this-key' }
  if (found.kid !== place(at)) return { ok: false, reason: 'sealed-for-another-place' }
  try {
    return { ok: true, body: JSON.parse(found.text) }
  } catch {
    return { ok: false, reason: 'not-json' }
  }
}
