// The simulated branch of a running kiosk, by the same line as its page.
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type {
  Hand,
  SimulatorState,
  ToSimulatorPage,
} from '../../device/simulator/protocol.ts'
import { until } from './until.ts'

export type SimulatorClient = {
  hand(hand: Hand): Promise<void>
  state(): SimulatorState
  /** Resolves when the branch looks so. */
  is(what: string, fits: (state: SimulatorState) => boolean): Promise<SimulatorState>
  close(): Promise<void>
}

/** Resolves when the branch has told how it is. */
export const openSimulator = async (port: number): Promise<SimulatorClient> => {
  const origin = `http://127.0.0.1:${port}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live?role=simulator`, { origin })
  const listeners = new Set<() => void>()
  const told = once(socket, 'message')
  let latest: SimulatorState | undefined
  socket.on('message', (message) => {
    latest = (JSON.parse(String(message)) as ToSimulatorPage).state
    for (const listener of [...listeners]) listener()
  })
  await told
  const state = (): SimulatorState => {
    if (latest === undefined) throw new Error('the branch has told nothing')
    return latest
  }
  return {
    state,
    hand: async (hand) => socket.send(JSON.stringify(hand)),
    is: (what, fits) =>
      until(
        {
          now: state,
          onChange: (listener) => {
            listeners.add(listener)
            return () => listeners.delete(listener)
          },
        },
        what,
        fits,
      ),
    close: async () => {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
