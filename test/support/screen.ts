// A screen without pixels: speaks the screen protocol over a real WebSocket.
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Role, ScreenAction, ToScreen } from '../../device/screen-protocol.ts'
import { until } from './until.ts'

export type ScreenClient = {
  latest(): ToScreen | undefined
  send(action: ScreenAction): void
  /** Called with each thing shown. */
  onShown(listener: (shown: ToScreen) => void): void
  /** Resolves when the view has this name; answers the view. Rejects when the kiosk goes. */
  shows(screen: string, fits?: (shown: ToScreen) => boolean): Promise<ToScreen>
  /** The same for any view. */
  showsAny(fits: (shown: ToScreen) => boolean): Promise<ToScreen>
  close(): Promise<void>
}

/** The kiosk behind the screen has ended. */
export class ScreenGone extends Error {}

export const openScreen = async (port: number, role: Role): Promise<ScreenClient> => {
  const origin = `http://127.0.0.1:${port}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live?role=${role}`, { origin })
  const listeners = new Set<() => void>()
  let shown: ToScreen | undefined
  let isGone = false
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  socket.on('message', (message) => {
    shown = JSON.parse(String(message))
    tell()
  })
  // A kiosk that is killed resets the connection; its end is told by `close`.
  socket.on('error', () => {})
  socket.once('close', () => {
    isGone = true
    tell()
  })
  await once(socket, 'open')
  const watched = {
    now: () => shown,
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const become = async (
    what: string,
    fits: (shown: ToScreen) => boolean,
  ): Promise<ToScreen> => {
    const seen = await until(
      watched,
      what,
      (value): value is ToScreen => isGone || (value !== undefined && fits(value)),
    )
    if (isGone) throw new ScreenGone(`the ${role} is gone`)
    return seen
  }
  return {
    latest: () => shown,
    send: (action) => socket.send(JSON.stringify(action)),
    onShown: (listener) => {
      listeners.add(() => {
        if (shown !== undefined && !isGone) listener(shown)
      })
    },
    shows: (screen, fits = () => true) =>
      become(
        `${role} shows ${screen}`,
        (value) => value.view.screen === screen && fits(value),
      ),
    showsAny: (fits) => become(`${role} shows what was waited for`, fits),
    close: async () => {
      if (isGone) return
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
