// The kiosk's clock: looks at the machine's every second, hears the hub's, remembers how late it was, and
// tells when it may be relied on. Nothing else in the kiosk reads the machine's clock.
import { z } from 'zod'
import { instant } from '../../hub/protocol/terms.ts'
import { createListeners } from '../drivers/listeners.ts'
import type { Journal } from '../journal/journal.ts'
import type { TimeTold } from '../link/questions.ts'
import type { Logger } from '../log.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import { askKept, readKept } from './kept.ts'
import { initialTime, isTrusted, next, type TimeEvent, timeAt } from './trust.ts'

export type Time = Disposable & {
  clock: Required<Clock>
  /** The hub has answered. */
  heard(time: Pick<TimeTold, 'clock' | 'askedAt' | 'heardAt'>): void
  onTrusted(listener: (trusted: boolean) => void): Unsubscribe
}

const LOOK_EACH_MS = 1000
/** How the clock is kept changes seldom, and may take a program to find out. */
const ASK_EACH_MS = 60_000

const FLOOR = 'time'
const remembered = z.object({ floor: instant })

/** Resolves when it has looked once. A disk that tells or takes nothing is no reason to have no clock. */
export const openTime = async (
  journal: Pick<Journal, 'recall' | 'record' | 'remember'>,
  log: Logger,
): Promise<Time> => {
  const failed = (err: unknown): void => log.error({ err }, 'the disk does not take it')
  const known = remembered.safeParse(await journal.recall(FLOOR).catch(failed))
  let state = initialTime(known.data?.floor ?? 0)
  let kept = await readKept()
  const listeners = createListeners<boolean>()
  const now = (): number => timeAt(state, performance.now())

  /** At a start that nothing is known is no news; that it was known and no longer is, is. */
  let isLost = false
  const take = (event: TimeEvent): void => {
    const step = next(state, event)
    state = step.state
    for (const effect of step.effects)
      switch (effect.kind) {
        case 'floor':
          journal.remember(FLOOR, { floor: effect.at }).catch(failed)
          break
        case 'trusted':
          log.warn(effect, 'whether the time may be relied on has changed')
          if (isLost || !effect.trusted)
            void journal.record({ kind: 'clock', at: now(), trusted: effect.trusted })
          isLost = !effect.trusted
          listeners.tell(effect.trusted)
          break
        case 'leapt':
          log.error(effect, 'the clock of this machine leapt, and is not followed')
          void journal.record({
            kind: 'clock',
            at: now(),
            trusted: state.held !== null,
            leaptMs: effect.byMs,
          })
          break
      }
  }
  const look = (): void =>
    take({ kind: 'look', wall: Date.now(), mono: performance.now(), ...kept })
  const ask = (): void => {
    void askKept().then((told) => {
      kept = told
    })
  }
  const timers = [setInterval(look, LOOK_EACH_MS), setInterval(ask, ASK_EACH_MS)]
  look()
  ask()
  return {
    clock: {
      now,
      get trusted() {
        return isTrusted(state, performance.now())
      },
    },
    heard: ({ clock: at, askedAt: asked, heardAt: heard }) =>
      take({ kind: 'hub', at, asked, heard }),
    onTrusted: listeners.add,
    [Symbol.dispose]: () => {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
