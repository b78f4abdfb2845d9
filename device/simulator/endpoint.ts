// What the simulator page is told, and what it may ask; whoever serves the page carries it.
import type { Log } from '../drivers/serial.ts'
import type { SimulatedBranch } from './branch.ts'
import { readHand } from './hands.ts'
import type { ToSimulatorPage } from './protocol.ts'

/** At most one state in so many milliseconds; the latest is always sent. */
const BETWEEN_MS = 50

type SimulatorVisit = {
  /** One message of the page; anything but a hand is ignored. */
  receive(text: string): void
  close(): void
}

export type SimulatorEndpoint = {
  /** A page has opened: `send` gets whole states as JSON, the first at once. */
  visit(send: (text: string) => void): SimulatorVisit
}

export const simulatorEndpoint = (
  branch: SimulatedBranch,
  log: Log,
): SimulatorEndpoint => ({
  visit: (send) => {
    let timer: NodeJS.Timeout | undefined
    let isStale = false

    const tell = (): void => {
      isStale = false
      timer = setTimeout(rest, BETWEEN_MS)
      const message: ToSimulatorPage = { state: branch.state() }
      send(JSON.stringify(message))
    }
    const rest = (): void => {
      timer = undefined
      if (isStale) tell()
    }
    const unsubscribe = branch.onChange(() => {
      isStale = true
      if (timer === undefined) tell()
    })

    tell()
    return {
      receive: (text) => {
        const hand = readHand(text)
        if (hand === undefined) {
          log.debug('the simulator page asked for something unknown')
          return
        }
        // What can't be done is not done; the page sees the state.
        branch.hand(hand).catch((error: Error) => {
          log.debug({ did: hand.do, reason: error.message }, 'a hand could not')
        })
      },
      close: () => {
        unsubscribe()
        clearTimeout(timer)
      },
    }
  },
})
