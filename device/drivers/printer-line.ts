// Asks a receipt printer its status, one topic at a time, and hands it receipts.
import {
  decodeStatus,
  encodePaperRequest,
  encodeStatusRequest,
  isPaperSensor,
  type PrinterStatus,
  type StatusTopic,
} from '../wire/escpos-status.ts'
import { openSerialLink, type SerialSettings } from './serial.ts'

/** Status is answered at once, even while the printer prints. */
const ANSWER_LIMIT_MS = 1_000
/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10

type StatusOf<T extends StatusTopic> = Extract<PrinterStatus, { topic: T }>

export type PrinterLine = {
  /** `undefined`: no answer, and the connection is made anew. Never rejects. */
  status<T extends StatusTopic>(topic: T): Promise<StatusOf<T> | undefined>
  /** False when the line is down. */
  write(bytes: Uint8Array): boolean
  /** Writes, and calls `done` when all of it has been printed, if the printer ever says so. */
  print(bytes: Uint8Array, done: () => void): boolean
  close(): Promise<void>
}

export type PrinterLineSettings = SerialSettings & { connected(): void; lost(): void }

type Waiting = { topic: StatusTopic; settle(status: PrinterStatus | undefined): void }

const isOf = <T extends StatusTopic>(
  topic: T,
  status: PrinterStatus | undefined,
): status is StatusOf<T> => status?.topic === topic

export const openPrinterLine = (settings: PrinterLineSettings): PrinterLine => {
  let waiting: Waiting | undefined
  let printed = (): void => {}
  /** Until then the line is busy with what was written. */
  let busyUntil = 0

  const link = openSerialLink(settings, {
    connected: settings.connected,
    bytes: (chunk) => {
      for (const byte of chunk) {
        const decoded = waiting && decodeStatus(waiting.topic, byte)
        if (decoded?.ok) waiting?.settle(decoded.status)
        else if (isPaperSensor(byte)) printed()
      }
    },
    lost: () => {
      waiting?.settle(undefined)
      settings.lost()
    },
  })

  const answer = (topic: StatusTopic): Promise<PrinterStatus | undefined> =>
    new Promise((resolve) => {
      const wait = Math.max(0, busyUntil - performance.now()) + ANSWER_LIMIT_MS
      // A byte that came late would be taken for the answer to the next question.
      const limit = setTimeout(link.reopen, wait)
      waiting = {
        topic,
        settle: (status) => {
          clearTimeout(limit)
          waiting = undefined
          resolve(status)
        },
      }
    })

  const write = (bytes: Uint8Array): boolean => {
    const ms = (bytes.length * BITS_PER_BYTE * 1_000) / settings.baudRate
    busyUntil = Math.max(busyUntil, performance.now()) + ms
    return link.write(bytes)
  }

  return {
    status: async (topic) => {
      if (waiting !== undefined) throw new Error('a printer is asked one thing at a time')
      if (!write(encodeStatusRequest(topic))) return undefined
      const status = await answer(topic)
      return isOf(topic, status) ? status : undefined
    },
    write,
    print: (bytes, done) => {
      printed = done
      return write(bytes) && write(encodePaperRequest())
    },
    close: async () => {
      waiting?.settle(undefined)
      await link.close()
    },
  }
}
