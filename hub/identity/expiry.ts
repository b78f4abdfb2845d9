// Which certificates still count, and an alarm for each kiosk whose own is about to end: nobody looks
// at a list for ninety days.
import type { Alarms } from '../alarms/alarms.ts'
import type { Logger } from '../log.ts'
import { lookOut } from '../look-out.ts'
import type { Certificate, Register } from './register.ts'

const DAY_MS = 24 * 60 * 60_000
/** A kiosk renews at two thirds of its 90 days: what has less left was not renewed. */
const SOON_MS = 30 * DAY_MS
const LOOK_EACH_MS = 60_000

export type CertificateState = 'in-force' | 'expires-soon' | 'expired' | 'withdrawn'

/** `now` in ms since 1970 UTC, as the certificate's own instants. */
export const stateOf = (
  { notAfter, withdrawn }: Pick<Certificate, 'notAfter' | 'withdrawn'>,
  now: number,
): CertificateState => {
  if (withdrawn !== undefined) return 'withdrawn'
  if (notAfter <= now) return 'expired'
  return notAfter - now < SOON_MS ? 'expires-soon' : 'in-force'
}

/** Kiosks that had a certificate, none of which is good for long; not those that were shut out. */
const dueIn = (all: readonly Certificate[], now: number): ReadonlySet<string> => {
  const due = new Set<string>()
  const well = new Set<string>()
  for (const one of all) {
    const state = stateOf(one, now)
    if (state === 'in-force') well.add(one.kiosk)
    else if (state !== 'withdrawn') due.add(one.kiosk)
  }
  return new Set([...due].filter((kiosk) => !well.has(kiosk)))
}

export type ExpiryWatch = AsyncDisposable & {
  /** Looks whether anything is due, or no longer: when the register has changed, and each day. */
  look(): Promise<void>
}

type Watching = {
  register: Register
  /** Of the configuration: nobody misses any other. */
  kiosks: readonly string[]
  alarms: Pick<Alarms, 'raise' | 'over' | 'open'>
  log: Logger
  /** Ms since 1970 UTC, of the real clock. */
  now?: () => number
}

/** Has looked once when it resolves, and looks every minute until disposed of. */
export const watchExpiry = async ({
  register,
  kiosks,
  alarms,
  log,
  now = Date.now,
}: Watching): Promise<ExpiryWatch> => {
  const told = new Set(
    (await alarms.open()).flatMap(({ kiosk, kind }) => (kind === KIND ? [kiosk] : [])),
  )
  let seen = ''
  const look = async (): Promise<void> => {
    const newest = `${register.version()} ${Math.floor(now() / DAY_MS)}`
    if (newest === seen) return
    const due = dueIn(await register.all(), now())
    for (const kiosk of kiosks)
      if (due.has(kiosk) && !told.has(kiosk)) {
        told.add(kiosk)
        alarms.raise({ kiosk, kind: KIND, detail: 'no certificate for 30 days more' })
      }
    for (const kiosk of told)
      if (!due.has(kiosk)) {
        told.delete(kiosk)
        alarms.over(kiosk, KIND)
      }
    seen = newest
  }
  const failure = 'nobody looks which certificates end'
  return { look, ...(await lookOut(look, { eachMs: LOOK_EACH_MS, log, failure })) }
}

const KIND = 'certificate-ends'
