// PINs as they are kept: a person has one salt, so that one argon2id of what she typed is held against two
// digests, that of her usual PIN and that of the one for duress.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { hash, hashRaw } from '@node-rs/argon2'

/** argon2id (RFC 9106) at 19 MiB and two passes, OWASP's advice where memory is short. */
export const PIN_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

const SALT_BYTES = 16
const DIGEST_BYTES = 32

/** `verifier`: argon2id in PHC form. `duress`: 32 bytes of the same salt and cost; null matches nothing. */
export type HeldPin = { verifier: string; duress: Uint8Array | null }

/** Without a PIN for duress there is noise in its place: the store does not tell who has one. */
export const holdPin = async (pin: string, duress?: string): Promise<HeldPin> => {
  const how = { ...PIN_COST, salt: randomBytes(SALT_BYTES) }
  const [verifier, other] = await Promise.all([
    hash(pin, how),
    duress === undefined ? randomBytes(DIGEST_BYTES) : hashRaw(duress, how),
  ])
  return { verifier, duress: other }
}

/** What the store knows of her; no verifier = no PIN chosen, so none matches. */
export type KnownPin = { verifier: string | null; duress: Uint8Array | null }

type Salted = {
  how: { memoryCost: number; timeCost: number; parallelism: number; salt: Buffer }
  digest: Buffer
}

/** Costs what a true verifier costs and matches nothing: no digest is all zeros. */
const NOBODY: Salted = {
  how: { ...PIN_COST, salt: Buffer.alloc(SALT_BYTES) },
  digest: Buffer.alloc(DIGEST_BYTES),
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

const readVerifier = (verifier: string): Salted => {
  const [, m, t, p, salt = '', digest = ''] = PHC.exec(verifier) ?? []
  const [memoryCost, timeCost, parallelism] = [Number(m), Number(t), Number(p)]
  const how = { memoryCost, timeCost, parallelism, salt: Buffer.from(salt, 'base64') }
  const read = { how, digest: Buffer.from(digest, 'base64') }
  return read.digest.length === DIGEST_BYTES ? read : NOBODY
}

export type Compared = 'right' | 'under-duress' | 'wrong'

/** One argon2 and two comparisons in every case, so that the time taken tells neither who nor which. */
export const comparePin = async (
  known: KnownPin | null,
  pin: string,
): Promise<Compared> => {
  const { how, digest } = readVerifier(known?.verifier ?? '')
  const typed = await hashRaw(pin, how)
  const usual = timingSafeEqual(typed, digest)
  const forced = timingSafeEqual(typed, known?.duress ?? NOBODY.digest)
  if (usual) return 'right'
  return forced ? 'under-duress' : 'wrong'
}
