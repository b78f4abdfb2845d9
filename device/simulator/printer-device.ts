// A simulated ESC/POS receipt printer: prints line by line, stops without paper, and answers status
// requests at once all the while.
import type { Unsubscribe } from '../ports.ts'
import {
  BLANK_PAPER,
  nextPaper,
  type PaperEvent,
  type PaperState,
} from '../wire/escpos-paper.ts'
import {
  encodePaperSensor,
  encodeStatus,
  type PrinterStatus,
} from '../wire/escpos-status.ts'
import { createEscposSplitter, type PrinterWord } from '../wire/escpos-stream.ts'
import type { ReceiptLine } from './protocol.ts'
import type { ByteDevice } from './wires.ts'

type Paper = 'ok' | 'near-end' | 'out'

export type PrinterDevice = ByteDevice & {
  paper: Paper
  coverOpen: boolean
  readonly printing: boolean
  /** What hangs out of the printer: the receipt being printed, or the last one. */
  readonly receipt: readonly ReceiptLine[] | null
  onChange(listener: () => void): Unsubscribe
}

/** Words that may wait for paper. */
const BUFFER_LIMIT = 4_096

/** `msPerLine`: 0 prints at once. */
export const createPrinterDevice = ({
  msPerLine = 0,
}: {
  msPerLine?: number
} = {}): PrinterDevice => {
  const listeners = new Set<() => void>()
  let splitter = createEscposSplitter()
  let send: ((bytes: Uint8Array) => void) | undefined
  let paper: Paper = 'ok'
  let coverOpen = false
  let state: PaperState = BLANK_PAPER
  let waiting: PrinterWord[] = []
  let timer: NodeJS.Timeout | undefined
  let lines: ReceiptLine[] | null = null
  let isCut = true

  const changed = (): void => {
    for (const listener of listeners) listener()
  }

  const isStopped = (): boolean => paper === 'out' || coverOpen

  const status = (topic: number): PrinterStatus | undefined => {
    const offline = isStopped()
    const feedPressed = false
    switch (topic) {
      case 1:
        return { topic, offline, waiting: false, feedPressed }
      case 2:
        return { topic, coverOpen, feedPressed, paperOut: paper === 'out', error: false }
      case 3:
        return {
          topic,
          recoverable: false,
          cutter: false,
          unrecoverable: false,
          passing: false,
        }
      case 4:
        return { topic, paper }
    }
    return undefined
  }

  const add = (line: ReceiptLine): void => {
    lines = isCut || lines === null ? [line] : [...lines, line]
    isCut = false
  }

  /** True when it moved paper and so takes its time. */
  const show = (event: PaperEvent): boolean => {
    if (event.kind === 'line') add(event.line)
    if (event.kind === 'cut') isCut = true
    if (event.kind === 'paper-request') send?.(Uint8Array.of(encodePaperSensor(paper)))
    return event.kind === 'line'
  }

  const print = (word: PrinterWord): boolean => {
    const { state: next, events } = nextPaper(state, word)
    state = next
    return events.map(show).includes(true)
  }

  const run = (): void => {
    while (!isStopped()) {
      const word = waiting.shift()
      if (word === undefined) break
      if (!print(word) || msPerLine === 0) continue
      timer = setTimeout(() => {
        timer = undefined
        run()
      }, msPerLine)
      break
    }
    changed()
  }

  const take = (word: PrinterWord): void => {
    if (word.kind === 'status-request') {
      const answer = status(word.topic)
      if (answer) send?.(Uint8Array.of(encodeStatus(answer)))
    } else if (word.kind === 'clear') {
      waiting = []
      state = BLANK_PAPER
      isCut = true
    } else if (waiting.length < BUFFER_LIMIT) waiting.push(word)
  }

  return {
    plugged: (to) => {
      send = to
      splitter = createEscposSplitter()
    },
    receive: (bytes) => {
      splitter.push(bytes).forEach(take)
      if (timer === undefined) run()
    },
    unplugged: () => {
      send = undefined
    },
    get paper() {
      return paper
    },
    set paper(to) {
      paper = to
      if (timer === undefined) run()
    },
    get coverOpen() {
      return coverOpen
    },
    set coverOpen(to) {
      coverOpen = to
      if (timer === undefined) run()
    },
    get printing() {
      return timer !== undefined || (waiting.length > 0 && !isStopped())
    },
    get receipt() {
      return lines
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
