// Runs the entrance: feeds its machine with what happens, and does what the machine says.
import type { Outcome } from '../../hub/protocol/command.ts'
import { stamp } from '../fact.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/link.ts'
import type { Logger } from '../log.ts'
import { startMachine } from '../machine.ts'
import type { CardReader, Clock, DoorLines, Unsubscribe } from '../ports.ts'
import { presenter } from '../present.ts'
import type { Screens } from '../screen/screens.ts'
import type { DoorOrder } from './command.ts'
import { next, overlayOf, viewOf } from './door-machine.ts'
import {
  type Closing,
  type DoorEffect,
  type DoorEvent,
  type DoorState,
  type DoorTimer,
  initial,
} from './state.ts'

export type DoorOptions = {
  card: Pick<CardReader, 'connected' | 'listen'>
  lines: Pick<DoorLines, 'connected' | 'listen' | 'release' | 'secure' | 'light'>
  link: Pick<Link, 'ask' | 'online' | 'onOnline' | 'onConfiguration'>
  journal: Pick<Journal, 'record'>
  screens: Pick<Screens, 'show' | 'overlay' | 'language' | 'onAction'>
  clock: Clock
  log: Logger
}

/** The ports are not its own: who opened them closes them after it. */
export type Door = AsyncDisposable & {
  /** Resolves with what became of it. */
  command(id: string, order: DoorOrder): Promise<Outcome>
  /** Fire begins or ends, as the panel's line tells. */
  onFire(listener: (on: boolean) => void): Unsubscribe
  closing(minutes: Closing): void
}

export const startDoor = (options: DoorOptions): Door => {
  const { card, lines, link, journal, screens, clock, log } = options
  const present = presenter(screens, 'door')
  const fireListeners = new Set<(on: boolean) => void>()
  /** Who waits for what becomes of a command, by its id. */
  const waiting = new Map<string, (outcome: Outcome) => void>()
  let fire = initial.fire

  const run = (effect: DoorEffect): void => {
    switch (effect.kind) {
      case 'release':
        lines.release()
        break
      case 'secure':
        lines.secure()
        break
      case 'light':
        lines.light(effect.colour)
        break
      case 'ask':
        void ask(effect)
        break
      case 'language':
        screens.language('door', effect.language)
        break
      case 'done':
        waiting.get(effect.id)?.(effect.outcome)
        break
      case 'record':
        // Not waited for: a disk that hangs may not hold up the lock, or the way out.
        void journal.record(stamp(effect.fact, clock.now()))
        break
    }
  }
  const ask = async (effect: Extract<DoorEffect, { kind: 'ask' }>): Promise<void> => {
    const { card: number, pin } = effect
    const asked = await link.ask('door', 'entry', { card: number, pin, at: clock.now() })
    machine.post({ kind: 'answer', ask: effect.ask, asked })
  }
  const changed = (state: DoorState): void => {
    present(viewOf(state), overlayOf(state))
    if (state.fire === fire) return
    fire = state.fire
    for (const listener of fireListeners) listener(fire)
  }

  const machine = startMachine<DoorState, DoorEvent, DoorEffect, DoorTimer>({
    initial: { state: initial, effects: [{ kind: 'light', colour: 'ready' }] },
    next,
    run,
    changed,
    failed: () => null,
    log,
  })
  const { post } = machine
  const leave = [
    card.listen(post),
    lines.listen(post),
    link.onOnline((online) => post({ kind: 'online', online })),
    link.onConfiguration(({ unlockMs }) => post({ kind: 'unlock-time', ms: unlockMs })),
    screens.onAction('door', (action) => post({ kind: 'action', action })),
  ]
  post({ kind: 'card-reader', connected: card.connected })
  post({ kind: 'lines', connected: lines.connected })
  post({ kind: 'online', online: link.online })

  return {
    command: (id, order) =>
      new Promise((resolve) => {
        waiting.set(id, (outcome) => {
          waiting.delete(id)
          resolve(outcome)
        })
        post({ kind: 'command', id, order })
      }),
    onFire: (listener) => {
      fireListeners.add(listener)
      return () => fireListeners.delete(listener)
    },
    closing: (minutes) => post({ kind: 'closing', minutes }),
    [Symbol.asyncDispose]: async () => {
      for (const unsubscribe of leave) unsubscribe()
      fireListeners.clear()
      await machine[Symbol.asyncDispose]()
    },
  }
}
