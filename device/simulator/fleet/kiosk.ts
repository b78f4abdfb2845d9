// One kiosk of a fleet: a real kiosk's link, and instead of hardware and hands what happens there.
import { reasonOf } from '../../../hub/protocol/asks.ts'
import type { Dial } from '../../link/dial.ts'
import { openLink } from '../../link/link.ts'
import type { Logger } from '../../log.ts'
import { happeningOf } from './happenings.ts'
import type { FleetPapers, KioskPapers } from './papers.ts'
import { openRamJournal } from './ram-journal.ts'
import type { Tally } from './tally.ts'

export type FleetKiosk = AsyncDisposable & {
  readonly online: boolean
  /** Rows the hub has not acknowledged. */
  readonly left: number
  onOnline(listener: () => void): void
  /** Something happens there, of what happens of an evening: one row. */
  happens(): void
  /** Somebody holds a card to the reader and types a PIN; resolves when the door has been decided. */
  visited(card: FleetPapers['cards'][number]): Promise<void>
}

export type FleetKioskOptions = {
  consortium: string
  papers: KioskPapers
  url: string
  /** Its boot: higher at each start than before. */
  epoch: number
  dial: Dial
  log: Logger
  tally: Tally
}

const clock = { now: Date.now }

export const openFleetKiosk = async (options: FleetKioskOptions): Promise<FleetKiosk> => {
  const { consortium, papers, tally } = options
  const { branch, kiosk, secret } = papers
  const journal = openRamJournal(options.epoch, tally.acknowledged)
  const { url, dial, log } = options
  const at = { consortium, branch, kiosk }
  const link = await openLink({ at, url, secret, journal, clock, log, dial })
  const stopCounting = link.onOnline(tally.online)
  link.observe(({ channel, what }) => {
    if (channel === 'state' && what === 'ready') tally.connected(performance.now())
  })
  let happened = 0
  const append: typeof journal.append = (event) => {
    journal.append(event)
    tally.told()
  }
  append({ kind: 'started', at: clock.now() })
  return {
    get online() {
      return link.online
    },
    get left() {
      return journal.left
    },
    onOnline: (listener) => void link.onOnline(listener),
    happens: () => {
      append(happeningOf(happened, clock.now()))
      happened += 1
    },
    visited: async (card) => {
      const [began, wasOnline] = [performance.now(), link.online]
      const asked = await link.ask('door', 'entry', { ...card, at: clock.now() })
      const ms = performance.now() - began
      if (!asked.ok) {
        tally.entry(wasOnline ? 'late' : 'alone', ms)
        append({ kind: 'entry-refused', at: clock.now(), reason: 'no-answer' })
      } else if (asked.answer.ok) {
        tally.entry('granted', ms)
        append({ kind: 'visit', at: clock.now(), patron: asked.answer.patron })
      } else {
        const reason = reasonOf(asked.answer)
        tally.entry({ refused: reason }, ms)
        append({ kind: 'entry-refused', at: clock.now(), reason })
      }
    },
    [Symbol.asyncDispose]: async () => {
      stopCounting()
      if (link.online) tally.online(false)
      await link[Symbol.asyncDispose]()
    },
  }
}
