// The hub's own key for what it commands its kiosks, and for their offline lists. Made at first use, it never leaves its folder;
// lost, a new one is made, and kiosks are told of it with their configuration.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importPKCS8 } from 'jose'
import { makeFile } from '../durable-file.ts'
import { type PublicKey, type Signed, sign } from '../protocol/signature.ts'

export type CommandKey = {
  /** What kiosks are told. */
  readonly publicKey: PublicKey
  /** A JWS over the body, see protocol/signature.ts. */
  sign(body: unknown, what?: Signed): Promise<string>
}

/** Of the public key's first bytes: as good as any name, and the same for the same key. */
const KID_LENGTH = 16

/** Rejects when the file is not an Ed25519 key in PEM. */
export const openCommandKey = async (folder: string): Promise<CommandKey> => {
  const path = join(folder, 'command.key')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const made = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await makeFile(path, made)
  const pem = await readFile(path, 'utf8')
  const { crv, x } = createPublicKey(pem).export({ format: 'jwk' })
  if (crv !== 'Ed25519' || x === undefined)
    throw new Error(
      `${path} is no Ed25519 key: restore it from the backup, or take it away`,
    )
  const kid = x.slice(0, KID_LENGTH)
  const signing = await importPKCS8(pem, 'EdDSA')
  return { publicKey: { kid, x }, sign: (body, what) => sign(signing, kid, body, what) }
}
