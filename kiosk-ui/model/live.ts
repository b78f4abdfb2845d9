// The line to the kiosk: what is so comes in whole, what the patron does goes out. It comes back by
// itself; while it is gone nothing is shown, so that no name stays on a screen nobody guards.
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Role, ScreenAction, ToScreen } from '../../device/screen-protocol.ts'

export type Live = {
  /** Null until the kiosk has spoken, and whenever it is gone. */
  shown: ReadonlySignal<ToScreen | null>
  /** Dropped when the kiosk is gone: an action belongs to what was on the screen. */
  send(action: ScreenAction): void
}

const AGAIN_MS = [250, 500, 1000, 2000] as const

/** Opens the line and keeps it open for as long as the page lives. */
export const connect = (role: Role): Live => {
  const shown = signal<ToScreen | null>(null)
  let socket: WebSocket | undefined
  let failures = 0
  const open = (): void => {
    const next = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}/live?role=${role}`,
    )
    next.onmessage = ({ data }) => {
      failures = 0
      shown.value = toScreen(data) ?? shown.value
    }
    next.onclose = () => {
      shown.value = null
      setTimeout(open, AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)])
    }
    socket = next
  }
  open()
  const send = (action: ScreenAction): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(action))
  }
  return { shown, send }
}

/** The kiosk is trusted (same page, loopback); only what is no message at all is passed over. */
const toScreen = (data: unknown): ToScreen | undefined => {
  if (typeof data !== 'string') return
  const message: unknown = JSON.parse(data)
  const whole = typeof message === 'object' && message !== null && 'view' in message
  return whole ? (message as ToScreen) : undefined
}
