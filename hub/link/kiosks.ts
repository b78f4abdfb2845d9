// The kiosks this hub knows, each with what its secret opens.
import {
  type BootKeys,
  bootKeys,
  deriveKeys,
  type Likeness,
  likenessOf,
  type SealKey,
} from '../protocol/seal.ts'
import type { KioskAddress } from '../protocol/topics.ts'

export type KnownKiosk = {
  at: KioskAddress
  /** For what outlives a boot of the kiosk: its configuration, and what is set aside. */
  key: SealKey
  /** Seals and opens what passes in this boot of the kiosk. */
  keyOf: BootKeys
  /** Tells apart what could not be read. */
  likeness: Likeness
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
      const { seal, password } = deriveKeys(secret)
      const likeness = likenessOf(secret)
      const at = { consortium, branch, kiosk }
      return { at, key: seal, keyOf: bootKeys(secret), likeness, password }
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
