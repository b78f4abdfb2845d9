// Runs the branch's rooms by its hours: feeds their machine with what happens, and does what it says.
import {
  ANNOUNCEMENTS,
  type Announcement,
  premises as premisesOf,
} from '../../hub/protocol/actions.ts'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import type { Door } from '../door/door.ts'
import { stamp } from '../fact.ts'
import type { Journal } from '../journal/journal.ts'
import type { Logger } from '../log.ts'
import { startMachine } from '../machine.ts'
import type { Clock, PremisesBoard } from '../ports.ts'
import type { Screens } from '../screen/screens.ts'
import type { OpeningName, Role } from '../screen-protocol.ts'
import { next } from './premises-machine.ts'
import { isQuiet } from './quiet.ts'
import {
  initial,
  type PremisesEffect,
  type PremisesEvent,
  type PremisesState,
  type PremisesTimer,
} from './state.ts'
import type { Voice } from './voice.ts'
import { watchActions } from './watch.ts'
import { linesOf } from './words.ts'

export type PremisesOptions = {
  board: PremisesBoard | undefined
  /** An intruder alarm is wired to the board. */
  hasAlarm: boolean
  door: Pick<Door, 'hours' | 'onFire' | 'onInside' | 'onPresent' | 'inside'> | undefined
  /** The screen that has a speaker, and what makes its sounds; without one everything is only written. */
  speaker: { at: Role; voice: Voice } | undefined
  screens: Pick<Screens, 'frame'>
  journal: Pick<Journal, 'record'>
  clock: Clock
  log: Logger
}

export type Premises = AsyncDisposable & {
  opening(name: OpeningName): void
  configured(configuration: KioskConfiguration): void
  /** Somebody was identified at the desk. */
  present(patron: string): void
  /** Whether the clock is to be believed. */
  timeTrusted(trusted: boolean): void
  /** Looks now: the clock was set. */
  look(): void
}

/** Long enough to read twice. */
const WRITTEN_MS = 30_000

type Speaking = Pick<KioskConfiguration, 'premises' | 'branch'>

export const startPremises = (options: PremisesOptions): Premises => {
  const { board, hasAlarm, door, speaker, screens, journal, clock, log } = options
  let speaking: Speaking | undefined
  let said = 0
  let erase: NodeJS.Timeout | undefined

  const run = (effect: PremisesEffect): void => {
    switch (effect.kind) {
      case 'lights':
        board?.lights(effect.on)
        break
      case 'machines':
        board?.machines(effect.on)
        break
      case 'screens':
        screens.frame({ dark: !effect.lit })
        break
      case 'arm':
        board?.arm()
        break
      case 'disarm':
        board?.disarm()
        break
      case 'door':
        door?.hours(effect)
        break
      case 'announce':
        announce(effect.what, effect.aloud)
        break
      case 'hush':
        hush()
        break
      case 'record':
        // Not waited for: a disk that hangs may not hold up the lights, or a call to leave.
        void journal.record(stamp(effect.fact, clock.now()))
        break
    }
  }
  const announce = (what: Announcement, aloud: boolean): void => {
    const { announcements } = speaking?.premises ?? premisesOf.parse({})
    const zone = speaking?.branch.zone ?? 'Europe/Stockholm'
    const isAloud =
      aloud && (what === 'evacuation' || !isQuiet(clock.now(), zone, announcements.quiet))
    said += 1
    screens.frame({
      announcement: {
        n: said,
        lines: linesOf(what, announcements),
        sound:
          speaker && isAloud ? { at: speaker.at, files: speaker.voice.sounds(what) } : null,
      },
    })
    clearTimeout(erase)
    erase = setTimeout(hush, WRITTEN_MS)
  }
  const hush = (): void => {
    clearTimeout(erase)
    screens.frame({ announcement: null })
  }

  const fitted = { alarm: board !== undefined && hasAlarm, door: door !== undefined }
  const machine = startMachine<PremisesState, PremisesEvent, PremisesEffect, PremisesTimer>(
    {
      initial: { state: initial(fitted), effects: [] },
      next,
      run,
      changed: () => {},
      failed: () => null,
      log,
    },
  )
  const { post } = machine
  const watch = watchActions(clock, (values) => post({ kind: 'wanted', values }))
  const leave = [
    board?.listen(post),
    door?.onFire((on) => post({ kind: 'fire', on })),
    door?.onInside((count) => post({ kind: 'inside', count })),
    door?.onPresent((patron) => post({ kind: 'present', patron })),
  ]
  post({ kind: 'inside', count: door?.inside() ?? null })
  if (board?.connected) post({ kind: 'board', connected: true })
  let preparing: Promise<void> = Promise.resolve()

  const prepare = async ({ premises = premisesOf.parse({}) }: Speaking): Promise<void> => {
    const all = ANNOUNCEMENTS.map((what) => [what, linesOf(what, premises.announcements)])
    await speaker?.voice.prepare(Object.fromEntries(all))
  }
  return {
    opening: (name) => post({ kind: 'opening', name }),
    configured: (configuration) => {
      const { premises = premisesOf.parse({}) } = configuration
      speaking = configuration
      post({ kind: 'arming', rules: premises.arming })
      watch.look(configuration)
      preparing = preparing
        .then(() => prepare(configuration))
        .catch((err: unknown) => log.warn({ err }, 'announcements could not be prepared'))
    },
    present: (patron) => post({ kind: 'present', patron }),
    timeTrusted: (trusted) => post({ kind: 'time', trusted }),
    look: () => watch.look(),
    [Symbol.asyncDispose]: async () => {
      for (const unsubscribe of leave) unsubscribe?.()
      watch[Symbol.dispose]()
      clearTimeout(erase)
      await machine[Symbol.asyncDispose]()
      await preparing
    },
  }
}
