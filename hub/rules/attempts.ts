// How many tries at a PIN there are, in a window that slides: counted alike by the hub and by a kiosk
// that decides alone. Whoever uses it commits a try before he compares, and takes nothing back by a clock.

/** At most `tries` in any `windowMs`. */
export type Budget = { tries: number; windowMs: number }

const MINUTE_MS = 60_000

/** Of a card, at every reader together. */
export const CARD_BUDGET: Budget = { tries: 5, windowMs: 15 * MINUTE_MS }
/** Of a reader, whatever the cards: one PIN tried on card after card (threat 4). */
export const READER_BUDGET: Budget = { tries: 10, windowMs: 10 * MINUTE_MS }
/** Of a card at one kiosk without its hub, which cannot know what is tried elsewhere (threat 5). */
export const OFFLINE_CARD_BUDGET: Budget = { tries: 3, windowMs: 60 * MINUTE_MS }
/** So many cards that failed at one reader are no forgetful patrons. */
export const MANY_CARDS: Budget = { tries: 20, windowMs: 60 * MINUTE_MS }

/** When each try was, in ms of the clock that counts them; in any order. */
export type Tries = readonly number[]

/**
 * Those that still count. One from later than `now` is of a clock that has been put back since: it counts
 * as of now, so that it neither goes before its time nor stays for a year.
 */
export const counting = ({ windowMs }: Budget, tries: Tries, now: number): Tries =>
  tries.map((at) => Math.min(at, now)).filter((at) => now - at < windowMs)

/** `tries` is what to keep in either case; `left` = how many more there may be now. */
export type Spent = { ok: boolean; tries: Tries; left: number }

/** One try more, if there may be one: a refused one is not compared, and so does not count. */
export const spend = (budget: Budget, tries: Tries, now: number): Spent => {
  const before = counting(budget, tries, now)
  if (before.length >= budget.tries) return { ok: false, tries: before, left: 0 }
  return { ok: true, tries: [...before, now], left: budget.tries - before.length - 1 }
}

/** A try at a reader: `card` tells cards apart and says nothing more. */
export type CardTried = { card: string; at: number }

/** Whether one PIN is tried on many cards there. */
export const triesManyCards = (tried: readonly CardTried[], now: number): boolean => {
  const recent = tried.filter(({ at }) => now - at < MANY_CARDS.windowMs)
  return new Set(recent.map(({ card }) => card)).size >= MANY_CARDS.tries
}
