// Watches what the hours want of the branch's rooms, by the clock that decides.
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import { type ActionState, type ActionValues, actionsAt } from '../../hub/rules/actions.ts'
import { hoursOf } from '../../hub/rules/opening.ts'
import type { Clock } from '../ports.ts'

const LOOK_EVERY_MS = 1000

export type ActionWatch = Disposable & {
  /** Looks now: the clock was set, or the configuration changed. */
  look(configuration?: KioskConfiguration): void
}

/** Calls at each change; never while nothing is known, or the branch does nothing by itself. */
export const watchActions = (
  clock: Clock,
  changed: (values: ActionValues) => void,
): ActionWatch => {
  let configuration: KioskConfiguration | undefined
  let known: (ActionState & { at: number }) | undefined
  let last = ''

  const look = (): void => {
    const { premises } = configuration ?? {}
    if (configuration === undefined || premises === undefined) return
    const at = clock.now()
    if (known === undefined || at < known.at || (known.until !== null && at >= known.until))
      known = { ...actionsAt(at, hoursOf(configuration), premises.actions), at }
    const told = JSON.stringify(known.values)
    if (told === last) return
    last = told
    changed(known.values)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    look: (latest) => {
      if (latest !== undefined) {
        configuration = latest
        known = undefined
      }
      look()
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
