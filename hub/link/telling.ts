// What kiosks are told as their configuration: their branch's, as it stands in the store now, and what
// is this hub's or that one kiosk's own.

import { policyOf } from '../offline/policy.ts'
import type { CardKey } from '../protocol/sealed-card.ts'
import type { PublicKey } from '../protocol/signature.ts'
import { findBranch, kioskConfiguration } from '../registry/branches.ts'
import type { Store } from '../store/store.ts'
import type { Kiosks, KnownKiosk } from './kiosks.ts'
import type { Link } from './link.ts'
import { spreadOf } from './spread.ts'

export type Telling = {
  each(): Promise<void>
  branch(id: string): Promise<void>
  /** It has come with a boot below one heard before, and is to begin above that. */
  bootAbove(kiosk: KnownKiosk, boot: number): Promise<void>
}

export type TellingOptions = {
  store: Pick<Store, 'db'>
  kiosks: Pick<Kiosks, 'all'>
  tell: Link['tell']
  commandKeys: PublicKey[]
  /** Absent where no sealed card is opened. */
  cardKey?: CardKey
}

export const createTelling = ({
  store,
  kiosks: { all },
  tell: tellOne,
  commandKeys,
  cardKey,
}: TellingOptions): Telling => {
  const spreadSeconds = spreadOf(all.length)
  /** Kiosk → the boot it is to begin above. */
  const boots = new Map<string, number>()

  const tell = async (branch: string, kiosks: readonly KnownKiosk[]): Promise<void> => {
    const configuration = await kioskConfiguration(store.db, branch)
    const row = await findBranch(store.db, branch)
    if (configuration === null || row === undefined) return
    for (const kiosk of kiosks) {
      const bootAbove = boots.get(kiosk.at.kiosk)
      await tellOne(kiosk, {
        ...configuration,
        commandKeys,
        ...(cardKey && { cardKey }),
        offline: policyOf(row, kiosk.at.kiosk),
        ...(spreadSeconds && { spreadSeconds }),
        ...(bootAbove && { bootAbove }),
      })
    }
  }
  const branch = (id: string): Promise<void> =>
    tell(
      id,
      all.filter(({ at }) => at.branch === id),
    )
  return {
    each: async () => {
      for (const id of new Set(all.map(({ at }) => at.branch))) await branch(id)
    },
    branch,
    bootAbove: async (kiosk, boot) => {
      boots.set(kiosk.at.kiosk, boot)
      await tell(kiosk.at.branch, [kiosk])
    },
  }
}
