// One page of an offline list as bytes: a version, then rows of tag, length, and what only card and
// PIN open. Decoders never throw on outside bytes.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { RowKeys } from './joint.ts'
import { type OfflineRow, offlineRow } from './offline.ts'

/** As it stands on a page: found by `tag` (16 bytes), opened by its patron's card and PIN. */
export type SealedRow = { tag: Uint8Array; sealed: Uint8Array }

const VERSION = 1
const TAG = 16
const HEAD = TAG + 2
const NONCE = 12
const MAC = 16
const CIPHER = 'aes-256-gcm'
/** So that the length of a row does not tell what stands in it. */
const STEP = 384

export const encodePage = (rows: readonly SealedRow[]): Uint8Array => {
  const size = rows.reduce((sum, { sealed }) => sum + HEAD + sealed.length, 1)
  const bytes = new Uint8Array(size)
  bytes[0] = VERSION
  let at = 1
  for (const { tag, sealed } of rows) {
    bytes.set(tag, at)
    new DataView(bytes.buffer).setUint16(at + TAG, sealed.length)
    bytes.set(sealed, at + HEAD)
    at += HEAD + sealed.length
  }
  return bytes
}

export type DecodedPage =
  | { ok: true; rows: readonly SealedRow[] }
  | { ok: false; reason: 'unknown-version' | 'cut-off' }

export const decodePage = (bytes: Uint8Array): DecodedPage => {
  if (bytes[0] !== VERSION) return { ok: false, reason: 'unknown-version' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rows: SealedRow[] = []
  let at = 1
  while (at < bytes.length) {
    if (at + HEAD > bytes.length) return { ok: false, reason: 'cut-off' }
    const end = at + HEAD + view.getUint16(at + TAG)
    if (end > bytes.length) return { ok: false, reason: 'cut-off' }
    rows.push({
      tag: bytes.subarray(at, at + TAG),
      sealed: bytes.subarray(at + HEAD, end),
    })
    at = end
  }
  return { ok: true, rows }
}

/** The same row under the same keys is the same bytes, so that a page that did not change is not sent. */
export const sealRow = ({ tag, key, nonceKey }: RowKeys, row: OfflineRow): SealedRow => {
  const plain = padded(new TextEncoder().encode(JSON.stringify(row)))
  const nonce = nonceOf(nonceKey, plain)
  const cipher = createCipheriv(CIPHER, key, nonce)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return { tag, sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]) }
}

export type OpenedRow =
  | { ok: true; row: OfflineRow }
  | { ok: false; reason: 'not-opened' | 'not-as-agreed' }

export const openRow = ({ key }: RowKeys, { sealed }: SealedRow): OpenedRow => {
  try {
    const end = sealed.length - MAC
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE))
    decipher.setAuthTag(sealed.subarray(end))
    const body = decipher.update(sealed.subarray(NONCE, end))
    const plain = Buffer.concat([body, decipher.final()]).toString('utf8')
    const row = offlineRow.safeParse(JSON.parse(plain))
    return row.success
      ? { ok: true, row: row.data }
      : { ok: false, reason: 'not-as-agreed' }
  } catch {
    return { ok: false, reason: 'not-opened' }
  }
}

/** JSON may end in spaces. */
const padded = (text: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(Math.ceil(text.length / STEP) * STEP).fill(0x20)
  whole.set(text)
  return whole
}

/** From what is sealed: another content gets another nonce, and only who can open the row can tell. */
const nonceOf = (nonceKey: Uint8Array, plain: Uint8Array): Uint8Array =>
  createHmac('sha256', nonceKey).update(plain).digest().subarray(0, NONCE)
