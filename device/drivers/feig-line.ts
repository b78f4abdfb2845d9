// Asks a FEIG reader one thing at a time over its serial line, and tells when it no longer answers.
import type { FeigAnswerTo, FeigRequest } from '../wire/feig.ts'
import { createFeigSplitter, type FeigFrame } from '../wire/feig-frame.ts'
import { decodeFeigReply } from '../wire/feig-reply.ts'
import { encodeFeigRequest } from '../wire/feig-request.ts'
import { type Log, openSerialLink, type SerialBinding } from './serial.ts'

/** The longest reply takes 70 ms on the line and the reader up to 200 ms over a hard tag. */
const ANSWER_LIMIT_MS = 400

export type FeigReply<R extends FeigRequest> =
  | { ok: true; answer: FeigAnswerTo<R['kind']> }
  | { ok: false; reason: 'refused'; status: number; tagError: number | null }
  /** `not-sent`: the line is down, or the reader did not even answer a reset before it.
   *  `silent`: sent, and nothing usable came back. `lost`: sent, then the line went down. */
  | { ok: false; reason: 'not-sent' | 'silent' | 'lost' }

export type FeigLine = {
  readonly connected: boolean
  /** Never rejects. Only one at a time. */
  ask<R extends FeigRequest>(request: R): Promise<FeigReply<R>>
  reopen(): void
  close(): Promise<void>
}

export type FeigLineSettings = {
  path: string
  baudRate: number
  binding: SerialBinding | undefined
  log: Log
  connected(): void
  lost(): void
}

type Waiting = { frame(frame: FeigFrame): void; end(reason: 'silent' | 'lost'): void }

export const openFeigLine = (settings: FeigLineSettings): FeigLine => {
  let splitter = createFeigSplitter()
  let waiting: Waiting | undefined
  /** A reply may still be on its way, and it doesn't say to which request. */
  let isOwed = false

  const link = openSerialLink(
    { ...settings, parity: 'even' },
    {
      connected: () => {
        splitter = createFeigSplitter()
        isOwed = true
        settings.connected()
      },
      bytes: (chunk) => {
        for (const frame of splitter.push(chunk)) waiting?.frame(frame)
      },
      lost: () => {
        waiting?.end('lost')
        settings.lost()
      },
    },
  )

  const answerTo = <R extends FeigRequest>(request: R): Promise<FeigReply<R>> =>
    new Promise((resolve) => {
      const settle = (reply: FeigReply<R>): void => {
        clearTimeout(limit)
        waiting = undefined
        resolve(reply)
      }
      const limit = setTimeout(() => {
        // Bytes of a torn reply would be taken for the head of the next one.
        for (const frame of splitter.silence()) waiting?.frame(frame)
        isOwed = true
        waiting?.end('silent')
      }, ANSWER_LIMIT_MS)
      waiting = {
        frame: (frame) => {
          const reply = decodeFeigReply<R['kind']>(request.kind, frame)
          if (reply.ok || reply.reason === 'refused') settle(reply)
        },
        end: (reason) => settle({ ok: false, reason }),
      }
    })

  const send = async <R extends FeigRequest>(request: R): Promise<FeigReply<R>> => {
    if (!link.write(encodeFeigRequest(request))) return { ok: false, reason: 'not-sent' }
    return answerTo(request)
  }

  /** The reset has a command byte of its own: what comes before its answer was owed earlier. */
  const catchUp = async (): Promise<FeigReply<{ kind: 'rf-reset' }>> => {
    const reply = await send({ kind: 'rf-reset' })
    isOwed = !reply.ok
    return reply
  }

  return {
    get connected() {
      return link.connected
    },
    ask: async (request) => {
      if (waiting !== undefined)
        throw new Error('a FEIG reader is asked one thing at a time')
      const reset = isOwed ? await catchUp() : undefined
      if (reset === undefined || reset.ok) return send(request)
      return { ok: false, reason: 'not-sent' }
    },
    reopen: link.reopen,
    close: async () => {
      waiting?.end('lost')
      await link.close()
    },
  }
}
