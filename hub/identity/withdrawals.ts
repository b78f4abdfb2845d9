// Hears, while the hub runs, that a kiosk's certificate is withdrawn: by whatever process.
import type { Logger } from '../log.ts'
import type { Register } from './register.ts'

const LOOK_EVERY_MS = 1000

export type Withdrawals = {
  isWithdrawn(serial: string): boolean
  /** Looks every second until disposed of. */
  watch(watching: Watching): AsyncDisposable
}

type Watching = {
  log: Logger
  /**
   * Called with the kiosks that lost a certificate since the last look; at the first, with all that
   * ever did: they may have lost it while the hub was away. What it rejects is tried again.
   */
  onWithdrawn(kiosks: readonly string[]): Promise<void>
}

/** Rejects when the register cannot be read: a hub that cannot tell whom it has shut out must not start. */
export const openWithdrawals = async (register: Register): Promise<Withdrawals> => {
  let withdrawn = await withdrawnIn(register)

  const watch: Withdrawals['watch'] = ({ log, onWithdrawn }) => {
    let version = ''
    let told: typeof withdrawn = new Map()
    let trouble = ''
    const look = async (): Promise<void> => {
      const newest = register.version()
      if (newest === version) return
      withdrawn = await withdrawnIn(register)
      const lost = [...withdrawn].filter(([serial]) => !told.has(serial))
      const kiosks = [...new Set(lost.map(([, kiosk]) => kiosk))]
      if (kiosks.length > 0) await onWithdrawn(kiosks)
      // Last: what failed on the way is tried again at the next look.
      told = withdrawn
      version = newest
      trouble = ''
    }
    const failed = (error: unknown): void => {
      const reason = String(error)
      // Told once; that it is still so is no news.
      if (reason !== trouble)
        log.error({ reason }, 'a withdrawn kiosk may still be connected')
      trouble = reason
    }
    return everySecond(() => look().catch(failed))
  }
  return { isWithdrawn: (serial) => withdrawn.has(serial), watch }
}

/** One after the other, however long each takes. */
const everySecond = (work: () => Promise<void>): AsyncDisposable => {
  let working = Promise.resolve()
  const timer = setInterval(() => {
    working = working.then(work)
  }, LOOK_EVERY_MS)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await working
    },
  }
}

/** serial → kiosk. */
const withdrawnIn = async (register: Register): Promise<ReadonlyMap<string, string>> => {
  const all = await register.all()
  return new Map(
    all.flatMap(({ serial, kiosk, withdrawn }) =>
      withdrawn === undefined ? [] : [[serial, kiosk] as const],
    ),
  )
}
