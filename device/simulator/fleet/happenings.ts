// What happens at branches of an evening, and when: as a Poisson process, so that it comes in bunches
// as people do.
import type { KioskEvent } from '../../../hub/protocol/events.ts'

/** The door, for most of it; now and then a tray that fills, paper that ends, a reader that blinks. */
export const happeningOf = (n: number, at: number): KioskEvent => {
  const turn = n % 20
  if (turn === 9) return { kind: 'device', at, device: 'desk-pad', connected: false }
  if (turn === 10) return { kind: 'device', at, device: 'desk-pad', connected: true }
  if (turn === 14) return { kind: 'paper', at, state: n % 40 === 14 ? 'near-end' : 'ok' }
  if (turn === 18) return { kind: 'bin', at, bin: 1, full: n % 40 === 18 }
  return { kind: 'door', at, what: n % 2 === 0 ? 'opened' : 'closed' }
}

/** Below it a timer is no more exact, and one for all kiosks costs less than one for each. */
const LOOK_MS = 20

/**
 * Calls `happen` so many times a second in the long run, until it is disposed of. What thousands of
 * kiosks do by themselves at a rate each, one process does at the sum, at kiosks drawn by lot.
 */
export const everySoOften = (
  perSecond: number,
  random: () => number,
  happen: () => void,
): Disposable => {
  if (perSecond <= 0) return { [Symbol.dispose]: () => {} }
  const gapMs = (): number => (-Math.log(1 - random()) * 1000) / perSecond
  let due = performance.now() + gapMs()
  const timer = setInterval(() => {
    const now = performance.now()
    for (; due <= now; due += gapMs()) happen()
  }, LOOK_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
