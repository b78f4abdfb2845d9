// What happened at this kiosk, in order, on disk until the hub has it; and what was begun but not ended.
import type { KioskEvent } from '../../hub/protocol/events.ts'
import type { Unsubscribe } from '../ports.ts'

/** Work begun and not yet ended, so that a restart can settle it. `note` is JSON. */
export type Unfinished = { key: string; note: unknown }

export type JournalRow = { epoch: number; seq: number; event: KioskEvent }

export type Journal = {
  /** Boot number: rises by one at every open. */
  readonly epoch: number
  /** Durable when resolved; answers the row's seq. Rejects when it could not be written. */
  append(
    event: KioskEvent,
    settle?: { begin?: Unfinished; finish?: string },
  ): Promise<number>
  begin(note: Unfinished): Promise<void>
  finish(key: string): Promise<void>
  unfinished(): Promise<readonly Unfinished[]>
  /** How many rows the hub has not acknowledged. */
  unsent(): Promise<number>
  /** Oldest rows first, all of one epoch, at most `limit`. */
  batch(limit: number): Promise<readonly JournalRow[]>
  /** The hub has committed every row of `epoch` up to and including `upTo`: they go. */
  acknowledge(epoch: number, upTo: number): Promise<void>
  /** A small memory, such as the last configuration. */
  remember(key: string, value: unknown): Promise<void>
  /** What was remembered, or undefined. */
  recall(key: string): Promise<unknown>
  onAppend(listener: () => void): Unsubscribe
  [Symbol.asyncDispose](): Promise<void>
}
