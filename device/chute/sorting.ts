// Which bin an item falls into.
import type { Destination } from '../../hub/protocol/asks.ts'

/** Where an item is to go, or `unsorted` when nobody could say. */
export type Sort = Destination['kind'] | 'unsorted'

/** `bin` 1…20, as the board counts them. */
export type Bin = { bin: number; takes: readonly Sort[] }

const FULL_AT = 0.95
/** A bin that was full has room again below this, so that a level that trembles is told once. */
const ROOM_AT = 0.85

export const isFull = (level: number, was: boolean): boolean =>
  was ? level >= ROOM_AT : level >= FULL_AT

/**
 * The first bin with room that takes such items; else one for unsorted items; else any with room:
 * staff can sort a book, nobody can take it from a patron at night. Null when all are full.
 */
export const chooseBin = (
  sort: Sort,
  bins: readonly Bin[],
  full: readonly number[],
): number | null => {
  const open = bins.filter(({ bin }) => !full.includes(bin))
  const chosen =
    open.find(({ takes }) => takes.includes(sort)) ??
    open.find(({ takes }) => takes.includes('unsorted')) ??
    open[0]
  return chosen?.bin ?? null
}
