// The kiosks this hub knows, each with what its secret opens.
import { deriveKeys } from '../protocol/seal.ts'
import type { KioskAddress } from '../protocol/topics.ts'

export type KnownKiosk = {
  at: KioskAddress
  /** Seals and opens what passes between the two. */
  key: Uint8Array
  /** For the broker. */
  password: string
}

export type Kiosks = {
  all: readonly KnownKiosk[]
  /** By address; undefined for a kiosk that is not of this hub. */
  find(at: KioskAddress): KnownKiosk | undefined
}

type Enrolled = { branch: string; kiosk: string; secret: Uint8Array }

export const knownKiosks = async (
  consortium: string,
  enrolled: readonly Enrolled[],
): Promise<Kiosks> => {
  const all = await Promise.all(
    enrolled.map(async ({ branch, kiosk, secret }) => {
      const { seal, password } = await deriveKeys(secret)
      return { at: { consortium, branch, kiosk }, key: seal, password }
    }),
  )
  const byId = new Map(all.map((known) => [known.at.kiosk, known]))
  return {
    all,
    find: (at) => {
      const known = byId.get(at.kiosk)
      const same = known?.at.branch === at.branch && at.consortium === consortium
      return same ? known : undefined
    },
  }
}
