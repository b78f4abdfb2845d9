// Tells whoever looks on which message passed, and nothing of what is sealed in it.
import type { EventBatch, StateMessage } from '../../hub/protocol/envelope.ts'
import type { JournalRow } from '../journal/journal.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import type { TapeEntry } from '../simulator/protocol.ts'
import type { Asking } from './questions.ts'

/** One message as it passed. */
export type Traffic = Omit<TapeEntry, 'n'>

type Unstamped = Omit<Traffic, 'at' | 'direction'>

export type Tape = {
  asked(asking: Asking): void
  answered(asking: Asking, ok: boolean, ms: number): void
  sentEvents(batch: EventBatch, rows: readonly JournalRow[]): void
  acknowledged(upTo: number): void
  configured(version: number): void
  state(status: StateMessage['status']): void
  listen(listener: (traffic: Traffic) => void): Unsubscribe
}

export const createTape = (clock: Clock): Tape => {
  const listeners = new Set<(traffic: Traffic) => void>()
  const pass = (direction: Traffic['direction'], entry: Unstamped) => {
    const traffic = { at: clock.now(), direction, ...entry }
    for (const listener of listeners) listener(traffic)
  }
  return {
    asked: ({ role, kind, id }) =>
      pass('out', { lane: role, channel: 'ask', what: kind, id }),
    answered: ({ role, kind, id }, ok, ms) =>
      pass('in', { lane: role, channel: 'answer', what: kind, id, ok, ms }),
    sentEvents: ({ first, last }, rows) =>
      pass('out', {
        lane: 'kiosk',
        channel: 'event',
        what: rows[0]?.event.kind ?? 'none',
        first,
        last,
      }),
    acknowledged: (upTo) =>
      pass('in', { lane: 'kiosk', channel: 'ack', what: 'ack', last: upTo }),
    configured: (version) =>
      pass('in', { lane: 'kiosk', channel: 'config', what: `v${version}` }),
    state: (status) => pass('out', { lane: 'kiosk', channel: 'state', what: status }),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
