// Carries out what staff want done here: believes the hub's signature and nobody else, each command once
// and in its time, answers, and writes down what became of it.
import {
  type CommandRefusal,
  isMeddling,
  type Order,
  type Outcome,
  order,
  signedCommand,
} from '../../hub/protocol/command.ts'
import { type PublicKey, verify } from '../../hub/protocol/signature.ts'
import type { KioskAddress } from '../../hub/protocol/topics.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/link.ts'
import type { HeardCommand } from '../link/orders.ts'
import type { TimeTold } from '../link/questions.ts'
import type { Logger } from '../log.ts'
import type { Clock } from '../ports.ts'
import { type Read, type Remembered, readCommand, timeRefusal } from './judge.ts'
import { createTally } from './tally.ts'

export type CommandsOptions = {
  at: KioskAddress
  link: Pick<Link, 'askTime' | 'done' | 'onCommand' | 'onConfiguration'>
  journal: Pick<Journal, 'epoch' | 'record'>
  /** Carries one out, whatever it says. */
  carryOut(id: string, order: Order): Promise<Outcome>
  clock: Clock
  log: Logger
}

/** What became of the latest commands, so that one asked for again is answered the same. */
const MOST_KNOWN = 100

export const startCommands = (options: CommandsOptions): Disposable => {
  const { at, link, journal, clock, log } = options
  const place = { at, epoch: journal.epoch }
  const tally = createTally()
  const known = new Map<string, Promise<Outcome>>()
  let keys: readonly PublicKey[] = []
  let remembered: Remembered = []

  const note = (id: string | null, wanted: string | null, outcome: Outcome): void => {
    const meddled = outcome.is === 'refused' && isMeddling(outcome.reason)
    // Whoever holds the broker can send as many as he likes: the disk is not his to fill.
    if (meddled && !tally.take(performance.now())) return
    const row = { kind: 'command', at: clock.now(), id, do: wanted, outcome } as const
    void journal.record(row)
    log[meddled ? 'warn' : 'info']({ id, do: wanted, ...outcome }, 'a command')
  }
  /** Not answered: of one that was heard before the answer is another, and is on its way. */
  const refuse = (id: string | null, reason: CommandRefusal): void =>
    note(id, null, { is: 'refused', reason })
  const answer = (id: string, outcome: Outcome): Promise<void> =>
    link
      .done(id, outcome)
      .catch((err: unknown) => log.error({ err, id }, 'a command could not be answered'))

  /** Nothing is awaited between looking whether it was heard before and keeping that it was. */
  const readOnce = (id: string, body: unknown): Read => {
    const read = readCommand(body, { id, place, remembered })
    if (read.ok) remembered = read.remembered
    return read
  }
  const once = (id: string, wanted: Order): Promise<Outcome> => {
    const before = known.get(id)
    if (before !== undefined) return before
    const doing = options.carryOut(id, wanted)
    known.set(id, doing)
    for (const [oldest] of [...known].slice(0, -MOST_KNOWN)) known.delete(oldest)
    return doing
  }
  const heard = async (came: HeardCommand): Promise<void> => {
    if (!came.ok) return refuse(null, came.reason)
    const carried = signedCommand.safeParse(came.body)
    if (!carried.success) return refuse(null, 'not-as-agreed')
    const verified = await verify(keys, carried.data.signed)
    if (!verified.ok) return refuse(null, 'not-signed')
    const read = readOnce(came.id, verified.body)
    if (!read.ok) return refuse(read.id, read.reason)
    const { id, order: given } = read.command
    const reason = timeRefusal(read.command, latestNow(await link.askTime()))
    if (reason !== undefined) {
      const outcome = { is: 'refused', reason } as const
      note(id, given.do, outcome)
      return answer(id, outcome)
    }
    const wanted = order.safeParse(given)
    const isNew = !known.has(id)
    const outcome: Outcome = wanted.success
      ? await once(id, wanted.data)
      : { is: 'unsupported' }
    if (isNew) note(id, given.do, outcome)
    await answer(id, outcome)
  }
  const leave = [
    link.onConfiguration(({ commandKeys = [] }) => {
      keys = commandKeys
    }),
    link.onCommand((came) => {
      heard(came).catch((err: unknown) => log.error({ err }, 'a command failed here'))
    }),
  ]
  return {
    [Symbol.dispose]: () => {
      for (const unsubscribe of leave) unsubscribe()
    },
  }
}

/** The hub may have said it as soon as it was asked: by now it is so much later at most. */
const latestNow = (told: TimeTold | undefined): number | undefined =>
  told && told.wire + (performance.now() - told.askedAt)
