// Runs the return chute: feeds its machine with what happens, and does what the machine says.
import { stamp } from '../fact.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/link.ts'
import type { Logger } from '../log.ts'
import { startMachine } from '../machine.ts'
import { loadNotes } from '../own-notes.ts'
import type { ChuteBoard, Clock, ItemReader } from '../ports.ts'
import { presenter } from '../present.ts'
import type { Screens } from '../screen/screens.ts'
import type { Security } from '../tag-part.ts'
import { next } from './chute-machine.ts'
import { CHUTE_NOTES } from './notes.ts'
import type { Bin } from './sorting.ts'
import {
  type ChuteEffect,
  type ChuteEvent,
  type ChuteState,
  type ChuteTimer,
  type Closing,
  initial,
} from './state.ts'
import { overlayOf, viewOf } from './view.ts'

export type ChuteOptions = {
  reader: Pick<ItemReader, 'connected' | 'listen' | 'writeAfi'>
  board: Omit<ChuteBoard, 'close'>
  link: Pick<Link, 'ask'>
  journal: Pick<Journal, 'append' | 'begin' | 'finish' | 'unfinished'>
  screens: Pick<Screens, 'show' | 'overlay' | 'language' | 'onAction'>
  /** At least one. */
  bins: readonly Bin[]
  security: Security
  /** Of its ids, unique to this start of the role: 4 to 50 of [A-Za-z0-9_-]. */
  run: string
  clock: Clock
  log: Logger
}

/** The ports are not its own: who opened them closes them after it. */
export type Chute = AsyncDisposable & {
  /** It could not write what it must not forget: only a new start helps. */
  isBroken(): boolean
  /** Shows the way out for as long as it burns; nothing new is taken in. */
  fire(on: boolean): void
  closing(minutes: Closing): void
}

export const startChute = (options: ChuteOptions): Chute => {
  const { reader, board, link, journal, screens, security, bins, clock, log } = options
  const present = presenter(screens, 'chute')
  let isBroken = false

  const run = (effect: ChuteEffect): Promise<void> | void => {
    switch (effect.kind) {
      case 'ask':
        void ask(effect)
        return
      case 'write':
        void write(effect)
        return
      case 'open-flap':
        return board.openFlap()
      case 'close-flap':
        return board.closeFlap()
      case 'sort':
        return board.sortTo(effect.bin)
      case 'light':
        return board.light(effect.colour)
      case 'note':
        return journal.begin({ key: effect.key, note: effect.note })
      case 'finish':
        return journal.finish(effect.key)
      case 'record':
        return append(effect)
      case 'language':
        return screens.language('chute', effect.language)
    }
  }
  type AskEffect = Extract<ChuteEffect, { kind: 'ask' }>
  const ask = async ({ ask: number, item }: AskEffect): Promise<void> => {
    const asked = await link.ask('chute', 'item', { item })
    post({ kind: 'answer', ask: number, asked })
  }
  const write = async ({ uid, afi }: { uid: string; afi: number }): Promise<void> => {
    const written = await reader.writeAfi(uid, afi)
    post({ kind: 'written', uid, afi, written })
  }
  type RecordEffect = Extract<ChuteEffect, { kind: 'record' }>
  const append = async ({ fact, finish }: RecordEffect): Promise<void> => {
    const settle = finish === undefined ? {} : { finish }
    await journal.append(stamp(fact, clock.now()), settle)
  }

  const state = initial({ run: options.run, security, bins })
  const machine = startMachine<ChuteState, ChuteEvent, ChuteEffect, ChuteTimer>({
    initial: { state, effects: [{ kind: 'light', colour: 'attention' }] },
    next,
    run,
    changed: (now) => {
      isBroken = now.broken
      present(viewOf(now), overlayOf(now))
    },
    failed: (effect) => (IN_JOURNAL.has(effect.kind) ? { kind: 'journal-lost' } : null),
    log,
  })
  const { post } = machine
  const leave = [
    reader.listen(post),
    board.listen(post),
    screens.onAction('chute', (action) => post({ kind: 'action', action })),
  ]
  post({ kind: 'item-reader', connected: reader.connected })
  post({ kind: 'board', connected: board.connected })
  void loadNotes(CHUTE_NOTES, { journal, log }).then(post)

  return {
    isBroken: () => isBroken,
    fire: (on) => post({ kind: 'fire', on }),
    closing: (minutes) => post({ kind: 'closing', minutes }),
    [Symbol.asyncDispose]: async () => {
      for (const unsubscribe of leave) unsubscribe()
      await machine[Symbol.asyncDispose]()
    },
  }
}

const IN_JOURNAL: ReadonlySet<ChuteEffect['kind']> = new Set(['note', 'finish', 'record'])
