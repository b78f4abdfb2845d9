// Works out what a branch is only when it may be something else than last time: it is asked for every
// second, and while somebody waits at a door.
import { type Hours, type OpeningState, openingState } from './opening.ts'

/** A change that was too far ahead to be seen may have come nearer. */
const LOOK_AGAIN_MS = 24 * 60 * 60_000

export type OpeningMemory = (at: number, hours: Hours) => OpeningState

/** Of one branch; other hours are another object. */
export const openingMemory = (): OpeningMemory => {
  let last: { hours: Hours; at: number; opening: OpeningState } | undefined
  return (at, hours) => {
    const isSame = last?.hours === hours && Math.abs(at - last.at) < LOOK_AGAIN_MS
    if (last === undefined || !isSame || !holds(last.opening, at))
      last = { hours, at, opening: openingState(at, hours) }
    return last.opening
  }
}

const holds = ({ since, until }: OpeningState, at: number): boolean =>
  (since === null || since <= at) && (until === null || at < until)
