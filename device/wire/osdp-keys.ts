// OSDP's secure channel, the arithmetic (SIA OSDP 2.2, annex D): keys of a session, what proves that
// both ends have the same key, the MAC, and what seals a payload. AES-128 throughout.
import { createCipheriv, createDecipheriv } from 'node:crypto'

export const KEY_LENGTH = 16
export const RANDOM_LENGTH = 8
const BLOCK = 16

/** The key every reader leaves its factory with; anybody knows it. */
export const DEFAULT_KEY: Uint8Array = Uint8Array.from({ length: 16 }, (_, i) => 0x30 + i)

export type SessionKeys = { enc: Uint8Array; mac1: Uint8Array; mac2: Uint8Array }

const encryptBlock = (key: Uint8Array, block: Uint8Array): Uint8Array => {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  return Uint8Array.from(cipher.update(block))
}

const chain = (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
  return Uint8Array.from(cipher.update(bytes))
}

/** `random` is the panel's, RND.A. */
export const sessionKeys = (base: Uint8Array, random: Uint8Array): SessionKeys => {
  const derive = (of: number): Uint8Array => {
    const block = new Uint8Array(BLOCK)
    block.set([0x01, of, ...random.subarray(0, 6)])
    return encryptBlock(base, block)
  }
  return { enc: derive(0x82), mac1: derive(0x01), mac2: derive(0x02) }
}

/** The reader's proof (client cryptogram); with the randoms changed over, the panel's (server). */
export const cryptogram = (
  { enc }: SessionKeys,
  first: Uint8Array,
  second: Uint8Array,
): Uint8Array => encryptBlock(enc, Uint8Array.of(...first, ...second))

/** R-MAC I: what the first command's MAC goes on from. */
export const initialMac = ({ mac1, mac2 }: SessionKeys, server: Uint8Array): Uint8Array =>
  encryptBlock(mac2, encryptBlock(mac1, server))

/** 80 and zeros up to whole blocks. */
const padded = (bytes: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(Math.ceil((bytes.length + 1) / BLOCK) * BLOCK)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  return whole
}

/** All 16 bytes; the first four are sent. `before` is the MAC of the message before, the other way. */
export const macOf = (
  { mac1, mac2 }: SessionKeys,
  covered: Uint8Array,
  before: Uint8Array,
): Uint8Array => {
  const blocks = covered.length % BLOCK === 0 ? covered : padded(covered)
  const last = blocks.length - BLOCK
  const iv =
    last === 0 ? before : chain(mac1, before, blocks.subarray(0, last)).slice(-BLOCK)
  return chain(mac2, iv, blocks.subarray(last))
}

const inverted = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => ~byte)

export const seal = (
  { enc }: SessionKeys,
  plain: Uint8Array,
  before: Uint8Array,
): Uint8Array => chain(enc, inverted(before), padded(plain))

/** Undefined when it is not whole blocks, or its padding is none. */
export const unseal = (
  { enc }: SessionKeys,
  sealed: Uint8Array,
  before: Uint8Array,
): Uint8Array | undefined => {
  if (sealed.length === 0 || sealed.length % BLOCK !== 0) return undefined
  const decipher = createDecipheriv('aes-128-cbc', enc, inverted(before))
  const plain = Uint8Array.from(decipher.setAutoPadding(false).update(sealed))
  const end = plain.findLastIndex((byte) => byte !== 0)
  return plain[end] === 0x80 ? plain.slice(0, end) : undefined
}
