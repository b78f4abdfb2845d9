// Tells whoever looks on which message passed, and nothing of what is sealed in it.
import type { EventBatch, StateMessage } from '../../hub/protocol/envelope.ts'
import type { JournalRow } from '../journal/journal.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import type { TapeEntry } from '../simulator/protocol.ts'
import type { Incoming } from './incoming.ts'
import type { Asking } from './questions.ts'

/** One message as it passed. */
export type Traffic = Omit<TapeEntry, 'n'>

type Unstamped = Omit<Traffic, 'at' | 'direction'>

export type Tape = {
  asked(asking: Asking): void
  answered(asking: Asking, ok: boolean, ms: number): void
  sentEvents(batch: EventBatch, rows: readonly JournalRow[]): void
  received(incoming: Extract<Incoming, { channel: 'ack' | 'config' }>): void
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
    received: (incoming) =>
      pass(
        'in',
        incoming.channel === 'ack'
          ? { lane: 'kiosk', channel: 'ack', what: 'ack', last: incoming.message.upTo }
          : { lane: 'kiosk', channel: 'config', what: `v${incoming.message.version}` },
      ),
    state: (status) => pass('out', { lane: 'kiosk', channel: 'state', what: status }),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
