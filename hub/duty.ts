// Of the hubs that take turns one is on duty: it does what must be done by one alone. The next comes on
// duty within a second of its going, however it went. A hub that is alone is on duty always.
import type { Logger } from './log.ts'
import type { Hold } from './store/lock.ts'

export type Duty = {
  readonly isOn: boolean
  /** Another hub has the store open; seen within a second. */
  readonly hasCompany: boolean
  /** Does the work once, now or when this hub comes on duty; resolves when it is done or put off. */
  whenOn(work: () => Promise<void>): Promise<void>
}

export const ALONE: Duty = { isOn: true, hasCompany: false, whenOn: (work) => work() }

const LOOK_EVERY_MS = 1000

export const openDuty = async (
  hold: Hold,
  log: Logger,
): Promise<Duty & AsyncDisposable> => {
  const putOff: (() => Promise<void>)[] = []
  let isOn = await hold.takeDuty()
  let hasCompany = await hold.hasCompany()

  const failed = (error: unknown): void =>
    log.error({ reason: String(error) }, 'a duty was not done')
  const look = async (): Promise<void> => {
    hasCompany = await hold.hasCompany()
    if (isOn || !(await hold.takeDuty())) return
    isOn = true
    log.info('this hub is on duty now')
    for (const work of putOff.splice(0)) await work().catch(failed)
  }
  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(look).catch(failed)
  }, LOOK_EVERY_MS)
  return {
    get isOn() {
      return isOn
    },
    get hasCompany() {
      return hasCompany
    },
    whenOn: async (work) => {
      if (isOn) await work()
      else putOff.push(work)
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
