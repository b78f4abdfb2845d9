// What really happened, by those who were there: the kiosk whose append resolved, the hub that let
// somebody in, the lock that was released. Everything else is held against it.
import type { Journal } from '../../device/journal/journal.ts'
import { withoutPatron } from '../../hub/inbox/effects.ts'
import { type KioskEvent, kioskEvent } from '../../hub/protocol/events.ts'
import { elapsed } from './time.ts'

export type Row = { kiosk: string; epoch: number; seq: number; body: string; kind: string }

export type Ledger = {
  /** Rows whose append resolved, in the order of resolving. */
  readonly rows: readonly Row[]
  readonly unlocks: number
  asked(kiosk: string, id: string): void
  /** The hub has said yes to that very question. */
  granted(kiosk: string, id: string): void
  released(kiosk: string): void
  /** The kiosk has started anew: nobody stands there with an answer. */
  restarted(kiosk: string): void
  /** The same journal; what it acknowledges is noted here. */
  watched(kiosk: string, journal: Journal): Journal
}

/** As the hub keeps it: read by the schema, and without the person. */
const asTold = (event: unknown): string => withoutPatron(kioskEvent.parse(event))

/** A kiosk waits 1.5 s; what it hears in that moment it may still act on. */
const ANSWER_LIMIT_MS = 1600

export const createLedger = (fail: (what: string) => void): Ledger => {
  const rows: Row[] = []
  const granted = new Set<string>()
  const questions = new Map<string, { id: string; at: number }>()
  const used = new Set<string>()
  let unlocks = 0
  return {
    rows,
    get unlocks() {
      return unlocks
    },
    asked: (kiosk, id) => questions.set(kiosk, { id, at: elapsed() }),
    granted: (kiosk, id) => granted.add(`${kiosk} ${id}`),
    restarted: (kiosk) => questions.delete(kiosk),
    released: (kiosk) => {
      unlocks += 1
      const question = questions.get(kiosk)
      if (question === undefined) return fail(`${kiosk} unlocked and nobody had asked`)
      const key = `${kiosk} ${question.id}`
      if (!granted.has(key)) fail(`${kiosk} unlocked without a grant for its question`)
      if (used.has(key)) fail(`${kiosk} unlocked twice on one grant`)
      if (elapsed() - question.at > ANSWER_LIMIT_MS)
        fail(
          `${kiosk} unlocked ${Math.round(elapsed() - question.at)} ms after the question`,
        )
      used.add(key)
    },
    watched: (kiosk, journal) => {
      const { epoch } = journal
      const noted = (event: KioskEvent, seq: number): void => {
        rows.push({ kiosk, epoch, seq, kind: event.kind, body: asTold(event) })
      }
      return {
        ...journal,
        append: async (event, settle) => {
          const seq = await journal.append(event, settle)
          noted(event, seq)
          return seq
        },
        record: async (event) => {
          const seq = await journal.record(event)
          if (seq !== undefined) noted(event, seq)
          return seq
        },
      }
    },
  }
}
