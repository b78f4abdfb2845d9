// Counts what had to be turned away, and tells the log of the first, the second, the fourth, the
// eighth: a line for each would help whoever floods us.
import type { Logger } from '../log.ts'
import type { Heard } from './decode.ts'

export type TurnedAway = (kiosk: string, channel: Heard) => void

/** Of known kiosks only, so what is counted is bounded. */
export const countTurnedAway = (log: Logger): TurnedAway => {
  const counts = new Map<string, number>()
  return (kiosk, channel) => {
    const key = `${kiosk}/${channel}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (Number.isInteger(Math.log2(count)))
      log.warn({ kiosk, channel, count }, 'turned a message away: too much waits')
  }
}
