// Runs the desk: feeds its machine with what happens, and does what the machine says.
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import { stamp } from '../fact.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/link.ts'
import type { Logger } from '../log.ts'
import { startMachine } from '../machine.ts'
import { loadNotes } from '../own-notes.ts'
import type { AfiWritten, CardReader, Clock, ItemReader, ReceiptPrinter } from '../ports.ts'
import { presenter } from '../present.ts'
import type { Screens } from '../screen/screens.ts'
import type { Security } from '../tag-part.ts'
import { next } from './desk-machine.ts'
import type {
  AnswerEvent,
  AskEffect,
  Closing,
  DeskEffect,
  DeskEvent,
  DeskTimer,
} from './events.ts'
import { DESK_NOTES } from './notes.ts'
import { receiptOf } from './receipt-text.ts'
import { type DeskState, initial } from './state.ts'
import { overlayOf, viewOf } from './view.ts'

export type DeskOptions = {
  card: Pick<CardReader, 'connected' | 'listen'>
  pad: Pick<ItemReader, 'connected' | 'listen' | 'writeAfi'>
  printer: Pick<ReceiptPrinter, 'connected' | 'listen' | 'print'>
  link: Pick<Link, 'ask' | 'online' | 'onOnline' | 'onConfiguration'>
  journal: Pick<Journal, 'append' | 'begin' | 'finish' | 'unfinished'>
  screens: Pick<Screens, 'show' | 'overlay' | 'language' | 'onAction'>
  security: Security
  /** Told of each patron who is identified. */
  identified?: (patron: string) => void
  /** Of its ids, unique to this start of the role: 4 to 50 of [A-Za-z0-9_-]. */
  run: string
  clock: Clock
  log: Logger
}

/** The ports are not its own: who opened them closes them after it. */
export type Desk = AsyncDisposable & {
  /** It could not write what it must not forget: only a new start helps. */
  isBroken(): boolean
  /** Ends the session and shows the way out for as long as it burns. */
  fire(on: boolean): void
  closing(minutes: Closing): void
}

type Branch = { branch: string; zone: string }

export const startDesk = (options: DeskOptions): Desk => {
  const { card, pad, printer, link, journal, screens, security, log } = options
  const present = presenter(screens, 'desk')
  let isBroken = false
  let patron: string | null = null
  let branch: Branch = { branch: '', zone: 'Europe/Stockholm' }

  const run = (effect: DeskEffect): Promise<void> | void => {
    switch (effect.kind) {
      case 'ask':
        void askHub(link, effect).then(post)
        return
      case 'write':
        void write(effect)
        return
      case 'note':
        return journal.begin({ key: effect.key, note: effect.note })
      case 'finish':
        return journal.finish(effect.key)
      case 'record':
        return append(effect)
      case 'print':
        void print(effect)
        return
      case 'language':
        return screens.language('desk', effect.language)
    }
  }
  const write = async ({ uid, afi }: { uid: string; afi: number }): Promise<void> => {
    const written: AfiWritten = await pad.writeAfi(uid, afi)
    post({ kind: 'written', uid, afi, written })
  }
  type RecordEffect = Extract<DeskEffect, { kind: 'record' }>
  const append = async ({ fact, finish }: RecordEffect): Promise<void> => {
    const settle = finish === undefined ? {} : { finish }
    await journal.append(stamp(fact, options.clock.now()), settle)
  }
  type PrintEffect = Extract<DeskEffect, { kind: 'print' }>
  const print = async ({ receipt, language }: PrintEffect): Promise<void> => {
    const at = { ...branch, now: options.clock.now(), language }
    post({ kind: 'printed', printed: await printer.print(receiptOf(receipt, at)) })
  }

  const machine = startMachine<DeskState, DeskEvent, DeskEffect, DeskTimer>({
    initial: { state: initial(options.run, security), effects: [] },
    next,
    run,
    changed: (state) => {
      isBroken = state.broken
      present(viewOf(state), overlayOf(state))
      const now = state.patron?.patron ?? null
      if (now !== null && now !== patron) options.identified?.(now)
      patron = now
    },
    failed: (effect) => (IN_JOURNAL.has(effect.kind) ? { kind: 'journal-lost' } : null),
    log,
  })
  const { post } = machine
  const leave = [
    card.listen(post),
    pad.listen(post),
    printer.listen(post),
    link.onOnline((online) => post({ kind: 'online', online })),
    link.onConfiguration((configuration) => {
      branch = branchOf(configuration)
    }),
    screens.onAction('desk', (action) => post({ kind: 'action', action })),
  ]
  post({ kind: 'card-reader', connected: card.connected })
  post({ kind: 'item-reader', connected: pad.connected })
  post({ kind: 'printer', connected: printer.connected })
  post({ kind: 'online', online: link.online })
  void loadNotes(DESK_NOTES, { journal, log }).then(post)

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

const IN_JOURNAL: ReadonlySet<DeskEffect['kind']> = new Set(['note', 'finish', 'record'])

const branchOf = ({ branch: { name, zone } }: KioskConfiguration): Branch => ({
  branch: name,
  zone,
})

/** Each kind by itself, so that an answer keeps the type of its question. */
const askHub = async (link: Pick<Link, 'ask'>, effect: AskEffect): Promise<AnswerEvent> => {
  const { id } = effect
  const about = { kind: 'answer', id } as const
  switch (effect.ask) {
    case 'identify': {
      const asked = await link.ask('desk', effect.ask, effect.request, { id })
      return { ...about, ask: effect.ask, asked }
    }
    case 'account': {
      const asked = await link.ask('desk', effect.ask, effect.request, { id })
      return { ...about, ask: effect.ask, asked }
    }
    case 'checkout': {
      const asked = await link.ask('desk', effect.ask, effect.request, { id })
      return { ...about, ask: effect.ask, asked }
    }
    case 'renew': {
      const asked = await link.ask('desk', effect.ask, effect.request, { id })
      return { ...about, ask: effect.ask, asked }
    }
    case 'item': {
      const asked = await link.ask('desk', effect.ask, effect.request, { id })
      return { ...about, ask: effect.ask, asked }
    }
    case 'end': {
      const asked = await link.ask('desk', effect.ask, effect.request, { id })
      return { ...about, ask: effect.ask, asked }
    }
  }
}
