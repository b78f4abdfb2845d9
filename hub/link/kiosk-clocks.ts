// Whether each kiosk's clock is right, by the one question that bears its time: asked a moment ago, or
// it would not be asked any more. What was journalled may be old, and tells nothing of the clock now.
import type { Alarms } from '../alarms/alarms.ts'
import type { Duties } from './duties.ts'

const MINUTE_MS = 60_000
/** Who is let in is decided by the hub's clock; what the screen says of hours, by the kiosk's. */
const TOLERANCE_MS = 5 * MINUTE_MS

/** The same duties, which note the asker's clock; one that is right ends the alarm of an earlier hub too. */
export const watchingClocks = (
  duties: Duties,
  alarms: Pick<Alarms, 'raise' | 'over'>,
): Duties => {
  const right = new Set<string>()
  const see = (kiosk: string, aheadMs: number): void => {
    const isRight = Math.abs(aheadMs) <= TOLERANCE_MS
    const wasRight = right.has(kiosk)
    if (!isRight) {
      right.delete(kiosk)
      const minutes = Math.round(Math.abs(aheadMs) / MINUTE_MS)
      const detail = `${minutes} min ${aheadMs > 0 ? 'ahead' : 'behind'}`
      alarms.raise({ kiosk, kind: 'clock', detail })
    } else if (!wasRight) {
      right.add(kiosk)
      alarms.over(kiosk, 'clock')
    }
  }
  return {
    ...duties,
    entry: (request, asked) => {
      see(asked.kiosk, request.at - asked.now)
      return duties.entry(request, asked)
    },
  }
}
