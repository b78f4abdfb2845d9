// A screen without pixels: speaks the screen protocol over a real WebSocket.
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Role, ScreenAction, ToScreen } from '../../device/screen-protocol.ts'
import { until } from './until.ts'

export type ScreenClient = {
  latest(): ToScreen | undefined
  send(action: ScreenAction): void
  /** Resolves when the view has this name; answers the view. */
  shows(screen: string, fits?: (shown: ToScreen) => boolean): Promise<ToScreen>
  close(): Promise<void>
}

export const openScreen = async (port: number, role: Role): Promise<ScreenClient> => {
  const origin = `http://127.0.0.1:${port}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live?role=${role}`, { origin })
  const listeners = new Set<() => void>()
  let shown: ToScreen | undefined
  socket.on('message', (message) => {
    shown = JSON.parse(String(message))
    for (const listener of listeners) listener()
  })
  await once(socket, 'open')
  const watched = {
    now: () => shown,
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    latest: () => shown,
    send: (action) => socket.send(JSON.stringify(action)),
    shows: async (screen, fits = () => true) =>
      until(
        watched,
        `${role} shows ${screen}`,
        (value): value is ToScreen =>
          value !== undefined && value.view.screen === screen && fits(value),
      ),
    close: async () => {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
