// A printer for tests: bytes in, lines on paper out.
import {
  BLANK_PAPER,
  nextPaper,
  type PaperEvent,
  type PaperLine,
} from '../../../device/wire/escpos-paper.ts'
import {
  createEscposSplitter,
  type PrinterWord,
} from '../../../device/wire/escpos-stream.ts'

export const onPaper = (words: readonly PrinterWord[]): PaperEvent[] => {
  let state = BLANK_PAPER
  return words.flatMap((word) => {
    const { state: after, events } = nextPaper(state, word)
    state = after
    return events
  })
}

export const print = (
  stream: Uint8Array,
): { lines: PaperLine[]; cuts: number; discarded: number } => {
  const splitter = createEscposSplitter()
  const events = onPaper(splitter.push(stream))
  return {
    lines: events.flatMap((event) => (event.kind === 'line' ? [event.line] : [])),
    cuts: events.filter((event) => event.kind === 'cut').length,
    discarded: splitter.discarded,
  }
}
