// Runs the entrance: feeds its machine with what happens, and does what the machine says.
import { z } from 'zod'
import type { Outcome } from '../../hub/protocol/command.ts'
import { entryRulesOf, type KioskConfiguration } from '../../hub/protocol/configuration.ts'
import { stamp } from '../fact.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/link.ts'
import type { Logger } from '../log.ts'
import { startMachine } from '../machine.ts'
import { askForEntry, NO_LIST } from '../offline/ask.ts'
import type { Offline } from '../offline/offline.ts'
import type { CardReader, Clock, DoorLines, Unsubscribe } from '../ports.ts'
import { presenter } from '../present.ts'
import type { Screens } from '../screen/screens.ts'
import type { OpeningName } from '../screen-protocol.ts'
import type { DoorOrder } from './command.ts'
import { insideOf } from './counter.ts'
import { next } from './door-machine.ts'
import {
  type Closing,
  type DoorEffect,
  type DoorEvent,
  type DoorMode,
  type DoorSettings,
  type DoorState,
  type DoorTimer,
  initial,
} from './state.ts'
import { overlayOf, viewOf } from './view.ts'

export type DoorOptions = {
  card: Pick<CardReader, 'connected' | 'listen'>
  lines: Omit<DoorLines, 'close'>
  /** A contact that changes for a shorter time has not moved; 50 unless told. */
  debounceMs?: number
  link: Pick<Link, 'ask' | 'online' | 'onOnline' | 'onConfiguration'>
  /** Who is let in when the hub does not answer; nobody unless told. */
  offline?: Pick<Offline, 'enter' | 'heard' | 'ready' | 'onReady'>
  journal: Pick<Journal, 'record' | 'remember' | 'recall'>
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
  /** People inside; null where nobody counts them. */
  inside(): number | null
  /** Called with each change of `inside`. */
  onInside(listener: (inside: number | null) => void): Unsubscribe
  /** Staff say how many are inside: counting drifts. */
  correctInside(count: number): void
  opening(name: OpeningName): void
  /** What the branch's hours make of the entrance. */
  hours(of: { mode: DoorMode; rollCall: boolean }): void
  /** Somebody checked in at the roll-call. */
  onPresent(listener: (patron: string) => void): Unsubscribe
  closing(minutes: Closing): void
}

const MEMORY = 'door'
const memory = z.object({
  afterFire: z.boolean(),
  inside: z.int().min(0).max(10_000),
})

export const startDoor = (options: DoorOptions): Door => {
  const { card, lines, link, offline = NO_LIST, journal, screens, clock, log } = options
  const { debounceMs = initial.settings.debounceMs } = options
  const present = presenter(screens, 'door')
  /** Who waits for what becomes of a command, by its id. */
  const waiting = new Map<string, (outcome: Outcome) => void>()
  const fire = tellingChanges(initial.fire)
  const presentListeners = new Set<(patron: string) => void>()
  const inside = tellingChanges<number | null>(insideOf(initial))

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
      case 'sound':
        lines.sound(effect.sound)
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
      case 'present':
        for (const listener of presentListeners) listener(effect.patron)
        break
      case 'record':
        // Not waited for: a disk that hangs may not hold up the lock, or the way out.
        void journal.record(stamp(effect.fact, clock.now()))
        break
      case 'remember':
        journal.remember(MEMORY, effect.memory).catch(forgotten)
        break
    }
  }
  const forgotten = (err: unknown): void =>
    log.warn({ err }, 'what the door should know after a restart is not on the disk')
  const recall = async (): Promise<void> => {
    const recalled = memory.safeParse(await journal.recall(MEMORY))
    if (recalled.success) machine.post({ kind: 'remembered', memory: recalled.data })
  }
  const ask = async (effect: Extract<DoorEffect, { kind: 'ask' }>): Promise<void> => {
    const { card: number, pin, inside } = effect
    const answer = await askForEntry(link, offline, {
      card: number,
      ...(pin !== null && { pin }),
      at: clock.now(),
      ...(inside !== null && { inside }),
    })
    machine.post({ kind: 'answer', ask: effect.ask, ...answer })
  }
  /** Who can be let in by the list is greeted as ever; that the hub is gone stands in the frame. */
  const greet = (): void =>
    machine.post({ kind: 'online', online: link.online || offline.ready })
  const changed = (state: DoorState): void => {
    present(viewOf(state), overlayOf(state))
    fire.now(state.fire)
    inside.now(insideOf(state))
  }

  const machine = startMachine<DoorState, DoorEvent, DoorEffect, DoorTimer>({
    initial: {
      state: { ...initial, settings: { ...initial.settings, debounceMs } },
      effects: [{ kind: 'light', colour: 'ready' }],
    },
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
    link.onOnline(greet),
    offline.onReady(greet),
    link.onConfiguration((configuration) =>
      post({ kind: 'settings', settings: settingsOf(configuration) }),
    ),
    screens.onAction('door', (action) => post({ kind: 'action', action })),
  ]
  post({ kind: 'card-reader', connected: card.connected })
  post({ kind: 'lines', connected: lines.connected })
  greet()
  recall().catch((err) => log.warn({ err }, 'what the door knew cannot be read'))

  return {
    command: (id, order) =>
      new Promise((resolve) => {
        waiting.set(id, (outcome) => {
          waiting.delete(id)
          resolve(outcome)
        })
        post({ kind: 'command', id, order })
      }),
    onFire: fire.listen,
    inside: inside.last,
    onInside: inside.listen,
    correctInside: (count) => post({ kind: 'inside', count }),
    opening: (name) => post({ kind: 'opening', name }),
    hours: ({ mode, rollCall }) => post({ kind: 'hours', mode, rollCall }),
    onPresent: (listener) => {
      presentListeners.add(listener)
      return () => presentListeners.delete(listener)
    },
    closing: (minutes) => post({ kind: 'closing', minutes }),
    [Symbol.asyncDispose]: async () => {
      for (const unsubscribe of leave) unsubscribe()
      fire.clear()
      presentListeners.clear()
      inside.clear()
      await machine[Symbol.asyncDispose]()
    },
  }
}

const settingsOf = (configuration: KioskConfiguration): Partial<DoorSettings> => {
  const { unlockMs, extendedUnlockMs } = configuration
  const { methods, coVisitors } = entryRulesOf(configuration)
  return {
    ...{ unlockMs, methods, coVisitors },
    ...(extendedUnlockMs !== undefined && { extendedMs: extendedUnlockMs }),
  }
}

/** Tells its listeners a value when it has changed. */
const tellingChanges = <T>(first: T) => {
  const listeners = new Set<(value: T) => void>()
  let last = first
  return {
    last: () => last,
    now: (value: T): void => {
      if (value === last) return
      last = value
      for (const listener of listeners) listener(value)
    },
    listen: (listener: (value: T) => void): Unsubscribe => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => listeners.clear(),
  }
}
