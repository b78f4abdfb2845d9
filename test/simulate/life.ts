// Whose work runs. Each start of the hub, the broker or a kiosk is a life; what a dead one has left
// behind (timers, answers of the disk, bytes on their way) never runs.
import { AsyncLocalStorage } from 'node:async_hooks'

export type Life = {
  /** Such as `kiosk-1`; the next start has the same. */
  readonly name: string
  alive: boolean
  /** How far its wall clock is off, ms. */
  clockOff: number
  /** What its disk does to the statements that write. */
  disk: { full: boolean; failing: number }
}

const lives = new AsyncLocalStorage<Life>()

export const newLife = (name: string): Life => ({
  name,
  alive: true,
  clockOff: 0,
  disk: { full: false, failing: 0 },
})

/** Undefined for the simulation's own work. */
export const currentLife = (): Life | undefined => lives.getStore()

export const inLife = <T>(life: Life, work: () => T): T => lives.run(life, work)

export const outsideLives = <T>(work: () => T): T => lives.exit(work)

/** `work` as it is called later: in the life that is current now, and not when that has ended. */
export const ofThisLife = <A extends unknown[]>(work: (...args: A) => void) => {
  const life = currentLife()
  const inContext = AsyncLocalStorage.snapshot()
  return (...args: A): void => {
    if (life?.alive !== false) inContext(work, ...args)
  }
}
