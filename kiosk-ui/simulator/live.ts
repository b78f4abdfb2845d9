// The WebSocket to the simulated branch: whole states in, hands out. Connects again for ever.
import type {
  Hand,
  SimulatorState,
  ToSimulatorPage,
} from '../../device/simulator/protocol.ts'

export type Live = {
  /** False when nobody was there to do it. */
  send(hand: Hand): boolean
  close(): void
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4000

/** `reached` is called with true at each connection and with false when it is lost. */
export const openLive = (
  url: string,
  onState: (state: SimulatorState) => void,
  reached: (yes: boolean) => void,
): Live => {
  let socket: WebSocket
  let wait = FIRST_WAIT_MS
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const connect = (): void => {
    socket = new WebSocket(url)
    socket.onopen = () => {
      wait = FIRST_WAIT_MS
      reached(true)
    }
    socket.onmessage = (message) => {
      const { state } = JSON.parse(String(message.data)) as ToSimulatorPage
      onState(state)
    }
    socket.onclose = () => {
      if (closed) return
      reached(false)
      timer = setTimeout(connect, wait)
      wait = Math.min(LONGEST_WAIT_MS, wait * 2)
    }
  }
  connect()

  return {
    send: (hand) => {
      if (socket.readyState !== WebSocket.OPEN) return false
      socket.send(JSON.stringify(hand))
      return true
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      socket.close()
    },
  }
}
