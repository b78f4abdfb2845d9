// What each screen of this kiosk shows, and what is touched there.
import type { Unsubscribe } from '../ports.ts'
import type { Frame, Overlay, Role, ScreenAction, View } from '../screen-protocol.ts'

/** Something else that speaks on `/live`: the simulator's page. */
export type Endpoint = {
  snapshot(): unknown
  onChange(listener: () => void): Unsubscribe
  /** Unchecked; at most 4096 bytes. */
  receive(message: unknown): void
}

export type Screens = {
  show(role: Role, view: View): void
  overlay(role: Role, overlay: Overlay): void
  /** Changes the strip at the top of every screen; `now` is stamped at sending. */
  frame(change: Partial<Omit<Frame, 'now' | 'language'>>): void
  /** The language of one role's screens. */
  language(role: Role, language: Frame['language']): void
  /** Actions are checked already: known, and within their bounds. */
  onAction(role: Role, listener: (action: ScreenAction) => void): Unsubscribe
  /** Serves `/simulator` and `/live?role=simulator`. */
  mount(role: 'simulator', endpoint: Endpoint): void
  /** `http://127.0.0.1:2401` */
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}
