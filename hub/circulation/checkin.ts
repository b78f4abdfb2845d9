// Where an item goes that has come in, whatever was believed of it before. Pure.
import type { Standing } from './whereabouts.ts'

export type HoldToFill = { hold: string; pickup: string }

export type CheckinCase = {
  /** The branch that owns the item, and the branch where it was handed in. */
  home: string
  here: string
  /** The hold this very item was set aside for. */
  own: HoldToFill | null
  /** The first hold in the title's queue. */
  first: HoldToFill | null
}

/** Its own hold, else the first in the queue, else home. It moves only when that is elsewhere. */
export const decideCheckin = ({ home, here, own, first }: CheckinCase): Standing => {
  const next = own ?? first
  if (next === null)
    return home === here
      ? { place: 'shelf', branch: here }
      : { place: 'transit', branch: home, hold: null }
  const { hold, pickup } = next
  return pickup === here
    ? { place: 'hold-shelf', branch: here, hold }
    : { place: 'transit', branch: pickup, hold }
}
