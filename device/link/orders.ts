// Commands as they come over the line, opened; and what became of them, sealed. Whether a command is to
// be believed is for commands/ to say.
import type { CommandRefusal, Outcome } from '../../hub/protocol/command.ts'
import type { CommandMessage, DoneMessage } from '../../hub/protocol/envelope.ts'
import { open, type SealKey, seal } from '../../hub/protocol/seal.ts'
import { PROTOCOL_VERSION } from '../../hub/protocol/topics.ts'
import { createListeners } from '../drivers/listeners.ts'
import type { Unsubscribe } from '../ports.ts'

/** Of what could not be opened not even the id is believed. */
export type HeardCommand =
  | { ok: true; id: string; body: unknown }
  | { ok: false; reason: CommandRefusal }

export type Orders = {
  heard(message: CommandMessage): Promise<void>
  /** Something came that is no command at all. */
  spoiled(reason: string): void
  listen(listener: (heard: HeardCommand) => void): Unsubscribe
  done(id: string, outcome: Outcome): Promise<void>
}

type OrdersOptions = {
  kiosk: string
  /** Of this boot, and its key: what was meant for another boot opens in this one never. */
  epoch: number
  key: SealKey
  /** False when it cannot be sent now: then it is not sent later either. */
  send(message: DoneMessage): boolean
}

const MOST_EARLY = 10

export const createOrders = ({ kiosk, epoch, key, send }: OrdersOptions): Orders => {
  const listeners = createListeners<HeardCommand>()
  /** What a broker kept comes with the subscription, when nobody listens yet. */
  let early: HeardCommand[] | undefined = []
  const tell = (heard: HeardCommand): void => {
    if (early === undefined) listeners.tell(heard)
    else if (early.length < MOST_EARLY) early.push(heard)
  }
  const refuse = (reason: CommandRefusal) => tell({ ok: false, reason })
  return {
    heard: async ({ id, epoch: of, sealed }) => {
      if (of !== epoch) return refuse('of-another-boot')
      const opened = open(key, { kiosk, channel: 'command', id }, sealed)
      if (!opened.ok) return refuse('not-sealed')
      tell({ ok: true, id, body: opened.body })
    },
    spoiled: (reason) => refuse(reason === 'retained' ? reason : 'not-as-agreed'),
    listen: (listener) => {
      const leave = listeners.add(listener)
      for (const heard of early ?? []) listener(heard)
      early = undefined
      return leave
    },
    done: async (id, outcome) => {
      const sealed = seal(key, { kiosk, channel: 'done', id }, outcome)
      send({ v: PROTOCOL_VERSION, id, epoch, sealed })
    },
  }
}
