// Hears, while the hub runs, that a kiosk's certificate is withdrawn: by whatever process.
import type { Logger } from '../log.ts'
import type { Register } from './register.ts'

const LOOK_EVERY_MS = 1000

export type Withdrawals = AsyncDisposable & {
  isWithdrawn(serial: string): boolean
}

export type WithdrawalsOptions = {
  register: Register
  log: Logger
  /** Called with the kiosks that lost a certificate since the last look, the first look excepted. */
  onWithdrawn(kiosks: readonly string[]): Promise<void>
}

/** Rejects when the register cannot be read: a hub that cannot tell whom it has shut out must not start. */
export const watchWithdrawals = async (
  options: WithdrawalsOptions,
): Promise<Withdrawals> => {
  const { register, log, onWithdrawn } = options
  let version = await register.version()
  let withdrawn = await withdrawnIn(register)
  let told = withdrawn

  const look = async (): Promise<void> => {
    const newest = await register.version()
    if (newest === version) return
    withdrawn = await withdrawnIn(register)
    const lost = [...withdrawn].filter(([serial]) => !told.has(serial))
    const kiosks = [...new Set(lost.map(([, kiosk]) => kiosk))]
    if (kiosks.length > 0) await onWithdrawn(kiosks)
    // Last: what failed on the way is tried again at the next look.
    told = withdrawn
    version = newest
  }
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking
      .then(look)
      .catch((error: unknown) =>
        log.error({ reason: String(error) }, 'no look at the certificates'),
      )
  }, LOOK_EVERY_MS)
  return {
    isWithdrawn: (serial) => withdrawn.has(serial),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await looking
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
