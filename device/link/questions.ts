// Asks the hub, and waits 1.5 s for each answer: who stands at a door is told something by then.
// Nothing is asked later than it was wanted, and an answer that comes too late is not heard.
import { randomUUID } from 'node:crypto'
import {
  type AnswerOf,
  ASKS,
  type AskKind,
  type RequestOf,
} from '../../hub/protocol/asks.ts'
import type { AnswerMessage, AskMessage } from '../../hub/protocol/envelope.ts'
import { type HubTime, timed } from '../../hub/protocol/hub-time.ts'
import { type Opened, open, type SealKey, seal } from '../../hub/protocol/seal.ts'
import { PROTOCOL_VERSION } from '../../hub/protocol/topics.ts'
import type { Logger } from '../log.ts'
import type { Role } from '../screen-protocol.ts'

export type Asked<K extends AskKind> =
  | { ok: true; answer: AnswerOf<K> }
  | { ok: false; reason: 'no-answer' | 'malformed' }

export type Asking = { role: Role | 'kiosk'; kind: AskKind; id: string }

/**
 * The hub's time as an answer bore it: it was that at some instant between `askedAt` and `heardAt`, which
 * are ms of a clock that only goes forward (`performance.now()`).
 */
export type TimeTold = HubTime & { id: string; askedAt: number; heardAt: number }

export type QuestionsOptions = {
  kiosk: string
  /** Of this boot, and its key. */
  epoch: number
  key: SealKey
  log: Logger
  /** Resolves when a question of this kind may be sent; false when it may not within the limit. */
  ready(kind: AskKind, limitMs: number): Promise<boolean>
  /** False when it cannot be sent now. */
  send(message: AskMessage, expirySeconds: number, asking: Asking): boolean
  answered(asking: Asking, ok: boolean, ms: number): void
  /** The answer bore the hub's time. */
  timed(time: TimeTold): void
  /** The limit passed, or the line went, with no answer. */
  unanswered(asking: Asking): void
}

export type Questions = {
  ask<K extends AskKind>(
    role: Asking['role'],
    kind: K,
    request: RequestOf<K>,
    id?: string,
  ): Promise<Asked<K>>
  answer(message: AnswerMessage): Promise<void>
  /** Nothing that was asked will be answered any more. */
  giveUp(): void
}

const ANSWER_LIMIT_MS = 1500

type Heard = (body: { body: unknown } | undefined) => void

export const createQuestions = (options: QuestionsOptions): Questions => {
  const { kiosk, epoch, key, log } = options
  let asks = 0
  const waiting = new Map<string, Set<Heard>>()

  /** Resolves with the opened answer, or undefined when none came in time. */
  const reply = (
    asking: Asking,
    request: unknown,
  ): Promise<{ body: unknown } | undefined> =>
    new Promise((resolve) => {
      const heard: Heard = (answer) => {
        clearTimeout(limit)
        forget(waiting, asking.id, heard)
        resolve(answer)
      }
      const limit = setTimeout(heard, ANSWER_LIMIT_MS)
      const started = performance.now()
      remember(waiting, asking.id, heard)
      const isAwaited = () => waiting.get(asking.id)?.has(heard) === true
      const send = async (): Promise<boolean> => {
        if (!(await options.ready(asking.kind, ANSWER_LIMIT_MS))) return false
        const { id, kind } = asking
        asks += 1
        const n = asks
        const sealed = seal(key, { kiosk, channel: 'ask', id: `${n}.${id}` }, request)
        if (!isAwaited()) return false
        const leftMs = ANSWER_LIMIT_MS - (performance.now() - started)
        const message = { v: PROTOCOL_VERSION, id, epoch, n, kind, sealed }
        return options.send(message, Math.max(1, Math.ceil(leftMs / 1000)), asking)
      }
      send().then(
        (sent) => {
          if (!sent) heard(undefined)
        },
        (err) => {
          log.error({ err, kind: asking.kind }, 'a question could not be sealed')
          heard(undefined)
        },
      )
    })

  return {
    ask: async (role, kind, request, id = randomUUID()) => {
      const asking = { role, kind, id }
      if (!ASKS[kind].request.safeParse(request).success) return malformed(log, asking)
      const started = performance.now()
      const heard = await reply(asking, request)
      if (heard === undefined) {
        options.unanswered(asking)
        return { ok: false, reason: 'no-answer' }
      }
      const told = timed.safeParse(heard.body).data?.hubTime
      if (told !== undefined)
        options.timed({ ...told, id, askedAt: started, heardAt: performance.now() })
      const answer = ASKS[kind].answer.safeParse(heard.body)
      const ok = answer.success && answer.data.ok
      options.answered(asking, ok, Math.round(performance.now() - started))
      if (!answer.success) return malformed(log, asking)
      // The table pairs each kind with its answer; the compiler cannot follow that through K.
      return { ok: true, answer: answer.data as AnswerOf<typeof kind> }
    },
    answer: async ({ id, sealed }) => {
      const heard = waiting.get(id)
      if (heard === undefined) return log.debug({ id }, 'an answer nobody waits for')
      const opened: Opened = open(key, { kiosk, channel: 'answer', id }, sealed)
      if (!opened.ok) return log.warn({ id, reason: opened.reason }, 'dropped an answer')
      for (const one of [...heard]) one({ body: opened.body })
    },
    giveUp: () => {
      for (const heard of [...waiting.values()].flatMap((all) => [...all])) heard(undefined)
    },
  }
}

const malformed = (log: Logger, { kind, id }: Asking) => {
  log.warn({ kind, id }, 'a question or its answer was not as agreed')
  return { ok: false, reason: 'malformed' } as const
}

const remember = (waiting: Map<string, Set<Heard>>, id: string, heard: Heard) => {
  waiting.set(id, (waiting.get(id) ?? new Set()).add(heard))
}

const forget = (waiting: Map<string, Set<Heard>>, id: string, heard: Heard) => {
  const all = waiting.get(id)
  all?.delete(heard)
  if (all?.size === 0) waiting.delete(id)
}
