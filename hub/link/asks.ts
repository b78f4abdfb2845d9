// One question of a kiosk: opened, answered by whoever's duty it is, sealed again, within its time.
import type { z } from 'zod'
import {
  type AnswerOf,
  ASKS,
  type AskKind,
  isAskKind,
  type RequestOf,
} from '../protocol/asks.ts'
import type { AnswerMessage, AskMessage } from '../protocol/envelope.ts'
import type { HubTime } from '../protocol/hub-time.ts'
import { open, seal } from '../protocol/seal.ts'
import { PROTOCOL_VERSION } from '../protocol/topics.ts'
import type { Tx } from '../store/store.ts'
import { check, type Decoded } from './decode.ts'
import type { AskedAt, Duties } from './duties.ts'
import type { IntakeOptions, Unread } from './intake-options.ts'
import type { KnownKiosk } from './kiosks.ts'
import type { Line } from './line.ts'
import { claimNumber, HeardBefore, type Numbered } from './marks.ts'

type Answering = Pick<IntakeOptions, 'alarms' | 'clock' | 'duties' | 'log'> & {
  line: Pick<Line, 'publish'>
}

/** The store was not to be had in time: nothing was carried out. */
export class TooLate extends Error {}

/**
 * What may be carried out now: a question that nobody has heard, and whose kiosk still waits. Asked when
 * the transaction has begun, since it may have waited long for its turn.
 */
export const beginning =
  (kiosk: string, asked: Numbered, deadline: number) =>
  async (tx: Tx): Promise<void> => {
    if (performance.now() > deadline) throw new TooLate('nobody waits for the answer')
    await claimNumber(tx, kiosk, asked)
  }

/**
 * Answers until `deadline` (`performance.now()`), else not at all: the kiosk has given up by then.
 * Resolves with why the message is no question. Rejects when the store fails.
 */
export const answerAsk = async (
  { alarms, clock, duties, line, log }: Answering,
  { at, keyOf }: KnownKiosk,
  message: AskMessage,
  deadline: number,
): Promise<Unread | undefined> => {
  const { kiosk, branch } = at
  const { id, kind, epoch, n } = message
  if (!isAskKind(kind)) return { reason: 'unknown-kind' }
  const key = keyOf(epoch)
  const asked = { kiosk, channel: 'ask', id: `${n}.${id}` }
  const opened = open(key, asked, message.sealed)
  if (!opened.ok) return { reason: opened.reason }
  const request = requestOf(kind, opened.body)
  if (!request.ok) return { reason: `${kind}: ${request.reason}` }

  const late = () => log.warn({ kiosk, kind }, 'an ask could not be answered in its time')
  if (performance.now() > deadline) return void late()
  // Only what opened may claim a number: else anybody could shut a kiosk's own questions out.
  const begin = beginning(kiosk, { epoch, n }, deadline)
  const where = { branch, kiosk, id, now: clock.now(), begin }
  const answer = await ask(duties, kind, request.message, where).catch((error: unknown) => {
    if (error instanceof TooLate) return late()
    if (!(error instanceof HeardBefore)) throw error
    alarms.raise({ kiosk, kind: 'replayed', detail: `${kind}: ${error.reason}` })
  })
  if (answer === undefined) return undefined
  const expirySeconds = Math.ceil((deadline - performance.now()) / 1000)
  if (expirySeconds <= 0) return void late()
  const hubTime: HubTime = { clock: clock.now(), wire: Date.now() }
  const place = { kiosk, channel: 'answer', id }
  const sealed = seal(key, place, { ...answer, hubTime })
  const body: AnswerMessage = { v: PROTOCOL_VERSION, id, sealed }
  await line.publish(at, 'answer', body, { expirySeconds })
  return undefined
}

const REQUESTS: { [K in AskKind]: { request: z.ZodType<RequestOf<K>> } } = ASKS

const requestOf = <K extends AskKind>(kind: K, body: unknown): Decoded<RequestOf<K>> =>
  check<RequestOf<K>>(REQUESTS[kind].request, body)

const ask = <K extends AskKind>(
  duties: Duties,
  kind: K,
  request: RequestOf<K>,
  at: AskedAt,
): Promise<AnswerOf<K>> => duties[kind](request, at)
