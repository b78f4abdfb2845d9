// Asks a PN532 one thing at a time over its serial line, and tells when it no longer answers.

import type { Pn532AnswerTo, Pn532Command } from '../wire/pn532.ts'
import { decodePn532Answer, encodePn532Command } from '../wire/pn532.ts'
import {
  createPn532Splitter,
  encodePn532Frame,
  type Pn532Frame,
  WAKE_UP,
} from '../wire/pn532-frame.ts'
import { type Log, openSerialLink, type SerialBinding } from './serial.ts'

/** It looks for cards some 30 ms, and the longest answer takes as long on the line. */
const ANSWER_LIMIT_MS = 400

/** `refused`: the chip did not understand. `silent`: nothing usable came. `gone`: no line. */
export type Pn532Reply<K extends Pn532Command['kind']> =
  | { ok: true; answer: Pn532AnswerTo<K> }
  | { ok: false; reason: 'refused' | 'silent' | 'gone' }

export type Pn532Line = {
  readonly connected: boolean
  /** Never rejects. Only one at a time. `wake`: it may sleep. */
  ask<C extends Pn532Command>(
    command: C,
    options?: { wake?: boolean },
  ): Promise<Pn532Reply<C['kind']>>
  reopen(): void
  close(): Promise<void>
}

export type Pn532LineSettings = {
  path: string
  baudRate: number
  binding: SerialBinding | undefined
  log: Log
  connected(): void
  lost(): void
}

type Waiting = { frame(frame: Pn532Frame): void; lost(): void }

export const openPn532Line = (settings: Pn532LineSettings): Pn532Line => {
  let splitter = createPn532Splitter()
  let waiting: Waiting | undefined

  const link = openSerialLink(settings, {
    connected: () => {
      splitter = createPn532Splitter()
      settings.connected()
    },
    bytes: (chunk) => {
      for (const frame of splitter.push(chunk)) waiting?.frame(frame)
    },
    lost: () => {
      waiting?.lost()
      settings.lost()
    },
  })
  const say = (kind: 'ack' | 'nack') => link.write(encodePn532Frame({ kind }))

  const answerTo = <C extends Pn532Command>(command: C): Promise<Pn532Reply<C['kind']>> =>
    new Promise((resolve) => {
      const before = splitter.discarded
      let isTaken = false
      let isAskedAgain = false
      const settle = (reply: Pn532Reply<C['kind']>): void => {
        clearTimeout(limit)
        waiting = undefined
        resolve(reply)
      }
      const hear = (frame: Pn532Frame): void => {
        if (frame.kind === 'ack') isTaken = true
        if (frame.kind === 'error') settle({ ok: false, reason: 'refused' })
        // What comes before the ACK was owed to somebody else.
        if (frame.kind !== 'data' || !isTaken) return
        const read = decodePn532Answer<C['kind']>(command.kind, frame)
        if (read.ok) settle(read)
        else if (read.reason === 'malformed') settle({ ok: false, reason: 'refused' })
      }
      const tooLate = (): void => {
        for (const frame of splitter.silence()) waiting?.frame(frame)
        if (waiting === undefined) return
        // Something came, but garbled: the chip still has it.
        if (isTaken && !isAskedAgain && splitter.discarded > before) {
          isAskedAgain = true
          say('nack')
          limit = setTimeout(tooLate, ANSWER_LIMIT_MS)
          return
        }
        // So that it does not answer later, to another question.
        say('ack')
        settle({ ok: false, reason: 'silent' })
      }
      let limit = setTimeout(tooLate, ANSWER_LIMIT_MS)
      waiting = { frame: hear, lost: () => settle({ ok: false, reason: 'gone' }) }
    })

  return {
    get connected() {
      return link.connected
    },
    ask: async <C extends Pn532Command>(
      command: C,
      { wake = false } = {},
    ): Promise<Pn532Reply<C['kind']>> => {
      if (waiting !== undefined) throw new Error('a PN532 is asked one thing at a time')
      const frame = encodePn532Frame(encodePn532Command(command))
      const bytes = wake ? Uint8Array.of(...WAKE_UP, ...frame) : frame
      if (!link.write(bytes)) return { ok: false, reason: 'gone' }
      return answerTo(command)
    },
    reopen: link.reopen,
    close: async () => {
      waiting?.lost()
      await link.close()
    },
  }
}
