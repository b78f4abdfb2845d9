// The built pages served as the kiosk serves them, with a branch behind /simulator that is whatever
// the test says it is and tells every hand it is given.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import { createPages } from '../../device/screen/pages.ts'
import type { Hand, SimulatorState } from '../../device/simulator/protocol.ts'
import { builtUi } from './ui.ts'
import type { Watched } from './until.ts'

export type StagedBranch = {
  address: string
  /** All hands it was given so far. */
  hands: Watched<readonly Hand[]>
  /** Tells every page what is so now. */
  show(state: SimulatorState): void
  /** The branch goes away; `start` brings it back at the same address. */
  stop(): Promise<void>
  start(): Promise<void>
}

const PLACES = ['door', 'desk', 'chute', 'simulator']

export const stageBranch = async (first: SimulatorState): Promise<StagedBranch> => {
  const folder = await builtUi()
  const hands: Hand[] = []
  const listeners = new Set<() => void>()
  const heard = (text: string): void => {
    hands.push(JSON.parse(text) as Hand)
    for (const listener of listeners) listener()
  }
  let state = first
  let port = 0
  let running: { server: Server; pages: WebSocketServer }

  const start = async (): Promise<void> => {
    const { fetch } = createPages({ folder, places: () => PLACES })
    const server = serve({ fetch, hostname: '127.0.0.1', port }) as Server
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    const pages = new WebSocketServer({ server, path: '/live' })
    pages.on('connection', (page, { url }) => {
      if (!url?.endsWith('role=simulator')) return page.close()
      page.on('message', (text) => heard(String(text)))
      page.send(JSON.stringify({ state }))
    })
    running = { server, pages }
  }
  const stop = async (): Promise<void> => {
    const { server, pages } = running
    for (const page of pages.clients) page.terminate()
    pages.close()
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  await start()
  return {
    address: `http://127.0.0.1:${port}/simulator`,
    hands: {
      now: () => hands,
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    show: (next) => {
      state = next
      for (const page of running.pages.clients) page.send(JSON.stringify({ state }))
    },
    stop,
    start,
  }
}
