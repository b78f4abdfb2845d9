// Brings one command to one kiosk and waits for what became of it. Nothing is queued: who is not there
// is not reachable, and what comes too late is refused there.
import { randomBytes } from 'node:crypto'
import type { CommandKey } from '../identity/command-key.ts'
import { check } from '../link/decode.ts'
import type { KnownKiosk } from '../link/kiosks.ts'
import type { Line } from '../link/line.ts'
import type { PresenceBook } from '../link/presence.ts'
import {
  type Command,
  MOST_VALID_MS,
  type Order,
  type Outcome,
  outcome,
} from '../protocol/command.ts'
import type { CommandMessage, DoneMessage } from '../protocol/envelope.ts'
import { open, seal } from '../protocol/seal.ts'
import { PROTOCOL_VERSION } from '../protocol/topics.ts'

/** `not-reachable`: it is not connected, or did not answer in the time the command was good for. */
export type Given = Outcome | { is: 'not-reachable' }

export type Courier = {
  /** Resolves within 10 s. The same id again is the same command: it is carried out once. */
  give(kiosk: KnownKiosk, id: string, order: Order): Promise<Given>
  /** Resolves with why it cannot be read. */
  heard(kiosk: KnownKiosk, message: DoneMessage): Promise<{ reason: string } | undefined>
}

export type CourierOptions = {
  line: Pick<Line, 'publish'>
  presence: Pick<PresenceBook, 'isOnline' | 'epochOf'>
  key: Pick<CommandKey, 'sign'>
  /** Real time, ms since 1970 UTC. */
  now?: () => number
}

/** The rest of the ten seconds is for the answer, so that hardly any comes after nobody waits. */
const VALID_MS = MOST_VALID_MS - 2000

export const createCourier = (options: CourierOptions): Courier => {
  const { line, presence, key, now = Date.now } = options
  const waiting = new Map<string, (given: Given) => void>()

  const send = async (kiosk: KnownKiosk, epoch: number, id: string, order: Order) => {
    const { at, keyOf } = kiosk
    const issued = now()
    const notAfter = issued + VALID_MS
    const nonce = randomBytes(16).toString('base64url')
    const body: Command = { to: at, epoch, id, nonce, issued, notAfter, order }
    const place = { kiosk: at.kiosk, channel: 'command', id }
    const sealed = seal(keyOf(epoch), place, { signed: await key.sign(body) })
    const message: CommandMessage = { v: PROTOCOL_VERSION, id, epoch, sealed }
    await line.publish(at, 'command', message, { expirySeconds: VALID_MS / 1000 })
  }
  return {
    give: async (kiosk, id, order) => {
      const name = kiosk.at.kiosk
      const epoch = presence.epochOf(name)
      if (!presence.isOnline(name) || epoch === undefined) return { is: 'not-reachable' }
      const place = `${name} ${id}`
      return new Promise((resolve) => {
        const told = (given: Given): void => {
          clearTimeout(limit)
          if (waiting.get(place) === told) waiting.delete(place)
          resolve(given)
        }
        const limit = setTimeout(told, MOST_VALID_MS, { is: 'not-reachable' })
        waiting.set(place, told)
        send(kiosk, epoch, id, order).catch(() => told({ is: 'not-reachable' }))
      })
    },
    heard: async ({ at: { kiosk }, keyOf }, { id, epoch, sealed }) => {
      const resolve = waiting.get(`${kiosk} ${id}`)
      // Nobody waits any more, or another hub does.
      if (resolve === undefined) return undefined
      const opened = open(keyOf(epoch), { kiosk, channel: 'done', id }, sealed)
      if (!opened.ok) return { reason: opened.reason }
      const told = check(outcome, opened.body)
      if (!told.ok) return { reason: told.reason }
      resolve(told.message)
      return undefined
    },
  }
}
