// The base key of an OSDP reader, from a file of its own that nobody else may read: 32 hex digits.
import { readFileSync, statSync } from 'node:fs'
import { DEFAULT_KEY } from './wire/osdp-keys.ts'

export type ReaderKey = { ok: true; key: Uint8Array } | { ok: false; expected: string }

const OTHERS = 0o077
const MAX_BYTES = 100

/** Never throws, and repeats nothing of what stands there. */
export const readReaderKey = (file: string): ReaderKey => {
  try {
    const { mode, size } = statSync(file)
    if ((mode & OTHERS) !== 0)
      return expected('a file that only its owner can read (mode 600)')
    const text = size > MAX_BYTES ? '' : readFileSync(file, 'latin1').trim()
    return /^[0-9A-Fa-f]{32}$/.test(text)
      ? ownKey(Uint8Array.from(Buffer.from(text, 'hex')))
      : expected('a file with 16 bytes as 32 hex digits')
  } catch {
    return expected('a file that can be read')
  }
}

/** The factory's key, or one byte again and again, anybody would try. */
const ownKey = (key: Uint8Array): ReaderKey =>
  new Set(key).size === 1 || Buffer.compare(key, DEFAULT_KEY) === 0
    ? expected('a key of its own (openssl rand -hex 16), not one that everybody knows')
    : { ok: true, key }

const expected = (words: string): ReaderKey => ({
  ok: false,
  expected: `expected ${words}`,
})
