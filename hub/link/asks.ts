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
import { open, seal } from '../protocol/seal.ts'
import { PROTOCOL_VERSION } from '../protocol/topics.ts'
import { check, type Decoded } from './decode.ts'
import { type AskedAt, type Duties, TooLate } from './duties.ts'
import type { IntakeOptions, Unread } from './intake-options.ts'
import type { KnownKiosk } from './kiosks.ts'
import type { Line } from './line.ts'

type Answering = Pick<IntakeOptions, 'alarms' | 'clock' | 'duties' | 'log' | 'marks'> & {
  line: Pick<Line, 'publish'>
}

/**
 * Answers until `deadline` (`performance.now()`), else not at all: the kiosk has given up by then.
 * Resolves with why the message is no question. Rejects when the store fails.
 */
export const answerAsk = async (
  { alarms, clock, duties, line, log, marks }: Answering,
  { at, keyOf }: KnownKiosk,
  message: AskMessage,
  deadline: number,
): Promise<Unread | undefined> => {
  const { kiosk, branch } = at
  const { id, kind, epoch, n } = message
  if (!isAskKind(kind)) return { reason: 'unknown-kind' }
  const key = await keyOf(epoch)
  const place = { kiosk, channel: 'ask', id: `${n}.${id}` }
  const opened = await open(key, place, message.sealed)
  if (!opened.ok) return { reason: opened.reason }
  // Only what opened may move the mark: else anybody could shut a kiosk's own questions out.
  const again = marks.take(kiosk, { epoch, n })
  if (again !== 'fresh')
    return void alarms.raise({ kiosk, kind: 'replayed', detail: `${kind}: ${again}` })
  const request = requestOf(kind, opened.body)
  if (!request.ok) return { reason: `${kind}: ${request.reason}` }

  const late = () => log.warn({ kiosk, kind }, 'an ask could not be answered in its time')
  if (performance.now() > deadline) return void late()
  const asked = { branch, kiosk, id, now: clock.now(), deadline }
  const answer = await inTime(ask(duties, kind, request.message, asked))
  if (answer === undefined) return void late()
  const expirySeconds = Math.ceil((deadline - performance.now()) / 1000)
  if (expirySeconds <= 0) return void late()
  const sealed = await seal(key, { kiosk, channel: 'answer', id }, answer)
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

const inTime = <T>(answering: Promise<T>): Promise<T | undefined> =>
  answering.catch((error: unknown) => {
    if (error instanceof TooLate) return undefined
    throw error
  })
