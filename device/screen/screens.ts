// What each screen of this kiosk shows, and what is touched there.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from '../log.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import type { Frame, Overlay, Role, ScreenAction, View } from '../screen-protocol.ts'
import { parseJson, readAction } from './actions.ts'
import { listen } from './listen.ts'
import { openLive } from './live.ts'
import { createPages } from './pages.ts'
import { createShown, type FrameChange } from './shown.ts'

/** Something else that speaks on `/live`: the simulator's page. */
export type Endpoint = {
  /** The whole message to send, JSON to be. */
  snapshot(): unknown
  onChange(listener: () => void): Unsubscribe
  /** Undefined when it was no JSON; otherwise unchecked; at most 4096 bytes. */
  receive(message: unknown): void
}

export type Screens = {
  show(role: Role, view: View): void
  overlay(role: Role, overlay: Overlay): void
  /** Changes the strip at the top of every screen, and stamps it with the time. */
  frame(change: FrameChange): void
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

export type ScreensOptions = {
  host: string
  /** 0 takes any that is free. */
  port: number
  /** The roles this kiosk has; there are no pages for others. */
  roles: readonly Role[]
  clock: Clock
  log: Logger
  /** The built kiosk-ui. */
  folder?: string
}

const BUILT = fileURLToPath(new URL('../../dist/kiosk-ui', import.meta.url))

/** Rejects with CannotListen when the port is not to be had. */
export const openScreens = async (options: ScreensOptions): Promise<Screens> => {
  const { roles, clock, log, folder = BUILT } = options
  const shown = createShown(roles, clock)
  const listeners = new Map<string, Set<(action: ScreenAction) => void>>()
  const due = new Set<string>()
  let simulator: Endpoint | undefined

  const messageFor = (role: string): string | undefined =>
    role === 'simulator' && simulator !== undefined
      ? JSON.stringify(simulator.snapshot())
      : shown.message(role)
  const heard = (role: string, text: string) => {
    if (role === 'simulator') return simulator?.receive(parseJson(text))
    const read = readAction(text)
    if (!read.ok)
      return log.warn({ role, reason: read.reason }, 'dropped what a screen sent')
    for (const listener of listeners.get(role) ?? []) listener(read.action)
  }
  const places = () => [...roles, ...(simulator === undefined ? [] : ['simulator'])]
  const answer = getRequestListener(createPages({ folder, places }).fetch)
  const server = createServer((request, response) => void answer(request, response))
  const live = openLive(server, { greeting: messageFor, heard })
  const url = await listen(server, options)

  const sendDue = () => {
    for (const role of due) {
      const message = messageFor(role)
      if (message !== undefined) live.say(role, message)
    }
    due.clear()
  }
  /** What changes in one go is sent in one message. */
  const tell = (...changed: readonly string[]) => {
    if (due.size === 0) queueMicrotask(sendDue)
    for (const role of changed) due.add(role)
  }
  const change = (role: Role, to: Parameters<typeof shown.change>[1]) => {
    if (shown.change(role, to)) tell(role)
  }
  return {
    show: (role, view) => change(role, { view }),
    overlay: (role, overlay) => change(role, { overlay }),
    language: (role, language) => change(role, { language }),
    frame: (part) => {
      shown.frame(part)
      tell(...roles)
    },
    onAction: (role, listener) => {
      const all = listeners.get(role) ?? new Set()
      listeners.set(role, all.add(listener))
      return () => all.delete(listener)
    },
    mount: (role, endpoint) => {
      simulator = endpoint
      endpoint.onChange(() => tell(role))
    },
    url,
    [Symbol.asyncDispose]: async () => {
      live.close()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
