// The kiosk's side of the line to the hub: questions with a limit, the journal's way out, configuration.
import type { AnswerOf, AskKind, RequestOf } from '../../hub/protocol/asks.ts'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import type { Unsubscribe } from '../ports.ts'
import type { Role } from '../screen-protocol.ts'
import type { TapeEntry } from '../simulator/protocol.ts'

export type Asked<K extends AskKind> =
  | { ok: true; answer: AnswerOf<K> }
  | { ok: false; reason: 'no-answer' | 'malformed' }

/** One message as it passed, without what is sealed in it. */
export type Traffic = Omit<TapeEntry, 'n'>

export type Link = {
  /** Answers within 1.5 s and never rejects. The same `id` asked again is answered the same. */
  ask<K extends AskKind>(
    role: Role,
    kind: K,
    request: RequestOf<K>,
    options?: { id?: string },
  ): Promise<Asked<K>>
  /** Connected, and the hub has answered since the last question that got none. */
  readonly online: boolean
  onOnline(listener: (online: boolean) => void): Unsubscribe
  /** Also called at once with the last known configuration, when there is one. */
  onConfiguration(listener: (configuration: KioskConfiguration) => void): Unsubscribe
  observe(listener: (traffic: Traffic) => void): Unsubscribe
  [Symbol.asyncDispose](): Promise<void>
}
