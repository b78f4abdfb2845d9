// What each screen of this kiosk shows, and what is touched there.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from '../log.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import type { Frame, Overlay, Role, ScreenAction, View } from '../screen-protocol.ts'
import { readAction } from './actions.ts'
import { listen } from './listen.ts'
import { type Endpoint, openLive } from './live.ts'
import { createPages } from './pages.ts'
import { createShown, type FrameChange } from './shown.ts'

export type Screens = {
  show(role: Role, view: View): void
  overlay(role: Role, overlay: Overlay): void
  /** Called with each view as it is shown. */
  onShow(listener: (role: Role, view: View) => void): Unsubscribe
  /** Changes the strip at the top of every screen, and stamps it with the time. */
  frame(change: FrameChange): void
  /** The language of one role's screens. */
  language(role: Role, language: Frame['language']): void
  /** Actions are checked already: known, and within their bounds. */
  onAction(role: Role, listener: (action: ScreenAction) => void): Unsubscribe
  /** As if it had been done on the role's screen; checked like that. */
  act(role: Role, action: ScreenAction): void
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
  /** Sound files, shown at `/sound/`; none unless told. */
  sounds?: string
}

const BUILT = fileURLToPath(new URL('../../dist/kiosk-ui', import.meta.url))

/** Rejects with CannotListen when the port is not to be had. */
export const openScreens = async (options: ScreensOptions): Promise<Screens> => {
  const { roles, clock, log, folder = BUILT } = options
  const shown = createShown(clock)
  const listeners = new Map<string, Set<(action: ScreenAction) => void>>()
  const visitors = new Map<string, Set<(text: string) => void>>()
  const onlookers = new Set<(role: Role, view: View) => void>()
  const due = new Set<Role>()

  const receive = (role: Role, text: string) => {
    const read = readAction(text)
    if (!read.ok)
      return log.warn({ role, reason: read.reason }, 'dropped what a screen sent')
    for (const listener of listeners.get(role) ?? []) listener(read.action)
  }
  const screenOf = (role: Role): Endpoint => ({
    visit: (send) => {
      addTo(visitors, role, send)
      send(shown.message(role))
      return {
        receive: (text) => receive(role, text),
        close: () => visitors.get(role)?.delete(send),
      }
    },
  })
  const places = new Map<string, Endpoint>(roles.map((role) => [role, screenOf(role)]))
  const pages = createPages({
    folder,
    places: () => [...places.keys()],
    ...(options.sounds !== undefined && { sounds: options.sounds }),
  })
  const answer = getRequestListener(pages.fetch)
  const server = createServer((request, response) => void answer(request, response))
  const live = openLive(server, (role) => places.get(role))
  const url = await listen(server, options)

  const sendDue = () => {
    for (const role of due)
      for (const send of visitors.get(role) ?? []) send(shown.message(role))
    due.clear()
  }
  /** What changes in one go is sent in one message. */
  const tell = (...changed: readonly Role[]) => {
    if (due.size === 0) queueMicrotask(sendDue)
    for (const role of changed) due.add(role)
  }
  const change = (role: Role, to: Parameters<typeof shown.change>[1]) => {
    shown.change(role, to)
    tell(role)
  }
  return {
    show: (role, view) => {
      change(role, { view })
      for (const onlooker of onlookers) onlooker(role, view)
    },
    onShow: (listener) => {
      onlookers.add(listener)
      return () => onlookers.delete(listener)
    },
    overlay: (role, overlay) => change(role, { overlay }),
    language: (role, language) => change(role, { language }),
    frame: (part) => {
      shown.frame(part)
      tell(...roles)
    },
    onAction: (role, listener) => {
      addTo(listeners, role, listener)
      return () => listeners.get(role)?.delete(listener)
    },
    act: (role, action) => receive(role, JSON.stringify(action)),
    mount: (role, endpoint) => {
      places.set(role, endpoint)
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

const addTo = <T>(sets: Map<string, Set<T>>, key: string, one: T): void => {
  sets.set(key, (sets.get(key) ?? new Set()).add(one))
}
