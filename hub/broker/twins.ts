// Notices two that hold one certificate: each takes the other's place again and again. A kiosk whose
// own line froze does so once.
import type { Alarms } from '../alarms/alarms.ts'

/** So often within a minute is no frozen line: a kiosk waits up to 10 s before it comes again. */
export const TWINS_REPLACED = 5
const MINUTE_MS = 60_000

export type Twins = {
  /** A connection of this kiosk, which is one of ours, has taken the place of another. */
  replaced(kiosk: string): void
}

/** `now` in milliseconds that only go forward. */
export const createTwins = (
  alarms: Pick<Alarms, 'raise'>,
  now: () => number = performance.now.bind(performance),
): Twins => {
  const times = new Map<string, readonly number[]>()
  return {
    replaced: (kiosk) => {
      const at = now()
      const recent = (times.get(kiosk) ?? []).filter((then) => at - then < MINUTE_MS)
      const all = [...recent, at].slice(-TWINS_REPLACED)
      times.set(kiosk, all)
      if (all.length < TWINS_REPLACED) return
      const detail = `took its own place ${TWINS_REPLACED} times in a minute`
      alarms.raise({ kiosk, kind: 'used-twice', detail })
    },
  }
}
