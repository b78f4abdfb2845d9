// The one form of JWE compact (RFC 7516 §3.1) that kiosk and hub speak: a shared key used directly,
// A256GCM (RFC 7518 §4.5, §5.3).
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { z } from 'zod'

const HOW = { alg: 'dir', enc: 'A256GCM' } as const
/** Of another form it is none of ours, whatever its key. */
const ownHeader = z.strictObject({
  alg: z.literal(HOW.alg),
  enc: z.literal(HOW.enc),
  kid: z.string(),
})

const CIPHER = 'aes-256-gcm'
/** 96 and 128 bits; a shorter tag would be easier to forge. */
const [IV_BYTES, TAG_BYTES] = [12, 16] as const

/** `kid` is covered by the tag and can be read by all; `text` by who has the key, of 32 bytes. */
export type Plain = { kid: string; text: string }

export const encrypt = (key: KeyObject, { kid, text }: Plain): string => {
  const header = encoded(JSON.stringify({ ...HOW, kid }))
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(header))
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  // A key that is shared already is not sent: its part is empty.
  return [header, '', ...[iv, bytes, cipher.getAuthTag()].map(encoded)].join('.')
}

/** Undefined when it was not made with this key, was changed since, or is of another form. */
export const decrypt = (key: KeyObject, compact: string): Plain | undefined => {
  const [header = '', none, ...rest] = compact.split('.')
  const [iv, bytes, tag, ...more] = rest.map((part) => Buffer.from(part, 'base64url'))
  if (none !== '' || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES) return undefined
  if (bytes === undefined || more.length > 0) return undefined
  try {
    const cipher = createDecipheriv(CIPHER, key, iv)
    cipher.setAAD(Buffer.from(header)).setAuthTag(tag)
    const text = Buffer.concat([cipher.update(bytes), cipher.final()]).toString()
    const { kid } = ownHeader.parse(JSON.parse(Buffer.from(header, 'base64url').toString()))
    return { kid, text }
  } catch {
    return undefined
  }
}

const encoded = (part: string | Uint8Array): string =>
  Buffer.from(part).toString('base64url')
